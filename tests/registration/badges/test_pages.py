"""What is printed, and who may print what of whom."""

import re

import pytest
import time_machine

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.registration.models import Delegation, RegistrationSettings
from tests.counting import counted
from tests.events.examples import make_event
from tests.registration.badges.examples import add_delegate
from tests.registration.test_pages import text_of
from tests.world import NOW

PEOPLE = [
    ("Li Wei", "CN", {"own_name": "李伟", "function": "head"}),
    ("Wang Fang", "CN", {"own_name": "王芳", "precedence": 2}),
    ("Zhao Min", "CN", {"own_name": "赵敏", "precedence": 1}),
    ("Iryna Kavalchuk", "BY", {"own_name": "Ірына Кавальчук", "function": "deputy"}),
    ("Anna Smirnova", "BY", {"function": "head"}),
    ("Yair Levi", None, {"own_name": "יאיר לוי"}),
]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def event(app, world):
    """Its ULID; Belarus stands before China in the order of precedence."""
    with app.app_context():
        event = make_event(world, access="public")
        for name, party, said in PEOPLE:
            add_delegate(world, event, name, party, **said)
        add_delegate(world, event, "Nobody Yet", "CN", state="applied")
        with writing():
            for number, code in enumerate(("BY", "CN"), 1):
                db.session.add(Delegation(event_id=event.id, party_id=world.party[code], precedence=number))
        return event.ulid


def show(app, ulid: str, what: str) -> None:
    with app.app_context(), writing():
        event = Event.query.where(Event.ulid == ulid).one()
        db.session.add(RegistrationSettings(event_id=event.id, shown=what))


def names_in(page: str) -> list[str]:
    """Of PEOPLE, in the order in which they first stand on the page."""
    text = text_of(page)
    return sorted((name for name, _party, _said in PEOPLE if name in text), key=text.index)


def test_badges_are_of_those_who_come_in_order_eight_on_a_sheet(app, world, event):
    with app.app_context():
        found = Event.query.where(Event.ulid == event).one()
        for number in range(3):
            add_delegate(world, found, f"Member {number}", "CN", function="observer")

    page = world.signed_in("BY", "organizer").text(f"/events/{event}/prints/badges")

    assert re.findall(r"<h2 class=\"size-\d+\"[^>]*>([^<]+)</h2>", page) == [
        "Anna Smirnova", "Iryna Kavalchuk", "Li Wei", "Zhao Min", "Wang Fang",
        "Member 0", "Member 1", "Member 2", "Yair Levi",
    ]  # fmt: skip
    assert page.count('<section class="badge-sheet"') == 2
    assert "Nobody Yet" not in page


def test_names_are_marked_with_their_script_and_direction(world, event):
    page = world.signed_in("BY", "organizer").text(f"/events/{event}/prints/badges")

    assert re.search(r'<p class="own size-\d+" lang="he" dir="rtl">יאיר לוי</p>', page)
    assert re.search(r'<p class="own size-\d+" lang="zh">李伟</p>', page)
    assert re.search(r'<p class="own size-\d+" lang="und-Cyrl">Ірына Кавальчук</p>', page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("party=BY", ["Anna Smirnova", "Iryna Kavalchuk"]),
        ("party=-", ["Yair Levi"]),
        ("search=%E6%9D%8E", ["Li Wei"]),
        ("party=nonsense", []),
        ("person=nonsense", []),
        ("page=7", []),
    ],
)
def test_badges_are_of_a_party_or_of_whom_the_address_names(world, event, query, names):
    page = world.signed_in("CN", "organizer").text(f"/events/{event}/prints/badges?{query}")

    assert names_in(page) == names


def test_badges_are_of_the_people_who_were_ticked(world, event):
    browser = world.signed_in("CN", "organizer")
    page = browser.text(f"/events/{event}/prints")
    ticks = dict(re.findall(r'for="person-(\w{26})"><bdi[^>]*>([^<]+)<', page))
    two = [ulid for ulid, name in ticks.items() if name in ("Li Wei", "Yair Levi")]

    sheets = browser.text(f"/events/{event}/prints/badges?person={two[0]}&person={two[1]}")

    assert names_in(sheets) == ["Li Wei", "Yair Levi"]


@pytest.mark.parametrize("path", ["prints", "prints/badges"])
def test_a_secretary_prints_badges_of_the_own_party_only(app, world, event, path):
    show(app, event, "names")

    page = world.signed_in("CN", "secretary").text(f"/events/{event}/{path}")

    assert names_in(page) == ["Li Wei", "Zhao Min", "Wang Fang"]


@pytest.mark.parametrize(
    ("shown", "names", "numbers"),
    [
        ("nothing", ["Li Wei", "Zhao Min", "Wang Fang"], False),
        ("numbers", ["Li Wei", "Zhao Min", "Wang Fang"], True),
        ("names", ["Li Wei", "Zhao Min", "Wang Fang", "Anna Smirnova", "Iryna Kavalchuk", "Yair Levi"], False),
    ],
)
@pytest.mark.parametrize("path", ["prints/delegates", "prints/seating"])
def test_what_a_secretary_prints_of_others_is_as_the_event_says(app, world, event, path, shown, names, numbers):
    show(app, event, shown)

    page = world.signed_in("CN", "secretary").text(f"/events/{event}/{path}")

    assert names_in(page) == names
    assert ("Belarus 2 people" in text_of(page)) == (numbers and path == "prints/delegates")


def test_the_list_is_in_the_order_of_precedence_and_each_partys_copy_puts_it_first(world, event):
    browser = world.signed_in("CN", "organizer")

    usual, own = (browser.text(f"/events/{event}/prints/delegates{query}") for query in ("", "?first=CN"))

    assert names_in(usual) == [
        "Anna Smirnova", "Iryna Kavalchuk", "Li Wei", "Zhao Min", "Wang Fang", "Yair Levi",
    ]  # fmt: skip
    assert names_in(own) == ["Li Wei", "Zhao Min", "Wang Fang", "Anna Smirnova", "Iryna Kavalchuk", "Yair Levi"]


def test_two_delegations_face_each_other_in_words_too(app, world):
    with app.app_context():
        event = make_event(world, "TWO")
        for name, party, said in PEOPLE[:5]:
            add_delegate(world, event, name, party, **said)
        ulid = event.ulid

    page = text_of(world.signed_in("CN", "organizer").text(f"/events/{ulid}/prints/seating?first=CN"))

    assert "1 Li Wei 李伟 Head of delegation at the table, in the middle" in page
    assert "3 Wang Fang 王芳 Member at the table, 1 to the left of the middle" in page
    assert "4 Anna Smirnova Head of delegation at the table, in the middle" in page
    assert "5 Iryna Kavalchuk Ірына Кавальчук Deputy head at the table, 1 to the right of the middle" in page


@pytest.mark.parametrize("path", ["prints", "prints/badges", "prints/delegates", "prints/seating"])
@pytest.mark.parametrize("language", ["zh", "ru"])
def test_the_pages_speak_the_readers_language(world, event, path, language):
    browser = world.signed_in("BY", "organizer")
    browser.get(f"/language?to={language}")

    page = browser.text(f"/events/{event}/{path}")

    assert {"zh": "中国", "ru": "Китай"}[language] in page
    assert "Head of delegation" not in page


@pytest.mark.parametrize("path", ["prints", "prints/badges", "prints/delegates", "prints/seating"])
def test_more_people_ask_no_more_of_the_database(app, world, path):
    def asked(code: str, people: int) -> int:
        with app.app_context():
            event = make_event(world, code)
            for number in range(people):
                add_delegate(world, event, f"{code} {number}", ("CN", "BY")[number % 2])
            url = f"/events/{event.ulid}/{path}"
        browser = world.signed_in("BY", "organizer")
        browser.text(url)
        with counted() as seen:
            browser.text(url)
        return len(seen)

    assert asked("FEW", 2) == asked("MNY", 12)


def test_hostile_names_are_text(app, world, shared_data):
    payloads = (shared_data / "hostile" / "swisskyrepo_PayloadsAllTheThings__JHADDIX_XSS.txt").read_text(
        errors="replace"
    )
    names = [" ".join(line.split())[:200] for line in payloads.replace("\0", "").splitlines() if line.strip()][:60]
    with app.app_context():
        event = make_event(world)
        for name in names:
            add_delegate(world, event, name, "CN", own_name=name[:200])
        ulid = event.ulid
    browser = world.signed_in("CN", "organizer")

    pages = [browser.text(f"/events/{ulid}/prints{path}") for path in ("", "/badges", "/delegates", "/seating")]

    assert [re.findall(r"<script(?! src=\"/static/)|<img|<iframe|\sonerror=\"", page) for page in pages] == [[]] * 4
