"""Choosing the date: the page says first what will happen, and to how many people."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events.consequences.rules import Consequences, Unforeseen
from forumhub.events.entering import require_organizer
from forumhub.events.forms import put_beside
from forumhub.events.polls import actions, notices, proposing, rules, settling
from forumhub.events.polls.forms import ChooseForm
from forumhub.events.polls.models import Poll
from forumhub.events.polls.queries import get_poll
from forumhub.events.polls.views.table import lines_of
from forumhub.events.programme.queries import programme_of
from forumhub.events.views.room import blueprint
from forumhub.events.views.seen import seen
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say


@blueprint.route("/polls/<ulid>/choose", methods=["GET", "POST"])
@right(ORGANIZER)
def poll_choose(ulid: str) -> ResponseReturnValue:
    """?slot= is the number of the slot."""
    form, status, news = ChooseForm(), 200, None
    _check(_poll(ulid))
    if _poll(ulid).event is not None:
        del form.register_code
    if form.is_submitted():
        status = 422
        try:
            event = _chosen(ulid, form) if form.validate() else None
            if event is not None:
                flash(_("The date is set. The secretariats and the participants are told."), "success")
                return redirect(url_for("desk.event", ulid=event))
        except Unforeseen as error:
            form.form_errors.append(say(error))
            status, news = 409, error.consequences
    return _page(_poll(ulid), form, news), status


def _poll(ulid: str) -> Poll:
    return get_poll(ulid, current_reader(), to_keep=True)


def _number() -> int:
    text = request.args.get("slot", "")
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise NotFound
    return int(text)


def _check(row: Poll) -> None:
    """Raises what choosing would, before anything is asked."""
    now, slot = clock.now(), row.slot(_number())
    everyone = row.everyone_answered
    rules.check_choosing(row.state, row.deadline, row.shown, now, everyone=everyone)
    proposing.check_ahead(slot.starts_at, now)
    if row.event is not None:
        require_organizer(current_reader(), row.event.party_ids)
        rules.check_settable(row.event.state)


def _chosen(ulid: str, form: ChooseForm) -> str | None:
    """The event's ULID; None where it cannot be, which the form then says."""
    code = form.register_code.data if "register_code" in form else ""
    how = {"confirmed": form.confirmed.data, "register_code": code, "told": seen()["told"]}
    try:
        with writing():
            return actions.choose_slot(_poll(ulid), _number(), by=current_reader(), now=clock.now(), **how).ulid
    except RuleBroken as error:
        put_beside(form, error)
        return None


def _page(row: Poll, form: ChooseForm, news: Consequences | None) -> str:
    now, slot = clock.now(), row.slot(_number())
    foreseen = news or (settling.foreseen(row.event, slot, now) if row.event else None)
    noticed = {each.email for each in foreseen.told} if foreseen else set()
    return render_template(
        "events/polls/choose.html",
        poll=row,
        slot=slot,
        line=next(line for line in lines_of(row, current_reader(), now) if line.slot is slot),
        form=form,
        foreseen=foreseen,
        programme=programme_of(row.event.id) if row.event else None,
        secretariats=len(notices.recipients(row.parties, now, but=noticed)),
    )
