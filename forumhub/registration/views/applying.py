"""Asking for a place for oneself."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.parties.policy import Reader
from forumhub.registration import actions, rules
from forumhub.registration.models import Registration
from forumhub.registration.queries import find_own, is_invited, settings_of
from forumhub.registration.questions.actions import save_first_answers
from forumhub.registration.questions.forms import AnswersForm, answers_form
from forumhub.registration.questions.values import Given
from forumhub.registration.quotas.queries import free_places
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, right


@blueprint.get("/events/<ulid>/apply")
@right(SIGNED_IN)
def apply(ulid: str) -> ResponseReturnValue:
    return _page(ulid)


def _page(ulid: str, questions: AnswersForm | None = None) -> str:
    """`questions`: as they were sent, where they came back."""
    reader = current_reader()
    event, now = get_event(ulid, reader), clock.now()
    rules.check_open(event.state, event.ends_at, now)
    mine = find_own(event.id, reader)
    invited = mine is not None and is_invited(mine, now)
    if not invited and (mine is None or mine.state not in rules.REGISTERED):  # those need no leave
        settings = settings_of(event)
        rules.check_taken_in(settings.applicants, settings.deadline, now)
    return render_template(
        "registration/apply.html",
        form=FlaskForm(),
        event=event,
        mine=mine,
        invited=invited,
        free=free_places(event, *_place_of(event, mine, reader)),
        questions=answers_form(event, mine) if questions is None else questions,
    )


def _place_of(event: Event, mine: Registration | None, reader: Reader) -> tuple[int | None, str]:
    """The party and the function for which the reader would take a place."""
    if mine:
        return mine.party_id, mine.function
    party, function = actions.comes_as(event, reader)
    return party.id if party else None, function


@blueprint.post("/events/<ulid>/apply")
@right(SIGNED_IN)
def send_application(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    event = get_event(ulid, reader)
    mine = find_own(event.id, reader)
    questions = answers_form(event, mine)
    if not (mine and mine.state in rules.REGISTERED) and not questions.validate():
        return _page(ulid, questions), 422
    try:
        with writing():
            registration = _apply(ulid, questions.given(), reader)
            state, own = registration.state, registration.ulid
    except (Conflict, RuleBroken) as error:
        questions.put(error)
        return _page(ulid, questions), 422
    flash(*outcome(state))
    return redirect(url_for("registration.show", ulid=own))


def _apply(ulid: str, given: Given, reader: Reader) -> Registration:
    """A place, and the answers with it, in one transaction."""
    event, now = get_event(ulid, reader), clock.now()
    mine = find_own(event.id, reader)
    before = mine.state if mine else None
    registration = actions.apply_for_place(event, by=reader, now=now)
    save_first_answers(registration, given, before, by=reader, now=now)
    return registration


def outcome(state: str) -> tuple[str, str]:
    """What asking led to, and how it is shown."""
    if state == rules.WAITING:
        return _(
            "No place is free for you now, so you are on the waiting list. You will be told when it is your turn."
        ), "info"
    if state == rules.CONFIRMED:
        return _("You are registered, and your place is confirmed."), "success"
    return _("A place is kept for you. You will be told when the organizer has confirmed it."), "success"
