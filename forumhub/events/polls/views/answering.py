"""The page of a date poll, and a party's answer to it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.polls import actions, notices, rules
from forumhub.events.polls.forms import AnswerForm
from forumhub.events.polls.models import Poll
from forumhub.events.polls.queries import answering_parties, answers_open, get_poll, may_keep
from forumhub.events.polls.views.table import lines_of, record_of
from forumhub.events.queries import find_event
from forumhub.events.views.room import asked, blueprint
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.web import current_reader, right, say


@blueprint.get("/polls/<ulid>")
@right(ORGANIZER, SECRETARY)
def poll(ulid: str) -> ResponseReturnValue:
    row = get_poll(ulid, current_reader())
    party = _party_asked(row, asked("party")["party"])
    return page(row, party, _form_of(row, party) if party else None)


@blueprint.post("/polls/<ulid>/answer")
@right(ORGANIZER, SECRETARY)
def poll_answer(ulid: str) -> ResponseReturnValue:
    row, form, lost = get_poll(ulid, current_reader()), AnswerForm(), False
    _fit(form, row)
    status = 422
    if form.validate():
        try:
            _answer(ulid, form)
            flash(_("Your answer is recorded. You may change it until the deadline."), "success")
            return redirect(url_for("events.poll", ulid=ulid, _anchor="answers"))
        except Conflict as conflict:
            form.form_errors.append(say(conflict))
            lost, status = True, 409
        except RuleBroken as error:
            put_beside(form, error)
    row = get_poll(ulid, current_reader())
    party = _party_asked(row, form.party.data)
    if lost and party:
        form.seen.data = str(_given(row, party))
    return page(row, party, form), status


def _answer(ulid: str, form: AnswerForm) -> None:
    reader = current_reader()
    with writing():
        row = get_poll(ulid, reader)
        party = next((party for party in row.parties if party.code == form.party.data), None)
        if party is None:
            raise NotFound
        actions.answer_poll(row, party, form.pairs(), seen=form.answers_seen, by=reader, now=clock.now())


def _party_asked(row: Poll, code: str | None) -> Party | None:
    """For which party the reader answers: the one that is named, else one that has not answered yet."""
    own = answering_parties(row, current_reader())
    named = [party for party in own if party.code == code]
    silent = [party for party in own if party.id not in row.current]
    return next(iter([*named, *silent, *own]), None)


def _given(row: Poll, party: Party) -> int:
    return sum(answer.party_id == party.id for answer in row.answers)


def _form_of(row: Poll, party: Party) -> AnswerForm:
    """As the party answered last."""
    answer = row.current.get(party.id)
    words = [{"word": word.word, "comment": word.comment} for word in answer.words] if answer else []
    form = AnswerForm(formdata=None, party=party.code, seen=str(_given(row, party)), words=words)
    _fit(form, row)
    return form


def _fit(form: AnswerForm, row: Poll) -> None:
    """One entry for each slot, called by its number."""
    del form.words.entries[len(row.slots) :]
    while len(form.words) < len(row.slots):
        form.words.append_entry()
    for number, entry in enumerate(form.words, 1):
        entry.form.word.label.text = _("Slot %(number)s", number=number)


def page(row: Poll, party: Party | None, form: AnswerForm | None) -> str:
    reader, now = current_reader(), clock.now()
    everyone = row.everyone_answered
    return render_template(
        "events/polls/show.html",
        poll=row,
        now=now,
        standing=row.standing(now),
        event=find_event(row.event.ulid, reader) if row.event else None,
        lines=lines_of(row, reader, now),
        seen=answers_open(row, now),
        record=record_of(row, reader, now),
        form=form,
        party=party,
        own=answering_parties(row, reader),
        everyone=everyone,
        keeper=_keeping(row, now) if may_keep(row, reader) and row.state == rules.OPEN else None,
        may_choose=may_keep(row, reader)
        and rules.may_choose(row.state, row.deadline, row.shown, now, everyone=everyone),
        typed=bool(request.form),
    )


def _keeping(row: Poll, now: Any) -> dict[str, Any]:
    """What the organizer who proposed it needs besides: who is silent, and how many mails a reminder is."""
    silent = [party for party in row.parties if party.id not in row.current]
    return {"silent": silent, "mails": len(notices.recipients(silent, now)) if silent else 0}
