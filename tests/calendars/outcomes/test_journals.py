"""Minutes in calendars: agreed ones only, for their readers, with their words where the series says so."""

from sqlalchemy import select

from forumhub.calendars.actions import render_again_if_stale
from forumhub.calendars.membership import JOURNALS, collections_of
from forumhub.calendars.models import CalendarMember, CalendarObject
from forumhub.database import db, writing
from forumhub.events.models import Event
from tests.calendars.outcomes.test_publishing import body, shown
from tests.events.examples import make_series
from tests.minutes.arranging import CHINESE, Meeting
from tests.world import NOW

HOST = "forumhub.example"


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
        "SUMMARY": "Minutes: Third high-level meeting",
        "DTSTART": "20261112",
        "STATUS": "FINAL",
        "DESCRIPTION": journal["URL"],
    }
    assert "LINK" not in event


def test_minutes_of_a_series_that_carries_more_say_all_in_the_meetings_first_language(meeting: Meeting):
    put_in_series(meeting, "full")
    with writing():
        meeting.row().languages = ["zh", "ru"]

    ulid = meeting.agreed()

    journal, event = body(f"{ulid}@{HOST}"), body(f"{meeting.event}@{HOST}")
    assert journal["SUMMARY"] == "纪要：第三次高级别会晤"
    assert journal["DESCRIPTION"].startswith(
        CHINESE.split("\n")[0] + r"\n\n## 1. 诈骗\n\n1.1 白俄罗斯方面指出存在延误。"
    )
    assert event["LINK"] == journal["URL"]


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
        *(f"journals-named/{meeting.world.ulid[code, 'head_of_delegation']}" for code in ("BY", "CN")),
    }


def test_closing_in_minutes_reaches_the_tasks_in_the_same_approval(meeting: Meeting):
    meeting.agreed()

    assert shown("tasks/BY") == {f"task-HLM-A-1@{HOST}"}
    assert shown("tasks/CN") == {f"task-HLM-A-1@{HOST}"}
    assert body(f"task-HLM-A-1@{HOST}")["SUMMARY"] == "HLM/A-1 (Third high-level meeting)"
