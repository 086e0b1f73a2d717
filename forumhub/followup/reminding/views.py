"""One's own reminders, and the way out of them that stands in each."""

from babel.dates import get_day_names
from flask import flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.followup.reminding import actions, queries
from forumhub.followup.reminding.forms import NO_DIGEST, Registers, ReminderForm
from forumhub.followup.reminding.rules import Wish
from forumhub.followup.views.blueprint import blueprint
from forumhub.parties.policy import may_keep_mailbox
from forumhub.parties.queries import all_parties
from forumhub.web import PUBLIC, SIGNED_IN, current_reader, language, right


@blueprint.get("/account/reminders")
@right(SIGNED_IN)
def reminders() -> str:
    row, off = queries.find_wish(_me()), queries.registers_off(_me())
    wish = row.wish if row else Wish()
    weekday = NO_DIGEST if wish.digest_weekday is None else str(wish.digest_weekday)
    values = {"days_before": list(wish.days_before), "overdue": wish.overdue, "digest_weekday": weekday}
    registers = queries.registers_of(current_reader())
    chosen = [register.code for register, _titles in registers if register.id in off]
    return _page(_form(registers, formdata=None, data={**values, "off": chosen}))


def _me() -> int:
    person_id = current_reader().person_id
    assert person_id, "who is signed in is a person"
    return person_id


def _form(registers: Registers, **values: object) -> ReminderForm:
    names = get_day_names("wide", context="stand-alone", locale=get_locale())
    return ReminderForm(registers, language(), [names[day] for day in range(7)], **values)


def _page(form: ReminderForm) -> str:
    row = queries.find_wish(_me())
    stopped_at = row.stopped_at if row else None
    kept = [party for party in all_parties() if may_keep_mailbox(current_reader(), party.id)]
    return render_template("followup/reminding/edit.html", form=form, stopped_at=stopped_at, mailboxes=kept)


@blueprint.post("/account/reminders")
@right(SIGNED_IN)
def save_reminders() -> ResponseReturnValue:
    reader = current_reader()
    form = _form(queries.registers_of(reader))
    if not form.validate_on_submit():
        return _page(form), 422
    with writing():
        off = {register.id for register, _titles in queries.registers_of(reader) if register.code in form.off.data}
        actions.tune_reminders(form.wish, off, by=reader, now=clock.now())
    flash(_("Saved."), "success")
    return redirect(url_for("followup.reminders"))


@blueprint.post("/account/reminders/stop")
@right(SIGNED_IN)
def stop_reminders() -> ResponseReturnValue:
    with writing():
        actions.stop_reminders(_me(), now=clock.now())
    flash(_("Stopped. No reminder and no digest is sent to you."), "success")
    return redirect(url_for("followup.reminders"))


@blueprint.post("/account/reminders/resume")
@right(SIGNED_IN)
def resume_reminders() -> ResponseReturnValue:
    with writing():
        actions.resume_reminders(_me(), now=clock.now())
    flash(_("Reminders are sent to you again."), "success")
    return redirect(url_for("followup.reminders"))


@blueprint.get("/unsubscribe/<token>")
@right(PUBLIC)
def unsubscribe(token: str) -> str:
    """Asks, and changes nothing: programs that look through mails open each address in them."""
    mail = queries.get_mail_by_token(token)
    row = queries.find_wish(mail.person_id)
    return render_template("followup/reminding/unsubscribe.html", token=token, stopped=bool(row and row.stopped_at))


@blueprint.post("/unsubscribe/<token>")
@right(PUBLIC)
def do_unsubscribe(token: str) -> ResponseReturnValue:
    """RFC 8058 §3.2: a mail program posts `List-Unsubscribe=One-Click` here, without cookies."""
    with writing():
        actions.stop_reminders(queries.get_mail_by_token(token).person_id, now=clock.now())
    return redirect(url_for("followup.unsubscribe", token=token), 303)


@blueprint.post("/unsubscribe/<token>/resume")
@right(PUBLIC)
def undo_unsubscribe(token: str) -> ResponseReturnValue:
    with writing():
        actions.resume_reminders(queries.get_mail_by_token(token).person_id, now=clock.now())
    return redirect(url_for("followup.unsubscribe", token=token), 303)


@blueprint.record
def exempt(state: BlueprintSetupState) -> None:
    """The token is in the address, and no cookie counts: there is nothing that another site could forge."""
    state.app.extensions["csrf"].exempt(do_unsubscribe)  # type: ignore[attr-defined]
