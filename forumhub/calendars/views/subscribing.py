"""The page that explains subscriptions, hands out their links and takes them back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forumhub import clock
from forumhub.calendars import actions, queries
from forumhub.calendars.addresses import Ways, address, ways_to
from forumhub.calendars.forms import SubscribeForm
from forumhub.calendars.views.room import blueprint
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.programme.queries import published_programmes
from forumhub.events.queries import all_series
from forumhub.web import PUBLIC, SIGNED_IN, current_reader, language, right, say


@blueprint.get("/subscribe")
@right(PUBLIC)
def subscribe() -> ResponseReturnValue:
    """Everybody learns how; who is signed in sees their links."""
    return _page(_form() if current_reader().signed_in else None)


@blueprint.post("/subscribe")
@right(SIGNED_IN)
def make_link() -> ResponseReturnValue:
    """Shows the new link in its answer and nowhere else: no redirect could carry it without keeping it."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    try:
        with writing():
            made = actions.subscribe(form.collection.data, form.label.data, by=current_reader(), now=clock.now())
            label, ulid, token = made.subscription.label, made.subscription.ulid, made.token
    except RuleBroken as error:
        form.label.errors = [say(error)]
        return _page(form), 422
    ways = ways_to(address("calendars.feed", token=token), label, _("The link as a QR code, for a phone's camera"))
    return _page(form, ways=ways, made=ulid)


@blueprint.post("/subscribe/<ulid>/revoke")
@right(SIGNED_IN)
def revoke(ulid: str) -> ResponseReturnValue:
    with writing():
        subscription = queries.get_subscription(ulid, current_reader())
        label = actions.revoke_subscription(subscription, by=current_reader(), now=clock.now()).label
    flash(_("The link “%(label)s” is revoked: its address does not answer any more.", label=label))
    return redirect(url_for("calendars.subscribe"))


def _form() -> SubscribeForm:
    reader = current_reader()
    programmes, asked = published_programmes(reader, clock.now()), request.args.get("collection", "")
    return SubscribeForm(all_series(reader), programmes, queries.person_ulid(reader), language(), asked)


def _page(form: SubscribeForm | None, ways: Ways | None = None, made: str = "") -> str:
    return render_template(
        "calendars/subscribe.html",
        form=form,
        ways=ways,
        qr=Markup(ways.qr) if ways else "",  # noqa: S704 - drawn by segno from an address of ours
        made=made,
        public=address("calendars.public_feed"),
        subscriptions=queries.subscriptions_of(current_reader()) if form else [],
        shown=dict(form.collection.choices) if form else {},
    )
