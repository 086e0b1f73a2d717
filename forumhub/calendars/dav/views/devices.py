"""The page that hands out passwords for devices, explains where to type them, and takes them back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.calendars.addresses import address
from forumhub.calendars.dav import actions, queries
from forumhub.calendars.dav.actions import Made
from forumhub.calendars.dav.forms import DeviceForm
from forumhub.calendars.views.room import blueprint
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.parties.models import Account
from forumhub.web import SIGNED_IN, current_reader, right, say


@blueprint.get("/subscribe/devices")
@right(SIGNED_IN)
def devices() -> ResponseReturnValue:
    return _page(DeviceForm())


@blueprint.post("/subscribe/devices")
@right(SIGNED_IN, fresh=True)
def make_password() -> ResponseReturnValue:
    """Shows the password in its answer and nowhere else: no redirect could carry it without keeping it."""
    form = DeviceForm()
    if not form.validate():
        return _page(form), 422
    try:
        with writing():
            made = actions.make_password(form.label.data, by=current_reader(), now=clock.now())
    except RuleBroken as error:
        form.label.errors = [say(error)]
        return _page(form), 422
    return _page(DeviceForm(formdata=None), made)


@blueprint.post("/subscribe/devices/<ulid>/revoke")
@right(SIGNED_IN)
def revoke_password(ulid: str) -> ResponseReturnValue:
    with writing():
        password = queries.get_password(ulid, current_reader())
        label = actions.revoke_password(password, by=current_reader(), now=clock.now()).label
    flash(_("The password of “%(label)s” is revoked: it opens nothing any more.", label=label))
    return redirect(url_for("calendars.devices"))


def _page(form: DeviceForm, made: Made | None = None) -> str:
    reader = current_reader()
    return render_template(
        "calendars/devices.html",
        form=form,
        made=made,
        passwords=queries.passwords_of(reader),
        ended=queries.ended_with_role(reader, clock.now()),
        email=db.session.get_one(Account, reader.account_id).email,
        server=address("calendars.dav", path=""),
        may_have=bool(reader.roles),
    )
