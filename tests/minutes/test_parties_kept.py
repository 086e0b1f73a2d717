"""What a text says of its event stays, whoever edits the event since: its parties, and what agreed minutes name."""

from datetime import date, datetime

import pytest
from lxml.html import fromstring

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import cancel_event, edit_event, edit_series, plan_series, postpone_event
from forumhub.events.models import Event, EventHead
from forumhub.events.venues.queries import get_venue
from forumhub.minutes.chain.queries import find_readable
from forumhub.parties.queries import all_parties
from tests.events.examples import make_series
from tests.events.pages import saved
from tests.events.venues.examples import make_venue
from tests.minutes.arranging import ENGLISH, HEADED, TITLES, Meeting, make_event
from tests.world import NOW


def written(meeting: Meeting) -> str:
    ulid = meeting.create()
    meeting.save(ulid, en="# Протокол 纪要\n\n1.1 Noted delays.\n")
    return ulid


def set_parties(meeting, *codes: str) -> None:
    """As an organizer of Belarus."""
    with writing():
        parties = [party for party in all_parties() if party.code in codes]
        by, event = meeting.world.reader("BY", "organizer"), meeting.row()
        edit_event(event, lock_version=event.lock_version, parties=parties, by=by, now=NOW)


@pytest.mark.parametrize("codes", [("BY",), ("BY", "CN", "KZ"), ("BY", "KZ")])
def test_no_party_is_taken_out_or_let_in_once_a_text_is_shared(meeting, codes):
    ulid = meeting.circulated()

    with pytest.raises(RuleBroken) as refused:
        set_parties(meeting, *codes)

    assert refused.value.field == "parties"
    assert [party.code for party in meeting.document(ulid).event.parties] == ["BY", "CN"]


def test_parties_may_change_while_a_draft_is_one_sides_own(meeting):
    meeting.create(shared=False)

    set_parties(meeting, "BY", "CN", "KZ")

    assert [party.code for party in meeting.row().parties] == ["BY", "CN", "KZ"]


def test_a_text_is_agreed_by_the_parties_that_its_manifest_names(meeting):
    ulid = meeting.circulated()
    with writing():
        meeting.row().parties = [party for party in all_parties() if party.code == "BY"]

    meeting.approve(ulid, "BY")

    assert meeting.document(ulid).state == "circulated"


def edit(meeting: Meeting, **values: object) -> None:
    with writing():
        by, event = meeting.world.reader("BY", "organizer"), meeting.row()
        edit_event(event, lock_version=event.lock_version, by=by, now=NOW, **values)


def test_what_agreed_minutes_name_stays_and_nothing_before(meeting):
    ulid = meeting.circulated()
    edit(meeting, titles={**TITLES, "en": "Renamed"})
    meeting.approve(ulid, "CN")
    meeting.approve(ulid, "BY")

    refused = []
    later = datetime(2026, 11, 12, 18)
    for values in (
        {"titles": TITLES}, {"city": {"en": "Minsk"}}, {"local_end": later}, {"timezone": "Europe/Minsk"},
        {"all_day": True},
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match="minutes of this meeting are agreed") as error:
            edit(meeting, **values)
        refused.append((error.value.field, error.value.msgid.split(":")[0]))
    by = meeting.world.reader("BY", "organizer")
    with pytest.raises(RuleBroken, match="not postponed any more"), writing():
        postpone_event(meeting.row(), reason="x", by=by, now=NOW)
    with pytest.raises(RuleBroken, match="it is not cancelled"), writing():
        cancel_event(meeting.row(), reason="It never took place.", by=by, now=NOW)
    edit(meeting, description="Bring a badge.")

    assert refused == [
        ("titles", "The title stays"),
        ("city", "The city stays"),
        ("local_end", "The end stays"),
        ("timezone", "The time zone stays"),
        ("all_day", "'Whole days' stays as it is"),
    ]
    assert (meeting.row().titles["en"], meeting.row().state) == ("Renamed", "tentative")


def test_who_reads_a_text_that_was_circulated_goes_on_reading(meeting):
    """And sees the register's ledger, whatever meetings there are of which it does not tell."""
    world, ulid = meeting.world, meeting.create()
    edit(meeting, access="delegates")
    edit(meeting, access="parties")
    meeting.save(ulid, en=ENGLISH)
    meeting.circulate(ulid)
    meeting.object(ulid, "CN")

    with pytest.raises(RuleBroken, match="never narrowed") as refused:
        edit(meeting, access="delegates")
    closed = make_event(world, "NEW", access="delegates")
    db.session.query(Event).filter_by(ulid=closed).one().register_id = meeting.row().register_id
    db.session.commit()
    delegate = world.reader("BY", "delegate")
    seen = find_readable("HLM", delegate) is not None
    other = Meeting(world, closed)
    other.circulate(other.create())

    assert (refused.value.field, meeting.row().access) == ("access", "parties")
    assert (seen, find_readable("HLM", delegate)) == (True, None)
    assert find_readable("HLM", world.reader("BY", "secretary")) == meeting.row().register


def test_an_edit_of_a_series_passes_over_a_meeting_whose_minutes_are_agreed(meeting):
    world = meeting.world
    series, by = make_series(world, "COMM"), world.reader("BY", "organizer")
    with writing():
        first, second = plan_series(series, date(2027, 12, 31), by=by, now=NOW)[-2:]
        first.heads = [EventHead(party_id=world.party[p], person_id=world.person[p, role]) for p, role in HEADED]
    early = Meeting(world, first.ulid)
    document = early.create()
    early.save(document, en=ENGLISH)
    early.settle(document)

    with writing():
        changed = edit_series(series, lock_version=series.lock_version, titles={"zh": "会晤"}, by=by, now=NOW)
    agenda = Meeting(world, second.ulid)
    agenda.circulate(agenda.create(kind="agenda"))
    with pytest.raises(RuleBroken, match="never narrowed"), writing():
        edit_series(series, lock_version=series.lock_version, access="delegates", by=by, now=NOW)

    assert early.document(document).state == "agreed"
    assert [event.ulid for event in changed] == [second.ulid]


def shown(page: str) -> dict[str, list[str]]:
    """What a browser would send of the page's form, untouched."""
    form = next(form for form in fromstring(page).forms if "description" in form.fields)
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def test_an_edit_of_the_description_passes_where_the_venue_was_renamed_since(held):
    with held.world.app.app_context():
        venue = make_venue(held.world, "CN").ulid
        held.settle(written(held))
        with writing():
            event = held.row()
            event.site, event.venue, event.city = (
                get_venue(venue, held.world.reader("CN", "organizer")),
                "Старый зал",
                {},
            )
            event.local_start = event.local_start.replace(second=30)  # as a calendar brought it
    organizer, page = held.world.signed_in("CN", "organizer"), f"/events/{held.event}/edit"
    changes = {"description": "带证件"}, {"site": "", "venue": "Иной"}, {"titles-ru": "Встреча"}, {"all_day": "y"}

    answers = [saved(organizer, page, {**shown(organizer.text(page)), **change}) for change in changes]

    with held.world.app.app_context():
        event = held.row()
        assert (event.venue, event.description, event.city) == ("Старый зал", "带证件", {})
        assert (event.titles, event.local_start.second) == (TITLES, 30)
    assert [answer.status_code for answer in answers] == [302, 422, 422, 422]
    said = ["The venue stays: ", "The title stays: ", '<p class="error" id="all_day-error">&#39;Whole days&#39; stays']
    assert [words in answer.text for words, answer in zip(said, answers[1:], strict=True)] == [True] * 3
