"""The door's pages without a script, and what they answer to one."""

import re

import pytest
import time_machine

from forumhub.database import db, new_ulid, writing
from forumhub.parties.models import Person
from forumhub.registration.checkin.codes import code_of
from forumhub.registration.models import Registration
from tests.counting import counted
from tests.registration.checkin.examples import BEGUN, MORNING, make_door, state_of
from tests.world import NOW


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def door(app, world) -> tuple[str, list[Registration]]:
    """Its address, and two who are expected."""
    with app.app_context():
        event, delegates = make_door(world)
        codes = [code_of(each) for each in delegates]
        assert len(codes) == 2
        return f"/events/{event.ulid}/check-in", delegates


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def organizer(world):
    return world.signed_in("BY", "organizer")


def send(client, path: str, **fields: str):
    return client.post(path, {"scan": new_ulid(), **fields}, headers={"Accept": "application/json"})


def test_a_typed_code_leads_to_a_page_with_its_answer(app, world, door):
    path, (delegate, _other) = door
    client = organizer(world)

    sent = client.post(path, {"scan": new_ulid(), "code": delegate.checkin_code})
    page = text_of(client.text(sent.location))

    assert sent.status_code == 302
    assert "Welcome 李伟 0 China · Member" in page
    with app.app_context():
        assert state_of(delegate) == "attended"


def test_a_form_that_is_sent_twice_is_answered_alike(world, door):
    path, (delegate, _other) = door
    client, fields = organizer(world), {"scan": new_ulid(), "code": delegate.checkin_code}

    pages = [client.text(client.post(path, fields).location) for _ in range(2)]

    assert ["Already in" in page for page in pages] == [False, False]


def test_a_script_is_told_what_the_page_would_show(world, door):
    path, (delegate, _other) = door
    client = organizer(world)

    first = send(client, path, code=code_of(delegate)).json
    again = send(client, path, code=code_of(delegate)).json

    assert (first["outcome"], first["kind"], first["line"]) == ("welcome", "welcome", "Welcome: 李伟 0")
    assert (again["outcome"], again["kind"], again["line"]) == ("duplicate", "again", "Already in: 李伟 0")
    assert "First let in on Thu 11 Mar 2027, 08:45 Minsk." in text_of(again["html"])
    assert text_of(again["now"]["counts"]) == "In 1 Expected 1"
    assert "李伟 0" in again["now"]["latest"]


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "欢迎 李伟 0 中国"), ("ru", "Добро пожаловать 李伟 0 Китай")], ids=["zh", "ru"]
)
def test_the_answer_is_in_the_organizers_language(app, world, door, language, words):
    path, (delegate, _other) = door
    with app.app_context(), writing():
        db.session.get(Person, world.person["BY", "organizer"]).language = language

    answer = send(organizer(world), path, code=delegate.checkin_code).json

    assert words in text_of(answer["html"])


def test_a_scan_without_a_name_of_its_own_is_refused_in_words(world, door):
    path, (delegate, _other) = door

    answer = organizer(world).post(path, {"code": delegate.checkin_code}, headers={"Accept": "application/json"})
    page = organizer(world).post(path, {"code": delegate.checkin_code})

    assert (answer.status_code, page.status_code) == (422, 422)
    assert answer.json == {"refused": "The page was too old for this. Open it again and scan once more."}
    assert delegate.checkin_code in page.get_data(as_text=True)


def test_months_before_the_page_says_from_when_on(world, door):
    path, (delegate, _other) = door
    with time_machine.travel(NOW):
        client = organizer(world)

        page = text_of(client.text(path))
        sent = send(client, path, code=delegate.checkin_code)

    assert "Who came is recorded from a day before the event begins." in page
    assert sent.status_code == 422


def test_people_are_found_by_a_part_of_their_name_and_shown_by_how_they_stand(world, door):
    path, (delegate, _other) = door
    client = organizer(world)
    send(client, path, code=delegate.checkin_code)

    found = {
        query: text_of(client.text(f"{path}/people?{query}"))
        for query in ("search=кавальчук", "search=李", "show=in", "show=expected", "party=BY", "show=absent")
    }

    assert {query: ("李伟 0" in page, "Ірына Кавальчук 1" in page) for query, page in found.items()} == {
        "search=кавальчук": (False, True),
        "search=李": (True, False),
        "show=in": (True, False),
        "show=expected": (False, True),
        "party=BY": (False, False),
        "show=absent": (False, False),
    }


def test_somebody_of_another_event_is_not_let_in_by_name(app, world, door):
    path, _delegates = door
    with app.app_context():
        _event, (stranger,) = make_door(world, 1, "OTHER", first=10)
        ulid = stranger.ulid

    answer = send(organizer(world), path, registration=ulid).json

    assert answer["outcome"] == "other_event"
    assert "This badge is for: Forum on trafficking in persons" in text_of(answer["html"])


def test_a_hostile_name_is_shown_as_it_is_written(app, world, door):
    path, (delegate, _other) = door
    hostile = '<script>alert(1)</script>" onload=x'
    with app.app_context(), writing():
        db.session.get(Person, delegate.person_id).name = hostile
    client = organizer(world)

    answer = send(client, path, code=delegate.checkin_code).json
    pages = [answer["html"], answer["now"]["latest"], client.text(path), client.text(f"{path}/people")]

    assert answer["line"] == f"Welcome: {hostile}"
    assert ["<script>alert" in page for page in pages] == [False] * 4
    assert ["&lt;script&gt;alert(1)&lt;/script&gt;&#34; onload=x" in page for page in pages] == [True] * 4


def test_somebody_who_is_not_there_any_more_is_answered(world, door):
    path, _delegates = door

    answer = send(organizer(world), path, registration=new_ulid())

    assert (answer.status_code, answer.json["outcome"]) == (200, "unknown")


def test_undo_leads_back_to_the_list_it_came_from(app, world, door):
    path, (delegate, _other) = door
    client = organizer(world)
    send(client, path, code=delegate.checkin_code)

    undone = client.post(f"/registrations/{delegate.ulid}/check-in/undo", {"back": "in"})

    assert undone.location == f"{path}/people?show=in"
    assert "Undone: 李伟 0 is expected again." in client.text(undone.location)
    with app.app_context():
        assert state_of(delegate) == "confirmed"


def test_closing_says_first_how_many_are_absent(app, world, door):
    path, (delegate, other) = door
    client = organizer(world)
    send(client, path, code=delegate.checkin_code)
    with time_machine.travel(BEGUN):
        client = organizer(world)

        preview = text_of(client.text(f"{path}/close"))
        closed = client.post(f"{path}/close")
        listed = text_of(client.text(closed.location))

    assert "1 person who is expected and has not come is marked as absent." in preview
    assert "1 person is in, and stays so." in preview
    assert "1 person is marked as absent." in listed
    with app.app_context():
        assert [state_of(delegate), state_of(other)] == ["attended", "absent"]


def test_doors_are_not_closed_before_the_event_begins(world, door):
    path, _delegates = door
    client = organizer(world)

    shown, sent = client.get(f"{path}/close"), client.post(f"{path}/close")

    assert (shown.status_code, sent.status_code) == (422, 422)
    assert "Close the doors" not in text_of(client.text(path))


@pytest.mark.parametrize("page", ["", "/people", "/now"])
def test_a_page_asks_the_database_equally_often_however_many_there_are(app, world, page):
    with app.app_context():
        few, _delegates = make_door(world, 2)
        many, _others = make_door(world, 12, "MANY", first=20)
        addresses = [f"/events/{event.ulid}/check-in" for event in (few, many)]
        codes = [each.checkin_code for each in (*_delegates[:1], *_others[:6])]
    client = organizer(world)
    for address, code in zip([addresses[0], *[addresses[1]] * 6], codes, strict=True):
        send(client, address, code=code)

    numbers = []
    for address in addresses:
        client.get(address + page)
        with counted() as asked:
            assert client.get(address + page).status_code == 200
        numbers.append(len(asked))

    assert numbers[0] == numbers[1]
