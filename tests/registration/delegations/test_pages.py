"""The pages of delegations, as secretariats and organizers use them."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.models import Registration
from forumhub.registration.settings.rules import Allotment
from tests.counting import counted
from tests.events.examples import make_event, parties
from tests.registration.delegations.examples import accept, allot, list_of, put_all, registered, submit, typed
from tests.registration.examples import apply_all, make_people
from tests.registration.settings.test_actions import save
from tests.registration.test_pages import text_of
from tests.world import NOW

FUNCTIONS = ["head", "deputy", "member"]
PEOPLE = ("王芳", "Марыя Навуменка", "Ольга Соколова")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def event(app, world):
    """Its ULID; China, a guest of Belarus, has two places for delegates and three people on its draft."""
    with app.app_context():
        event = make_event(world)
        allot(world, event, 2, 0, local_deadline=datetime(2027, 3, 1, 17))
        put_all(world, event, FUNCTIONS)
        return event.ulid


def row_of(event: str) -> Event:
    return db.session.scalars(select(Event).where(Event.ulid == event)).one()


def sent(app, world, event: str, *, accepted: bool = False, **said) -> None:
    with app.app_context():
        row = row_of(event)
        if said:
            allot(world, row, 2, 0, **said)
        submit(world, row)
        if accepted:
            accept(world, row)


def nominees(app, event: str) -> list[tuple[str, str]]:
    """(ULID, name) in their order."""
    with app.app_context():
        nomination = db.session.scalars(select(Nomination).join(Nomination.event).where(Event.ulid == event)).one()
        return [(each.ulid, each.name) for each in nomination.listed]


def state_of(app, event: str) -> str:
    with app.app_context():
        return db.session.scalars(select(Nomination.state).join(Nomination.event).where(Event.ulid == event)).one()


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]* value="(\d+)"', page)[1]


def test_a_secretary_sees_the_list_its_places_and_who_is_over_them(event, world):
    page = text_of(world.signed_in("CN", "secretary").text(f"/events/{event}/delegations/CN"))

    assert [name in page for name in PEOPLE] == [True] * 3
    assert "Delegates: 3 of 2 · Observers: 0 of 0" in page
    assert page.count("nominated over the places of the delegation") == 1
    assert "until Mon 1 Mar 2027, 17:00 Minsk" in page


@pytest.mark.parametrize("code", ["CN", "BY"])
def test_a_draft_is_not_seen_by_an_organizer_of_another_party(event, world, code):
    browser = world.signed_in(code, "organizer")

    pages = browser.text(f"/events/{event}/delegations") + browser.text(f"/events/{event}/delegations/CN")

    own = code == "CN"
    assert (PEOPLE[0] in pages, 'class="st wait">Draft' in pages) == (own, own)
    assert ("Not submitted yet" in pages) is True


def test_somebody_new_is_put_on_the_list_once_though_it_is_sent_twice(event, app, world):
    browser = world.signed_in("CN", "secretary")
    address = f"/events/{event}/delegations/CN"
    ulid = re.search(r'name="ulid"[^>]* value="([^"]+)"', browser.text(address))
    said = {**typed("Li Na", own_name="李娜"), "ulid": ulid[1] if ulid else ""}

    answers = [browser.post(address, said).status_code for _time in range(2)]

    assert (answers, [name for _ulid, name in nominees(app, event)]) == ([302, 302], [*PEOPLE, "Li Na"])


def test_what_is_refused_stays_in_the_form(event, app, world):
    said = typed("Li Na", "head", own_name="李娜", title="Заместитель министра")

    answer = world.signed_in("CN", "secretary").post(f"/events/{event}/delegations/CN", said)

    page = answer.get_data(as_text=True)
    assert (answer.status_code, len(nominees(app, event))) == (422, 3)
    assert "王芳 leads the delegation; it has one head." in page
    assert ('value="李娜"' in page, 'value="Заместитель министра"' in page) == (True, True)


def test_people_of_the_party_are_found_and_ticked_and_no_others(event, app, world):
    browser = world.signed_in("CN", "secretary")
    address = f"/events/{event}/delegations/CN"

    page = browser.text(f"{address}?search=delegate+cn")
    people = [world.ulid["CN", "delegate"], world.ulid["BY", "delegate"], "nobody"]
    browser.post(f"{address}/known", {"people": people})

    assert ("delegate cn" in page, "observer cn" in page, "delegate by" in page) == (True, False, False)
    assert [name for _ulid, name in nominees(app, event)] == [*PEOPLE, "delegate cn"]


def test_the_order_changes_by_buttons_and_leads_back_to_the_button(event, app, world):
    (first, _), (second, _), _third = nominees(app, event)
    browser = world.signed_in("CN", "secretary")

    answer = browser.post(f"/events/{event}/delegations/CN/nominees/{second}/move", {"direction": "up"})

    assert answer.location.endswith(f"#up-{second}")
    assert [ulid for ulid, _name in nominees(app, event)][:2] == [second, first]


def test_an_entry_is_edited_and_a_stale_one_shown_with_both(event, app, world):
    (ulid, _name), *_rest = nominees(app, event)
    browser, address = world.signed_in("CN", "secretary"), f"/events/{event}/delegations/CN/nominees/{ulid}"
    first = browser.post(address, {**typed("王芳", "head", title="部长"), "lock_version": "1"})

    stale = browser.post(address, {**typed("王芳", "head", title="Minister"), "lock_version": "1"})

    page = text_of(stale.get_data(as_text=True))
    assert (first.status_code, stale.status_code) == (302, 409)
    assert "Official title Saved now 部长 What you typed Minister" in page


def test_the_page_of_submitting_says_what_will_happen_and_then_it_does(event, app, world):
    browser = world.signed_in("CN", "secretary")
    page = browser.text(f"/events/{event}/delegations/CN/submit")

    answer = browser.post(f"/events/{event}/delegations/CN/submit", {"lock_version": hidden(page, "lock_version")})

    text = text_of(page)
    assert "3 people are nominated. Delegates: 3 of 2; Observers: 0 of 0." in text
    assert "王芳 leads the delegation." in text
    assert "1 is over the places of the delegation: Ольга Соколова." in text
    assert "2 mails go to the organizers." in text
    assert (answer.status_code, state_of(app, event)) == (302, "submitted")


def test_a_list_that_changed_meanwhile_is_shown_again_before_it_is_submitted(event, app, world):
    answer = world.signed_in("CN", "secretary").post(f"/events/{event}/delegations/CN/submit", {"lock_version": "1"})

    assert (answer.status_code, state_of(app, event)) == (422, "draft")
    assert "The list was changed since you opened it." in answer.get_data(as_text=True)


def test_accepting_foretells_places_and_mails(event, app, world):
    sent(app, world, event)
    browser = world.signed_in("BY", "organizer")
    page = browser.text(f"/events/{event}/delegations/CN/accept")

    seen = {name: hidden(page, name) for name in ("lock_version", "waiting")}
    answer = browser.post(f"/events/{event}/delegations/CN/accept", seen)

    text = text_of(page)
    assert "2 people of the list have a confirmed place." in text
    assert "1 waits, as there is no place left: Ольга Соколова." in text
    assert "3 people are told by mail. 2 mails go to the party's secretariat." in text
    assert answer.status_code == 302
    assert "Accepted: 2 have a place, 1 wait." in browser.text(f"/events/{event}/delegations/CN")


def test_places_taken_meanwhile_are_shown_before_anything_is_done(event, app, world):
    with app.app_context():
        row = row_of(event)
        allot(world, row, None, None)
        row.capacity = 3
        db.session.commit()
    sent(app, world, event)
    browser = world.signed_in("BY", "organizer")
    page = browser.text(f"/events/{event}/delegations/CN/accept")
    with app.app_context():
        apply_all(row_of(event), make_people(world, 2, "BY"))

    seen = {name: hidden(page, name) for name in ("lock_version", "waiting")}
    answer = browser.post(f"/events/{event}/delegations/CN/accept", seen)

    again = answer.get_data(as_text=True)
    assert (answer.status_code, hidden(again, "waiting")) == (422, "2")
    assert "Places were taken meanwhile" in again
    with app.app_context():
        assert len(registered(row_of(event))) == 2


def test_a_list_is_returned_with_words_that_its_party_reads(event, app, world):
    sent(app, world, event)
    browser, address = world.signed_in("BY", "organizer"), f"/events/{event}/delegations/CN"
    version = hidden(browser.text(f"{address}/return"), "lock_version")

    empty = browser.post(f"{address}/return", {"lock_version": version, "words": ""})
    answer = browser.post(f"{address}/return", {"lock_version": version, "words": "<script>Лишний</script>"})

    page = world.signed_in("CN", "secretary").text(address)
    assert (empty.status_code, answer.status_code, state_of(app, event)) == (422, 302, "returned")
    assert ("&lt;script&gt;Лишний" in page, "<script>Лишний" in page) == (True, False)


def test_decisions_on_what_is_not_submitted_are_refused(event, world):
    browser = world.signed_in("BY", "organizer")

    answers = [browser.post(f"/events/{event}/delegations/CN/{act}").status_code for act in ("accept", "return")]

    assert answers == [422, 422]


@pytest.mark.parametrize(
    ("shown", "numbers", "names"), [("nothing", False, False), ("numbers", True, False), ("names", True, True)]
)
def test_of_another_delegation_a_party_sees_what_the_event_says(event, app, world, shown, numbers, names):
    sent(app, world, event, accepted=True)
    with app.app_context():
        allot(world, row_of(event), 2, 0, shown=shown)
    secretary = world.signed_in("BY", "secretary")

    page = text_of(secretary.text(f"/events/{event}/delegations"))
    answer = secretary.get(f"/events/{event}/delegations/CN")

    assert ("2 of 2" in page) == numbers
    assert (answer.status_code, "王芳" in answer.get_data(as_text=True)) == ((200, True) if names else (404, False))
    assert "@example.org" not in answer.get_data(as_text=True)
    assert "China" in page


def test_ones_own_delegation_is_seen_in_full_by_all_its_people(event, app, world):
    sent(app, world, event, accepted=True)

    page = world.signed_in("CN", "delegate").text(f"/events/{event}/delegations/CN")

    assert [name in page for name in PEOPLE] == [True] * 3
    assert "Put on the list" not in page


def test_delegations_come_in_the_order_of_precedence(app, world):
    with app.app_context():
        event = make_event(world, parties=parties(world, "BY", "CN", "KZ"))
        save(world, event, {"KZ": Allotment(precedence=1), "CN": Allotment(precedence=2)}, local_deadline=None)
        ulid = event.ulid

    page = text_of(world.signed_in("BY", "organizer").text(f"/events/{ulid}/delegations"))

    assert [page.rindex(name) for name in ("Kazakhstan", "China", "Belarus")] == sorted(
        page.rindex(name) for name in ("Kazakhstan", "China", "Belarus")
    )


def test_a_stranger_to_the_parties_of_a_public_event_sees_no_delegations(app, world):
    with app.app_context():
        ulid = make_event(world, access="public").ulid

    answer = world.signed_in("KZ", "organizer").get(f"/events/{ulid}/delegations")

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/delegations/XX", "/delegations/KZ", "/delegations/CN/nominees/nobody"])
def test_what_there_is_not_is_not_found(event, world, path):
    assert world.signed_in("CN", "secretary").get(f"/events/{event}{path}").status_code == 404


def test_amendments_are_taken_up_page_by_page(event, app, world):
    with app.app_context():
        allot(world, row_of(event), 5, 0)
    sent(app, world, event, accepted=True)
    secretary, organizer = world.signed_in("CN", "secretary"), world.signed_in("BY", "organizer")
    address, gone = f"/events/{event}/delegations/CN", nominees(app, event)[2][0]
    secretary.post(f"{address}/nominees/{gone}/remove")
    secretary.post(address, typed("Chen Jing"))

    unseen = organizer.text(address)
    version = hidden(secretary.text(f"{address}/submit"), "lock_version")
    secretary.post(f"{address}/submit", {"lock_version": version})
    page = organizer.text(f"{address}/accept")

    assert ("Chen Jing" in unseen, "Ольга Соколова" in unseen) == (False, True)
    text = text_of(page)
    assert ("New: Chen Jing" in text, "Taken off: Ольга Соколова" in text) == (True, True)
    organizer.post(f"{address}/accept", {name: hidden(page, name) for name in ("lock_version", "waiting")})
    with app.app_context():
        found = registered(row_of(event))
        assert (found["Chen Jing"][0], found["Ольга Соколова"][0]) == ("confirmed", "withdrawn")
        assert list_of(world, row_of(event)).state == "accepted"


def test_who_waits_is_over_the_places_and_not_who_replaces_somebody(event, app, world):
    sent(app, world, event, accepted=True)
    secretary, address = world.signed_in("CN", "secretary"), f"/events/{event}/delegations/CN"
    secretary.post(f"{address}/nominees/{nominees(app, event)[1][0]}/remove")
    secretary.post(address, typed("Chen Jing"))

    rows = [text_of(row) for row in re.findall(r'<tr id="nominee.*?</tr>', secretary.text(address), re.DOTALL)]

    assert [("Ольга Соколова" in row, "Waiting" in row) for row in rows if "over the places" in row] == [(True, True)]
    assert "Chen Jing" in rows[-1]


def test_the_pages_ask_a_constant_number_of_times(app, world):
    def asked(code: str, functions: list[str]) -> list[int]:
        with app.app_context():
            event = make_event(world, code)
            put_all(world, event, functions)
            submit(world, event)
            ulid = event.ulid
        browser, numbers = world.signed_in("BY", "organizer"), []
        for path in ("", "/CN", "/CN/accept"):
            browser.text(f"/events/{ulid}/delegations{path}")
            with counted() as seen:
                browser.text(f"/events/{ulid}/delegations{path}")
            numbers.append(len(seen))
        return numbers

    assert asked("FEW", ["head"]) == asked("MANY", ["head", "deputy", "member", "member", "observer", "observer"])


def test_taking_back_is_offered_until_the_deadline_only(event, app, world):
    sent(app, world, event)
    url, offered = f"/events/{event}/delegations/CN", []

    for now in (NOW, datetime(2027, 3, 1, 14, 1, tzinfo=UTC)):
        with time_machine.travel(now, tick=True):
            offered.append("take-back" in world.signed_in("CN", "secretary").text(url))

    assert offered == [True, False]


def test_another_delegation_sees_who_comes_and_not_who_waits(app, world):
    with app.app_context():
        event = make_event(world, access="parties")
        allot(world, event, 5, 2, shown="names")
        (coming, waiting), ulid = apply_all(event, make_people(world, 2)), event.ulid
        with writing():
            for registration, state in ((coming, "confirmed"), (waiting, "waiting")):
                db.session.get(Registration, registration.id).state = state
        names = coming.person.name, waiting.person.name

    others = world.signed_in("BY", "delegate").text(f"/events/{ulid}/delegations/CN")
    own = world.signed_in("CN", "delegate").text(f"/events/{ulid}/delegations/CN")

    assert [name in text_of(others) for name in names] == [True, False]
    assert [name in text_of(own) for name in names] == [True, True]
    assert ("Official title" in text_of(others), "Official title" in text_of(own)) == (False, True)
