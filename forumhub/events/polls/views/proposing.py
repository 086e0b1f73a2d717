"""Proposing dates for a new event, or for one that waits for a date."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.errors import RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.forms.choices import usual_under
from forumhub.events.models import Event
from forumhub.events.polls import actions, proposing, rules
from forumhub.events.polls.forms import PollForm, SlotsForm, deadline_of
from forumhub.events.polls.models import Poll
from forumhub.events.queries import get_event
from forumhub.events.views.once import made_once
from forumhub.events.views.room import asked, blueprint
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER
from forumhub.parties.queries import all_parties
from forumhub.web import current_reader, right, say


@blueprint.route("/polls/new", methods=["GET", "POST"])
@right(ORGANIZER)
def poll_new() -> ResponseReturnValue:
    """?event=, ?slot=2027-03-11T09:00/2027-03-11T17:30 (several), ?timezone=, ?host= and ?party= (several) fill it."""
    event, status = _event_asked(), 200
    if not request.form:
        form = _of_event(event) if event else _of_address()
    else:
        form = _sent(event)
        if "more" in request.form:
            form.add_rows()
        else:
            status = 422
            ulid = _opened(form) if form.validate() else None
            if ulid is not None:
                flash(_("The dates are proposed, and the secretariats are told."), "success")
                return redirect(url_for("events.poll", ulid=ulid))
    return render_template("events/polls/new.html", form=form, event=_event_asked()), status


def _event_asked() -> Event | None:
    """The event of ?event=, which the reader organizes and whose date is open."""
    ulid = asked("event")["event"]
    if not ulid:
        return None
    event = get_event(ulid, current_reader(), to_organize=True)
    rules.check_settable(event.state)
    return event


def _sent(event: Event | None) -> SlotsForm:
    if event is None:
        return PollForm(current_reader())
    form = SlotsForm()
    form.event_zone = event.timezone
    return form


def _of_event(event: Event) -> SlotsForm:
    slots, errors = _slots_asked()
    zone = asked("timezone")["timezone"] or event.timezone
    try:
        slots = [proposing.in_zone(slot, zone, event.timezone) for slot in slots]
    except RuleBroken as error:
        slots, errors = [], [*errors, say(error)]
    form = SlotsForm(formdata=None, slots=_rows(slots), deadline=_usual_deadline(slots, event.timezone))
    form.event_zone = event.timezone
    form.form_errors += errors
    return form


def _of_address() -> PollForm:
    reader, zone = current_reader(), asked("timezone")["timezone"]
    slots, errors = _slots_asked()
    asked_for = [party for party in all_parties() if party.code in request.args.getlist("party")]
    host = _host(asked_for, zone)
    form = PollForm(
        reader,
        formdata=None,
        slots=_rows(slots),
        under="" if asked_for else usual_under(reader),
        parties=[party.code for party in asked_for],
        host=host.code if host else "",
        timezone="" if host and zone in ("", host.timezone) else zone,
    )
    form.deadline.data = _usual_deadline(slots, form.zone)
    form.form_errors += errors
    return form


def _host(parties: list[Party], zone: str) -> Party | None:
    """The one that is named, else whose clock the slots are on; without any, the reader's own party."""
    own, named = current_reader().parties_as(ORGANIZER), asked("host")["host"]
    if named:
        return next((party for party in all_parties() if party.code == named), None)
    if zone:
        return next((party for party in parties or all_parties() if party.timezone == zone), None)
    return next((party for party in all_parties() if party.id in own), None)


def _slots_asked() -> tuple[list[proposing.Period], list[str]]:
    """What ?slot= says, and what is wrong with the others."""
    slots, errors = [], []
    for text in request.args.getlist("slot")[: proposing.MOST_SLOTS]:
        try:
            slots.append(proposing.read_slot(text))
        except RuleBroken as error:
            errors.append(say(error))
    return slots, errors


def _rows(slots: list[proposing.Period]) -> list[dict[str, datetime]]:
    return [{"local_start": start, "local_end": end} for start, end in slots]


def _usual_deadline(slots: list[proposing.Period], zone: str) -> datetime | None:
    try:
        return proposing.usual_deadline(slots, zone, clock.now())
    except (KeyError, ValueError, OSError):  # no such zone, which is said when it is sent
        return None


def _opened(form: SlotsForm) -> str | None:
    """The new poll's ULID; None where it cannot be, which the form then says."""
    reader = current_reader()

    def opened() -> Poll:
        event = _event_asked()
        values = form.values(reader) if isinstance(form, PollForm) else {}
        deadline = deadline_of(form, form.zone)
        said = {"slots": form.periods(), "deadline": deadline, "shown": form.shown.data, "note": form.note.data}
        return actions.open_poll(event=event, ulid=form.ulid.data, by=reader, now=clock.now(), **said, **values)

    try:
        return made_once(Poll, form.ulid.data, opened).ulid
    except RuleBroken as error:
        put_beside(form, error)
        return None
