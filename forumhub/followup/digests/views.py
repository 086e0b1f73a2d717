"""The digest to a party's mailbox, as its secretaries and administrators choose it; and the way out in each."""

from babel.dates import get_day_names
from flask import flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import NotFound
from forumhub.followup.digests import actions, queries
from forumhub.followup.digests.forms import DigestForm
from forumhub.followup.digests.models import MONDAY
from forumhub.followup.views.blueprint import blueprint
from forumhub.parties.models import Party
from forumhub.parties.policy import ADMINISTRATOR, SECRETARY, may_keep_mailbox
from forumhub.parties.queries import get_party
from forumhub.web import PUBLIC, current_reader, language, right


@blueprint.get("/parties/<code>/digest")
@right(SECRETARY, ADMINISTRATOR)
def digest(code: str) -> str:
    party = _kept(code)
    wish, off = queries.find_wish(party.id), queries.registers_off(party.id)
    registers = queries.registers_of(party, current_reader())
    chosen = [register.code for register, _titles in registers if register.id in off]
    values = {"weekday": wish.weekday if wish else MONDAY, "off": chosen}
    return _page(party, _form(registers, formdata=None, data=values))


def _kept(code: str) -> Party:
    """Of another party, what its mailbox is sent does not exist for the reader. Raises NotFound."""
    party = get_party(code)
    if not may_keep_mailbox(current_reader(), party.id):
        raise NotFound
    return party


def _form(registers: queries.Registers, **values: object) -> DigestForm:
    names = get_day_names("wide", context="stand-alone", locale=get_locale())
    return DigestForm(registers, language(), [names[day] for day in range(7)], **values)


def _page(party: Party, form: DigestForm) -> str:
    wish = queries.find_wish(party.id)
    stopped_at = wish.stopped_at if wish else None
    return render_template("followup/digests/edit.html", party=party, form=form, stopped_at=stopped_at)


@blueprint.post("/parties/<code>/digest")
@right(SECRETARY, ADMINISTRATOR)
def save_digest(code: str) -> ResponseReturnValue:
    reader, party = current_reader(), _kept(code)
    form = _form(queries.registers_of(party, reader))
    if not form.validate_on_submit():
        return _page(party, form), 422
    with writing():
        party = _kept(code)
        registers = queries.registers_of(party, reader)
        off = {register.id for register, _titles in registers if register.code in form.off.data}
        actions.tune_digest(party, form.weekday.data, off, by=reader, now=clock.now())
    flash(_("Saved."), "success")
    return redirect(url_for("followup.digest", code=code))


@blueprint.post("/parties/<code>/digest/stop")
@right(SECRETARY, ADMINISTRATOR)
def stop_digest(code: str) -> ResponseReturnValue:
    with writing():
        actions.stop_digest(_kept(code), by=current_reader(), now=clock.now())
    flash(_("Stopped. No digest is sent to the party's mailbox."), "success")
    return redirect(url_for("followup.digest", code=code))


@blueprint.post("/parties/<code>/digest/resume")
@right(SECRETARY, ADMINISTRATOR)
def resume_digest(code: str) -> ResponseReturnValue:
    with writing():
        actions.resume_digest(_kept(code), by=current_reader(), now=clock.now())
    flash(_("The digest is sent to the party's mailbox again."), "success")
    return redirect(url_for("followup.digest", code=code))


@blueprint.get("/unsubscribe/party/<token>")
@right(PUBLIC)
def leave_digest(token: str) -> str:
    """Asks, and changes nothing: programs that look through mails open each address in them."""
    party = queries.get_mail_by_token(token).party
    wish = queries.find_wish(party.id)
    stopped = bool(wish and wish.stopped_at)
    return render_template("followup/digests/leave.html", token=token, party=party, stopped=stopped)


@blueprint.post("/unsubscribe/party/<token>")
@right(PUBLIC)
def do_leave_digest(token: str) -> ResponseReturnValue:
    """RFC 8058 §3.2, as for a person's reminders."""
    with writing():
        actions.stop_digest(queries.get_mail_by_token(token).party, by=None, now=clock.now())
    return redirect(url_for("followup.leave_digest", token=token), 303)


@blueprint.post("/unsubscribe/party/<token>/resume")
@right(PUBLIC)
def undo_leave_digest(token: str) -> ResponseReturnValue:
    with writing():
        actions.resume_digest(queries.get_mail_by_token(token).party, by=None, now=clock.now())
    return redirect(url_for("followup.leave_digest", token=token), 303)


@blueprint.record
def exempt(state: BlueprintSetupState) -> None:
    """The token is in the address, and no cookie counts: there is nothing that another site could forge."""
    state.app.extensions["csrf"].exempt(do_leave_digest)  # type: ignore[attr-defined]
