"""The page that finds dates which suit everybody."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.events.models import Event
from forumhub.events.queries import clauses_to_choose, get_event, participants
from forumhub.events.rules import POSTPONED, TENTATIVE, check_open
from forumhub.events.slots.answers import Answer, attendee_of, side_of
from forumhub.events.slots.forms import Asker, SlotForm
from forumhub.events.slots.queries import engagements, people_to_choose
from forumhub.events.slots.rules import rank
from forumhub.events.slots.values import Wish
from forumhub.events.slots.words import LEVELS, Words
from forumhub.events.views.room import asked, blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.parties.queries import all_parties
from forumhub.phrases import in_language
from forumhub.web import current_reader, language, right

OPEN_DATE = (TENTATIVE, POSTPONED)
"""An event in one of these can be put to a date poll."""


@blueprint.get("/events/slots")
@right(ORGANIZER)
def slots() -> ResponseReturnValue:
    """?event= fills the form from that event, which is not in its own way; with ?first= it looks for dates."""
    event = event_asked()
    form, looking = form_asked(event), "first" in request.args
    answer = found(form, event) if looking and form.validate() else None
    return render_template(
        "events/slots.html",
        form=form,
        event=event,
        answer=answer,
        levels=LEVELS,
        step="events.date" if event and event.state == POSTPONED else "events.postpone",
        may_ask="events.poll_new" in current_app.view_functions and (event is None or event.state in OPEN_DATE),
    ), 200 if answer or not looking else 422


def event_asked() -> Event | None:
    """Raises NotFound or NotAllowed for one that the reader does not organize, RuleBroken for one that is closed."""
    ulid = asked("event")["event"]
    if not ulid:
        return None
    event = get_event(ulid, current_reader(), to_organize=True)
    check_open(event.state)
    return event


def form_asked(event: Event | None) -> SlotForm:
    """As the address fills it; else for the event, or for the reader's own parties."""
    reader, now = current_reader(), clock.now()
    today = now.astimezone(ZoneInfo(reader.timezone)).date()
    asker = Asker(reader, today, people_to_choose(reader, now, event), event)
    if "first" in request.args:
        return SlotForm(asker, formdata=request.args)
    if event is not None:
        return SlotForm.for_event(asker, event, [person.ulid for person in participants(event.id)])
    return SlotForm.usual(asker, usual_parties())


def usual_parties() -> list[str]:
    """The codes of the parties that the reader organizes for, then of those under their one agreement."""
    reader = current_reader()
    agreements = {agreement.id: agreement for agreement, _clause in clauses_to_choose(reader)}
    met = next(iter(agreements.values())).parties if len(agreements) == 1 else []
    own = [party.code for party in all_parties() if party.id in reader.parties_as(ORGANIZER)]
    return list(dict.fromkeys([*own, *(party.code for party in met)]))


def found(form: SlotForm, event: Event | None) -> Answer:
    """What the form asks for, ranked by what the reader may know."""
    reader, wish, parties = current_reader(), wish_of(form), form.chosen_parties
    people = form.chosen_people
    others = engagements(
        reader,
        parties=[party.id for party in parties],
        people=[person.id for person in people],
        place=form.chosen_place,
        first=wish.first,
        last=wish.last + timedelta(days=wish.days),
        without=event,
    )
    names = {party.code: in_language(party.names, language()) for party in parties}
    names |= {person.ulid: person.name for person in people}
    words = Words(wish, names, language(), link, form.city, reader.timezone)
    return Answer(wish, rank(wish, others, clock.now()), words, parties)


def link(ulid: str) -> str:
    return url_for("desk.event", ulid=ulid)


def wish_of(form: SlotForm) -> Wish:
    first, last = form.first.data, form.last.data
    return Wish(
        first=first,
        last=last,
        timezone=form.zone,
        sides=tuple(side_of(party, first, last, language()) for party in form.chosen_parties),
        people=tuple(attendee_of(person) for person in form.chosen_people),
        host=form.host.data,
        days=form.days.data,
        minutes=form.hours.minutes(),
        opens=form.opens.data.hour * 60 + form.opens.data.minute,
        closes=form.closes.data.hour * 60 + form.closes.data.minute,
    )
