"""Whatever the texts, a programme that was exported and imported again is the same; and no file breaks the reading."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.programme.interchange.actions import import_schedule
from forumhub.events.programme.interchange.exporting import read_schedule
from forumhub.events.programme.interchange.interpreting import interpret
from forumhub.events.programme.interchange.patches import apply_patches
from forumhub.events.programme.models import Programme, ProgrammeHall, ProgrammeSession, Speaker
from forumhub.events.programme.rules import KINDS, SESSION_STATES
from tests.events.examples import START, make_event
from tests.events.programme.interchange.arranging import exported, reading_of, values
from tests.world import NOW

ALPHABETS = "Ёжик ў 第三次高级别会晤 المنتدى السنوي 🤝🏽👩‍👩‍👧 a<&>'\"]]>*_[x](y) \r\n\t\u00a0\u202e\u2028"
TEXTS = st.text(st.sampled_from(ALPHABETS), max_size=30)
TITLES = TEXTS.filter(str.strip)
BY_LANGUAGE = st.dictionaries(st.sampled_from(["en", "zh", "ru"]), TITLES, min_size=1)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | TEXTS, lambda it: st.lists(it, max_size=2), max_leaves=3
)
FOREIGN = st.dictionaries(
    st.sampled_from(["logo", "url", "type", "code", "Ключ 钥匙", "answers", "abstract", "links"]), VALUES
)
SPEAKERS = st.builds(Speaker, name=TITLES, affiliation=TEXTS, chairs=st.booleans(), foreign=FOREIGN)
LINKS = st.fixed_dictionaries({"url": st.sampled_from(["https://a.by/中", "http://b.cn?x=1&y=<"]), "title": TEXTS})
HALLS = st.lists(
    st.builds(
        ProgrammeHall,
        names=BY_LANGUAGE,
        capacity=st.none() | st.integers(1, 9000),
        opens=st.none() | st.just(540),
        closes=st.just(1200),
        foreign=FOREIGN,
    ),
    min_size=1,
    max_size=3,
)
SESSIONS = st.lists(
    st.builds(
        ProgrammeSession,
        guid=st.uuids().map(str) | st.text("abc-_Ж第", min_size=3, max_size=64),
        frab_id=st.sampled_from(["", "7", "HQCCYH", "0"]),
        slug=st.sampled_from(["", "open-1", "Открытие"]),
        local_start=st.integers(0, 8 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
        minutes=st.integers(1, 1440),
        kind=st.sampled_from(KINDS),
        state=st.sampled_from(SESSION_STATES),
        titles=BY_LANGUAGE,
        subtitles=st.dictionaries(st.sampled_from(["en", "zh", "ru"]), TITLES),
        track=TEXTS,
        language=st.sampled_from(["", "zh", "ru", "be", "ar"]),
        interpretation=st.lists(st.sampled_from(["en", "zh", "ru"]), unique=True),
        abstract=TEXTS | st.just("<p>О <b>чём</b></p>"),
        description=TEXTS,
        links=st.lists(LINKS, max_size=2),
        foreign=FOREIGN,
    ),
    max_size=4,
    unique_by=lambda session: session.guid,
)


def make(event, halls, sessions, speakers) -> None:
    """Straight into the tables, since the forms would trim what is tested here."""
    with writing():
        programme = Programme(event=event, day_start=480, day_end=1560, created_at=NOW, changed_at=NOW)
        for position, hall in enumerate(halls):
            hall.position, hall.closes = position, hall.closes if hall.opens else None
            programme.halls.append(hall)
        db.session.add(programme)
        db.session.flush()
        for number, session in enumerate(sessions):
            session.programme_id, session.created_at, session.changed_at = programme.id, NOW, NOW
            session.hall = halls[number] if number < len(halls) else None
            session.speakers = speakers if number == 0 else []
            for position, speaker in enumerate(session.speakers):
                speaker.position = position
            db.session.add(session)


def without_html(said: dict) -> dict:
    for session in said["sessions"].values():
        del session["html"]
    return said


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("ways", [("xml",), ("json",), ("xml", "json")], ids="-".join)
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(halls=HALLS, sessions=SESSIONS, speakers=st.lists(SPEAKERS, max_size=2))
def test_a_programme_comes_back_the_same_whatever_its_texts(world, ways, halls, sessions, speakers):
    codes = iter("ABCDEFGHIJ")
    number = db.session.query(Programme).count()
    code = lambda: "P" + "".join(chr(65 + int(digit)) for digit in f"{number:04}") + next(codes)  # noqa: E731
    first = event = make_event(world, code())
    make(first, halls, sessions, speakers)
    said = without_html(values(first))

    for kind in ways:
        content, event = exported(event, kind), make_event(world, code())
        reading, by = reading_of(event, content), world.reader("BY", "organizer")
        with writing():
            import_schedule(event, reading, {}, language="en", by=by, now=NOW)

    assert without_html(values(event)) == said


@given(st.binary(max_size=300), st.integers(0, 2000), st.sampled_from(["xml", "json"]))
def test_no_bytes_break_the_reading(noise, at, kind):
    real = {
        "xml": "<schedule><conference><acronym>论坛</acronym></conference><day date='2027-03-11'><room name='Зал'>"
        "<event id='1'><start>09:00</start><duration>00:45</duration><title>x</title></event></room></day></schedule>",
        "json": '{"schedule": {"conference": {"acronym": "论坛", "time_zone_name": "Europe/Minsk", "days": [{"date": '
        '"2027-03-11", "rooms": {"Зал": [{"id": 1, "start": "09:00", "duration": "00:45", "title": "x"}]}}]}}}',
    }[kind].encode()

    for content in (noise, real[:at] + noise + real[at:]):
        refusal(content)


def refusal(content: bytes) -> str:
    """Empty where it was read; anything but reading and refusing fails the test."""
    try:
        apply_patches(interpret(read_schedule(content), ZoneInfo("Europe/Minsk"), ZoneInfo("Asia/Shanghai")))
    except RuleBroken as error:
        return str(error)
    return ""
