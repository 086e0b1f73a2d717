"""The room's pages, as people use them."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine

from forumhub.database import db, writing
from forumhub.parties.models import Person
from forumhub.registration.models import Registration
from forumhub.registration.places import enter, new_registration
from tests.client import Client
from tests.counting import counted
from tests.events.examples import make_event
from tests.registration.examples import apply, apply_all, invite, make_people, make_person, states
from tests.world import NOW


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def event(app, world):
    """Its ULID; three people of China have applied for two places."""
    with app.app_context():
        event = make_event(world, capacity=2)
        apply_all(event, make_people(world, 3))
        return event.ulid


def registration_of(app, event: str, name: str) -> str:
    with app.app_context():
        found = Registration.query.join(Registration.person).where(Person.name == name)
        return found.one().ulid


def states_of(app, event: str) -> list[str]:
    from forumhub.events.models import Event

    with app.app_context():
        return states(Event.query.where(Event.ulid == event).one())


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_list_shows_people_counts_and_free_places(event, world):
    page = text_of(world.signed_in("BY", "organizer").text(f"/events/{event}/registrations"))

    assert "All 2 places are taken." in page
    assert "China 2 of 2" not in page
    assert "Together Applied 2, Waiting 1; 2 places 2 of 2 2 1" in page
    assert "All 3 To be decided 2 Not answered yet 0 Waiting 1 Confirmed 0" in page
    assert ["李伟 0" in page, "Ірына Кавальчук 1" in page, "Анна Смирнова 2" in page] == [True] * 3


def test_a_secretary_sees_their_own_party_only(event, world):
    cn, by = (world.signed_in(party, "secretary").text(f"/events/{event}/registrations") for party in ("CN", "BY"))

    assert ("李伟 0" in cn, "李伟 0" in by, "Nobody is registered yet" in by) == (True, False, True)


@pytest.mark.parametrize("query", ["state=waiting", "search=%D0%A1%D0%BC%D0%B8%D1%80", "party=CN&state=waiting"])
def test_the_list_is_filtered_by_its_address(event, world, query):
    page = world.signed_in("BY", "organizer").text(f"/events/{event}/registrations?{query}")

    assert ("Анна Смирнова 2" in page, "李伟 0" in page) == (True, False)


@pytest.mark.parametrize("query", ["page=9", "page=x", "page=-1", "state=nonsense", "party=%00", "search=%00%27"])
def test_a_strange_address_is_no_error(event, world, query):
    assert world.signed_in("BY", "organizer").get(f"/events/{event}/registrations?{query}").status_code == 200


def test_the_list_asks_a_constant_number_of_times_and_has_pages_of_fifty(app, world):
    def asked(code: str, people: int) -> tuple[int, int]:
        with app.app_context():
            event = make_event(world, code)
            with writing():
                for number in range(people):
                    add_somebody(event, f"{code}{number}")
            ulid = event.ulid
        browser = world.signed_in("BY", "organizer")
        browser.text(f"/events/{ulid}/registrations")
        with counted() as seen:
            page = browser.text(f"/events/{ulid}/registrations")
        return len(seen), page.count("@example.org")

    few, many = asked("FEW", 2), asked("MNY", 60)

    assert (few[0], few[1], many[1]) == (many[0], 2, 50)


def add_somebody(event, name: str) -> None:
    person = Person(name=name, email=f"{name}@example.org".lower())
    db.session.add(person)
    registration = new_registration(event, person, event.parties[0], NOW)
    enter(registration, "apply", "applied", None, by=None, now=NOW)


def test_the_csv_is_the_list(event, world):
    columns = ["party", "name", "own_name", "title", "email", "state"]
    address = f"/events/{event}/registrations/export?state=waiting"

    answer = world.signed_in("BY", "organizer").post(address, {"kind": "csv", "columns": columns})

    (header, row) = csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert (answer.mimetype, sorted(header)) == ("text/csv", sorted(columns))
    assert row == ["CN", "Анна Смирнова 2", "", "", "person2@example.org", "waiting"]


def test_no_cell_of_the_csv_is_a_formula(app, world, shared_data):
    payloads = (shared_data / "hostile" / "payloadbox_csv-injection-payloads__csv-payload.txt").read_text().splitlines()
    names = [" ".join(line.split())[:200] for line in payloads if line.strip()]
    with app.app_context():
        event = make_event(world)
        with writing():
            for number, name in enumerate(names):
                add_somebody(event, f"hostile{number}")
                db.session.flush()
                Person.query.where(Person.email == f"hostile{number}@example.org").one().name = name
        ulid = event.ulid

    address, sent = f"/events/{ulid}/registrations/export", {"kind": "csv", "columns": ["name", "email"]}
    answer = world.signed_in("BY", "organizer").post(address, sent)

    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len(rows) == 1 + len(names) > 5
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


def test_applying_shows_first_and_then_acts_once(app, event, world):
    browser = world.signed_in("CN", "delegate")

    page = browser.text(f"/events/{event}/apply")
    before = len(states_of(app, event))
    answers = [browser.post(f"/events/{event}/apply") for _ in range(2)]

    assert "Join the waiting list" in page
    assert (before, len(states_of(app, event))) == (3, 4)
    assert [answer.status_code for answer in answers] == [302] * 2
    assert {answer.location for answer in answers} == {f"/registrations/{registration_of(app, event, 'delegate cn')}"}


def test_deciding_says_first_who_gets_the_place(app, event, world):
    browser, first = world.signed_in("BY", "organizer"), registration_of(app, event, "李伟 0")

    page = text_of(browser.text(f"/registrations/{first}/decline"))
    answer = browser.post(f"/registrations/{first}/decline")

    assert "The place goes to Анна Смирнова 2, the first on the waiting list who fits, who is told by mail." in page
    assert "One mail is sent to person0@example.org." in page
    assert (answer.status_code, states_of(app, event)) == (302, ["declined", "applied", "applied"])


def test_what_the_rules_forbid_is_said_on_both_get_and_post(app, event, world):
    browser, last = world.signed_in("BY", "organizer"), registration_of(app, event, "Анна Смирнова 2")

    answers = [browser.get(f"/registrations/{last}/confirm"), browser.post(f"/registrations/{last}/confirm")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert ["is on the waiting list" in answer.get_data(as_text=True) for answer in answers] == [True, True]


def test_inviting_by_the_form(app, event, world):
    browser = world.signed_in("BY", "organizer")
    fields = {"name": "Сяргей Новік", "email": "novik@example.org", "party": "BY", "function": "head", "language": "ru"}

    answers = [browser.post(f"/events/{event}/invite", fields) for _ in range(2)]
    page = browser.text(f"/events/{event}/registrations")

    assert [answer.status_code for answer in answers] == [302, 302]
    assert ("Сяргей Новік" in page, states_of(app, event)[-1]) == (True, "invited")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "no address"}, "is not an e-mail address"),
        ({"email": "person1@example.org"}, "is registered for the event already"),
        ({"name": " "}, "A name of 1 to 200 characters would be right."),
        ({"name": "\x00"}, "A name of 1 to 200 characters would be right."),
        ({"party": "KZ"}, "Not a valid choice"),
    ],
)
def test_a_bad_invitation_is_refused_beside_its_field_and_kept(app, event, world, changes, said):
    fields = {
        "name": "王芳",
        "email": "wang@example.org",
        "party": "CN",
        "function": "member",
        "language": "zh",
        **changes,
    }

    answer = world.signed_in("BY", "organizer").post(f"/events/{event}/invite", fields)

    page = answer.get_data(as_text=True)
    assert (answer.status_code, said in page, len(states_of(app, event))) == (422, True, 3)
    assert f'value="{fields["email"]}"' in page


@pytest.fixture
def link(app, world) -> str:
    with app.app_context():
        return f"/invitations/{invite(world, make_event(world, capacity=1))[1]}"


def invited_states(app) -> list[str]:
    with app.app_context():
        return [row.state for row in Registration.query.order_by(Registration.id)]


def test_the_link_shows_by_get_and_acts_by_post(app, client, link):
    pages = [client.text(link) for _ in range(2)]
    untouched = invited_states(app)
    accepted = client.post(link, {"answer": "accept"})

    assert ["王芳" in page for page in pages] == [True, True]
    assert (untouched, invited_states(app)) == (["invited"], ["confirmed"])
    assert (accepted.status_code, accepted.location) == (302, link)
    assert "Your place is confirmed" in client.text(link)


def test_the_link_shows_both_clocks_and_what_they_come_as(client, link):
    page = text_of(client.text(link))

    assert "Thu 11 Mar 2027, 09:00–17:30 Minsk (14:00 Beijing)" in page
    assert "You can accept until Thu 21 Jan 2027, 12:00 Minsk (17:00 Beijing)." in page
    assert "Full name 王芳 Comes for China Function Member" in page


def test_after_accepting_the_same_page_shows_the_state_the_code_and_the_way_out(client, link):
    client.post(link, {"answer": "accept"})

    page = text_of(client.text(link))
    withdrawn = client.post(link, {"answer": "decline"})

    assert ["Your registration Confirmed" in page, "Your code at the entrance" in page] == [True, True]
    assert ("Withdraw: I cannot come" in page, withdrawn.status_code) == (True, 302)
    assert "If you can come after all, accept here." in text_of(client.text(link))


def test_the_link_corrects_details(app, client, link):
    answer = client.post(f"{link}/details", {"own_name": "王芳", "title": "署长", "affiliation": "公安部\u202e"})
    page = client.text(link)

    assert (answer.status_code, answer.location) == (302, link)
    assert [f'value="{text}"' in page for text in ("王芳", "署长", "公安部")] == [True] * 3
    assert invited_states(app) == ["invited"]


def test_details_that_are_too_long_are_refused_and_kept(app, client, link):
    answer = client.post(f"{link}/details", {"own_name": "王芳", "title": "长" * 301})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, "Field cannot be longer than 300 characters." in page) == (422, True)
    assert ("长" * 301 in page, 'value="王芳"' in page) == (True, True)


def test_hostile_details_are_shown_as_text(app, client, link, shared_data):
    path = shared_data / "hostile" / "payloadbox_xss-payload-list__xss-payload-list_sample1.txt"
    lines = [line.strip() for line in path.read_text(errors="replace").splitlines() if 0 < len(line.strip()) <= 200]

    pages = []
    for line in lines[:: max(1, len(lines) // 30)]:
        client.post(f"{link}/details", dict.fromkeys(("own_name", "title", "affiliation"), line))
        pages.append(client.text(link))

    assert len(pages) >= 30
    assert [tag for page in pages for tag in re.findall(r"<(?:script(?! src)|img|iframe|object)[^>]*>", page)] == []


def test_an_old_link_says_that_there_is_a_newer_one(app, client, world, link):
    with app.app_context():
        ulid = Registration.query.one().ulid
    organizer = world.signed_in("CN", "organizer")
    form = organizer.text(f"/registrations/{ulid}/invite-again")
    answer = organizer.post(f"/registrations/{ulid}/invite-again", {"email": "fang@example.org", "answer_by": ""})

    old, posted = client.get(link), client.post(link, {"answer": "accept"})
    corrected = client.post(f"{link}/details", {"title": "署长"})

    assert ('value="wang@example.org"' in form, answer.location) == (True, f"/registrations/{ulid}")
    assert {page.status_code for page in (old, posted, corrected)} == {404}
    assert "the link in the newest mail holds" in old.get_data(as_text=True)
    assert invited_states(app) == ["invited"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "no address"}, "is not an e-mail address"),
        ({"email": "delegate.cn@example.org"}, "Somebody else has this address."),
        ({"email": "wang@example.org", "answer_by": "2026-01-01T09:00"}, "A time from now until the end of the event"),
        ({"email": "wang@example.org", "answer_by": "tomorrow"}, "Not a valid datetime value."),
    ],
)
def test_inviting_again_says_what_is_wrong(app, client, world, link, fields, said):
    with app.app_context():
        ulid = Registration.query.one().ulid

    answer = world.signed_in("CN", "organizer").post(f"/registrations/{ulid}/invite-again", fields)

    page = answer.get_data(as_text=True)
    assert (answer.status_code, said in page, f'value="{fields["email"]}"' in page) == (422, True, True)
    assert client.get(link).status_code == 200


def test_the_link_is_kept_from_indexes_caches_and_other_sites(client, link):
    headers = client.get(link).headers

    assert (headers["X-Robots-Tag"], headers["Cache-Control"]) == ("noindex, nofollow", "private, no-store")
    assert headers["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_what_mail_scanners_do_changes_nothing(app, client, link, method):
    client.http.open(link, method=method)

    assert invited_states(app) == ["invited"]


@pytest.mark.parametrize("fields", [{}, {"answer": "nonsense"}, {"answer": ""}])
def test_a_post_that_says_nothing_changes_nothing(app, client, link, fields):
    answer = client.post(link, fields)

    assert (answer.status_code, invited_states(app)) == (422, ["invited"])


def test_a_link_that_does_not_hold_says_so(app, client, link):
    pages = [client.get(path) for path in (link[:-1] + "~", "/invitations/x", "/invitations/" + "a" * 3000)]

    assert [page.status_code for page in pages] == [404] * 3
    assert len({text_of(page.get_data(as_text=True)) for page in pages}) == 1


def test_an_expired_link_says_so(app, client, link):
    with time_machine.travel(NOW + timedelta(days=61)):
        page, answer = client.text(link), client.post(link, {"answer": "accept"})

    assert "The time to accept has passed." in page
    assert (answer.status_code, "has expired" in answer.get_data(as_text=True)) == (422, True)
    assert invited_states(app) == ["invited"]


def test_a_person_withdraws_by_account_and_comes_back_to_the_event(app, world):
    with app.app_context():
        event = make_event(world)
        own = apply(event, world.reader("CN", "delegate"))
        ulid, registration = event.ulid, own.ulid
    browser = world.signed_in("CN", "delegate")

    page = text_of(browser.text(f"/registrations/{registration}/withdraw"))
    answer = browser.post(f"/registrations/{registration}/withdraw")

    assert "You are no longer registered. You can apply again, at the end of the queue." in page
    assert (answer.status_code, answer.location, states_of(app, ulid)) == (302, f"/events/{ulid}", ["withdrawn"])


def test_somebody_elses_registration_does_not_exist(app, event, world):
    with app.app_context():
        make_person(world, 9)
    first = registration_of(app, event, "李伟 0")

    answers = [
        browser.get(f"/registrations/{first}/withdraw").status_code
        for browser in (world.signed_in("CN", "delegate"), world.signed_in("BY", "secretary"), Client(app))
    ]

    assert answers == [404, 404, 302]


def test_inviting_says_the_name_that_was_typed_and_not_the_one_that_is_known(event, world):
    browser = world.signed_in("BY", "organizer")
    fields = {"name": "Как набрано", "email": world.email("BY", "secretary"), "party": "BY", "function": "member"}

    answer = browser.post(f"/events/{event}/invite", fields | {"language": "ru"})

    assert answer.status_code == 302
    assert "The invitation to Как набрано is on its way." in browser.text(answer.location)
