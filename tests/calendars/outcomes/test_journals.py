"""Minutes in calendars: agreed ones only, for their readers, with their words where the series says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub.calendars.actions import render_again_if_stale
from forumhub.calendars.membership import JOURNALS, collections_of
from forumhub.calendars.models import CalendarMember, CalendarObject
from forumhub.calendars.publishing import Touched, publish
from forumhub.database import db, writing
from forumhub.events.actions import set_standing
from forumhub.events.models import Event, EventParticipant
from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.models import Document
from forumhub.minutes.queries import visible_to
from tests.calendars.outcomes.test_publishing import body, shown
from tests.calendars.wire import properties
from tests.events.examples import make_series
from tests.minutes.arranging import CHINESE, ENGLISH, RUSSIAN, Meeting
from tests.world import NOW

HOST = "forumhub.example"
LATER = NOW + timedelta(days=3)


def told(meeting: Meeting) -> list[str]:
    """The UIDs of all journals."""
    return list(db.session.scalars(select(CalendarObject.uid).where(CalendarObject.kind == "VJOURNAL")))


def put_in_series(meeting: Meeting, detail: str) -> None:
    series = make_series(meeting.world, code="SER", calendar_detail=detail)
    with writing():
        db.session.scalars(select(Event)).unique().one().series_id = series.id


def read_by(meeting: Meeting, code: str, role: str) -> set[str]:
    return shown(*collections_of(meeting.world.ulid[code, role], {code: {role}}, JOURNALS))


def test_minutes_are_a_journal_once_every_party_agreed(meeting: Meeting):
    ulid = meeting.circulated()
    meeting.approve(ulid, "CN")
    before = told(meeting), read_by(meeting, "CN", "observer")

    meeting.approve(ulid, "BY")

    assert before == ([], set())
    assert told(meeting) == [f"{ulid}@{HOST}"]
    assert (read_by(meeting, "CN", "observer"), read_by(meeting, "KZ", "secretary")) == ({f"{ulid}@{HOST}"}, set())


def test_an_agreed_agenda_is_no_journal(meeting: Meeting):
    ulid = meeting.create(kind="agenda")
    meeting.circulate(ulid)
    meeting.approve(ulid, "CN")
    meeting.approve(ulid, "BY")

    assert (meeting.document(ulid).state, told(meeting)) == ("agreed", [])


def test_minutes_of_a_meeting_that_is_not_public_say_title_day_and_link_only(meeting: Meeting):
    ulid = meeting.agreed()

    journal, event = body(f"{ulid}@{HOST}"), body(f"{meeting.event}@{HOST}")
    assert {name: journal[name] for name in ("SUMMARY", "DTSTART", "STATUS", "DESCRIPTION")} == {
        "SUMMARY": "Minutes / 纪要 / Протокол: Third high-level meeting / 第三次高级别会晤 / Третья встреча",
        "DTSTART": "20261112",
        "STATUS": "FINAL",
        "DESCRIPTION": journal["URL"],
    }
    assert "LINK" not in event


def test_minutes_of_a_series_that_carries_more_say_all_in_the_meetings_first_language(meeting: Meeting):
    put_in_series(meeting, "full")
    with writing():
        meeting.row().languages = ["zh", "ru"]
        meeting.row().changed_at = NOW - timedelta(days=9)

    ulid = meeting.agreed()

    journal, event = body(f"{ulid}@{HOST}"), body(f"{meeting.event}@{HOST}")
    assert journal["SUMMARY"] == "纪要 / Протокол: 第三次高级别会晤 / Третья встреча"
    assert journal["DESCRIPTION"].startswith(
        CHINESE.split("\n")[0] + r"\n\n## 1. 诈骗\n\n1.1 白俄罗斯方面指出存在延误。"
    )
    assert (event["LINK"], event["DTSTAMP"]) == (journal["URL"], "20261122T090000Z")


def test_agreed_minutes_without_a_component_get_one(meeting: Meeting):
    ulid = meeting.agreed()
    with writing():
        db.session.query(CalendarObject).filter_by(uid=f"{ulid}@{HOST}").delete()

    with writing():
        rendered = render_again_if_stale(NOW), render_again_if_stale(NOW)

    assert (rendered, told(meeting)) == ((1, 0), [f"{ulid}@{HOST}"])


def test_minutes_of_a_public_meeting_are_linked_for_nobody(meeting: Meeting):
    put_in_series(meeting, "full")
    with writing():
        meeting.row().access = "public"

    ulid = meeting.agreed()

    assert "LINK" not in body(f"{meeting.event}@{HOST}")
    members = select(CalendarMember.collection).where(CalendarMember.uid == f"{ulid}@{HOST}")
    assert set(db.session.scalars(members)) == {
        "journals/BY",
        "journals/CN",
        *(f"journals-named/{code}/{meeting.world.ulid[code, 'head_of_delegation']}" for code in ("BY", "CN")),
    }


@pytest.mark.parametrize(
    ("standing", "reads"),
    [("applied", False), ("waiting", False), ("invited", True), ("confirmed", True), ("absent", True)],
)
def test_guests_read_minutes_once_somebody_let_them_in(meeting: Meeting, standing: str, reads: bool):
    ulid, guest = meeting.agreed(), ("KZ", "delegate")
    with writing():
        meeting.row().access = "public"
        set_standing(meeting.row(), meeting.world.person[guest], standing)

    seen = db.session.scalars(select(Document.ulid).where(visible_to(meeting.world.reader(*guest)))).all()

    assert seen == ([ulid] if reads else [])
    assert read_by(meeting, *guest) == ({f"{ulid}@{HOST}"} if reads else set())


def test_heads_read_minutes_while_they_hold_a_role_of_the_party_that_names_them(meeting: Meeting):
    ulid = meeting.agreed()
    head = meeting.world.ulid["CN", "head_of_delegation"]
    person_id = meeting.world.person["CN", "head_of_delegation"]

    def read(**roles: set[str]) -> set[str]:
        return shown(*collections_of(head, roles, JOURNALS))

    of_cn, of_kz = read(CN={"observer"}), read(KZ={"secretary"})
    with writing():
        db.session.add(EventParticipant(event_id=meeting.row().id, person_id=person_id, standing="confirmed"))
    with writing():
        publish(Touched({meeting.row().id}, set(), {person_id}, set(), set()), NOW)

    assert (of_cn, of_kz, read(KZ={"secretary"})) == ({f"{ulid}@{HOST}"}, set(), {f"{ulid}@{HOST}"})


def test_heads_who_were_shown_minutes_whatever_their_office_are_placed_anew(meeting: Meeting):
    ulid = meeting.agreed()
    head = meeting.world.ulid["CN", "head_of_delegation"]
    with writing():
        stored = db.session.query(CalendarMember).filter_by(collection=f"journals-named/CN/{head}").one()
        db.session.query(CalendarObject).update({"render_version": "6"})
        stored.collection = f"journals-named/{head}"

    with writing():
        render_again_if_stale(LATER)

    assert shown(f"journals-named/{head}") == set()
    assert shown(f"journals-named/CN/{head}") == {f"{ulid}@{HOST}"}


def test_closing_in_minutes_reaches_the_tasks_in_the_same_approval(meeting: Meeting):
    meeting.agreed()

    assert shown("tasks/BY") == {f"task-HLM-A-1@{HOST}"}
    assert shown("tasks/CN") == {f"task-HLM-A-1@{HOST}"}
    assert (
        body(f"task-HLM-A-1@{HOST}")["SUMMARY"]
        == "HLM/A-1 (Third high-level meeting / 第三次高级别会晤 / Третья встреча)"
    )


def test_agreed_corrigendum_is_a_journal_to_which_its_minutes_lead(meeting: Meeting):
    put_in_series(meeting, "full")
    ulid = meeting.agreed()
    made = meeting.correct(ulid)
    meeting.circulate(made)
    meeting.approve(made, "CN")
    before, unchanged = told(meeting), body(f"{ulid}@{HOST}")

    meeting.approve(made, "BY", now=LATER)

    minutes, journal = body(f"{ulid}@{HOST}"), body(f"{made}@{HOST}")
    assert (before, read_by(meeting, "CN", "observer")) == ([f"{ulid}@{HOST}"], {f"{ulid}@{HOST}", f"{made}@{HOST}"})
    assert [unchanged["SEQUENCE"], minutes["SEQUENCE"], journal["SEQUENCE"]] == ["0", "1", "0"]
    assert [minutes["LAST-MODIFIED"], journal["DTSTAMP"]] == [f"{LATER:%Y%m%dT%H%M%SZ}"] * 2
    assert journal["RELATED-TO"] == f"{ulid}@{HOST}"
    assert journal["SUMMARY"].startswith("Corrigendum 1 / 更正1 / Исправление 1: Third high-level meeting")
    assert "Both sides noted delays." in journal["DESCRIPTION"]
    assert ("LINK" in unchanged, minutes["LINK"]) == (False, journal["URL"])
    event = db.session.scalars(select(CalendarObject.body).where(CalendarObject.uid == f"{meeting.event}@{HOST}")).one()
    assert [each.value for each in properties(event) if each.name == "LINK"] == [minutes["URL"], journal["URL"]]


def test_corrigendum_of_an_agenda_is_no_journal(meeting: Meeting):
    ulid = meeting.create(kind="agenda")
    meeting.settle(ulid)

    made = meeting.settle(meeting.correct(ulid, correction=Correction("1", {}, {"en": "Opening words"})))

    assert (meeting.document(made).state, told(meeting)) == ("agreed", [])


def test_minutes_speak_a_language_that_every_party_agreed_later(meeting: Meeting):
    put_in_series(meeting, "full")
    with writing():
        meeting.row().languages = ["ru", "en"]
    ulid = meeting.create()
    meeting.save(ulid, en=ENGLISH)
    meeting.settle(ulid)
    made = meeting.add_language(ulid)
    meeting.circulate(made)
    meeting.approve(made, "CN")
    before = body(f"{ulid}@{HOST}")

    meeting.approve(made, "BY", now=LATER)

    after = body(f"{ulid}@{HOST}")
    assert [each["DESCRIPTION"].split(r"\n")[0] for each in (before, after)] == ["# Minutes", RUSSIAN.split("\n")[0]]
    assert (after["LAST-MODIFIED"], after["SEQUENCE"], told(meeting)) == (
        f"{LATER:%Y%m%dT%H%M%SZ}",
        "0",
        [f"{ulid}@{HOST}"],
    )
