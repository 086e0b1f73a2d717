"""Pages of parties and people, as each reader sees them."""

import pytest
from sqlalchemy import select

from forumhub.database import db
from forumhub.parties import queries
from forumhub.parties.models import Grant, Organ, Party, Person
from tests.client import Client
from tests.counting import counted
from tests.world import NOW

PARTY = {
    "code": "ru",
    "name_en": "Russia",
    "name_zh": "俄罗斯",
    "name_ru": "Россия",
    "city": "Moscow",
    "timezone": "Europe/Moscow",
    "language": "ru",
    "secretariat_email": "Secretariat.RU@example.org",
}


def test_the_list_of_parties_asks_a_constant_number_of_times(app, world):
    client = world.signed_in("CN", "observer")
    with counted() as few:
        client.get("/parties")
    with app.app_context():
        for number in range(20):
            party = Party(code=f"P{number}", names={"zh": "某国"}, timezone="UTC", city={}, secretariat_email="s@x.org")
            party.organs = [Organ(code=f"P{number}-A", names={"ru": "Орган"})]
            db.session.add(party)
        db.session.commit()

    with counted() as many:
        page = client.text("/parties")

    assert (page.count("某国"), len(many)) == (20, len(few))


def test_the_page_of_a_party_asks_a_constant_number_of_times(app, world):
    client = world.signed_in("CN", "observer")
    with counted() as few:
        client.get("/parties/CN")
    with app.app_context():
        party = queries.get_party("CN")
        for number in range(20):
            person = Person(name=f"代表 {number}", party=party)
            db.session.add(Grant(person=person, party=party, role="delegate", from_date=NOW.date(), granted_at=NOW))
        db.session.commit()

    with counted() as many:
        page = client.text("/parties/CN")

    assert (page.count("代表"), len(many)) == (40, len(few))


def test_a_partys_people_are_shown_to_its_own_alone(world):
    own, partner = world.signed_in("CN", "observer"), world.signed_in("BY", "administrator")

    shown = ["secretary.cn@example.org" in client.text("/parties/CN") for client in (own, partner, world.operator())]

    assert shown == [True, False, False]


def test_the_buttons_of_a_party_are_those_of_its_administrator(world):
    shown = [
        "Grant a role" in world.signed_in(*who).text("/parties/CN")
        for who in (("CN", "administrator"), ("CN", "secretary"), ("BY", "administrator"))
    ]

    assert shown == [True, False, False]


def test_the_operator_adds_a_party_with_its_names_in_three_languages(app, world):
    answer = world.operator().post("/parties/new", PARTY)

    with app.app_context():
        party = queries.get_party("RU")
        found = (party.names, party.city, party.secretariat_email, party.timezone)
    assert answer.location == "/parties/RU"
    assert found == (
        {"en": "Russia", "zh": "俄罗斯", "ru": "Россия"},
        {"en": "Moscow"},
        "secretariat.ru@example.org",
        "Europe/Moscow",
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "Россия"}, "is not a party&#39;s code; Latin capitals"),
        ({"code": "CN"}, "There is a party with the code CN already."),
        ({"secretariat_email": "никуда"}, "is not an e-mail address; name@example.org would be right."),
        ({"name_en": ""}, "This field is required."),
    ],
)
def test_a_party_that_cannot_be_added_comes_back_with_words_and_what_was_typed(world, changes, words):
    answer = world.operator().post("/parties/new", {**PARTY, **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert 'value="俄罗斯"' in page


def test_the_operator_adds_an_organ(app, world):
    answer = world.operator().post("/parties/BY/organs/new", {"code": "by-kgb", "name_en": "KGB", "name_ru": "КГБ"})

    with app.app_context():
        names = queries.find_organ("BY-KGB").names
    assert (answer.location, names) == ("/parties/BY", {"en": "KGB", "ru": "КГБ"})


def test_an_organ_with_another_partys_code_is_refused(world):
    answer = world.operator().post("/parties/BY/organs/new", {"code": "CN-MFA", "name_en": "公安"})

    assert answer.status_code == 422
    assert "is not a code of this party&#39;s organs; BY-MIA would be right." in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["Li Wei", "李伟", "Алесь Ўладзіміравіч"])
def test_the_administrator_enters_a_person_and_goes_on_to_the_role(app, world, name):
    answer = world.signed_in("CN", "administrator").post(
        "/parties/CN/people/new", {"name": name, "email": "New@example.org", "organ": "CN-MPS", "title": "副局长"}
    )

    with app.app_context():
        person = queries.find_person_by_email("new@example.org")
        found = (person.name, person.organ.code, person.title, person.party.code)
        ulid = person.ulid
    assert found == (name, "CN-MPS", "副局长", "CN")
    assert answer.location == f"/parties/CN/roles/new?person={ulid}"


def test_the_form_of_a_role_offers_the_partys_own_people_alone(world):
    page = world.signed_in("CN", "administrator").text("/parties/CN/roles/new")

    assert (page.count("<option"), world.ulid["BY", "delegate"] in page) == (6, False)


def test_a_person_of_another_party_slipped_into_the_form_is_refused(world):
    client = world.signed_in("CN", "administrator")

    answer = client.post(
        "/parties/CN/roles/new",
        {"person": world.ulid["BY", "delegate"], "role": "secretary", "from_date": "2026-11-30"},
    )

    assert answer.status_code == 422


def test_a_granted_role_stands_on_the_partys_page(world):
    client = world.signed_in("CN", "administrator")
    form = {"person": world.ulid["CN", "delegate"], "role": "secretary", "from_date": "2030-01-01"}

    client.post("/parties/CN/roles/new", form)

    assert "from Tue 1 Jan 2030" in client.text("/parties/CN")


def test_a_term_that_ends_before_it_begins_is_refused_beside_its_field(world):
    client = world.signed_in("CN", "administrator")
    form = {"person": world.ulid["CN", "delegate"], "role": "secretary", "from_date": "2030-01-02"}

    answer = client.post("/parties/CN/roles/new", {**form, "until_date": "2030-01-01"})

    assert answer.status_code == 422
    assert '<p class="error" id="until_date-error">The role would end on 2030-01-01' in answer.get_data(as_text=True)


def end_address(app, world, code: str, role: str) -> str:
    with app.app_context():
        held = select(Grant).where(Grant.person_id == world.person[code, role])
        return f"/roles/{db.session.scalars(held).one().ulid}/end"


def test_ending_a_role_shows_what_will_happen_first(app, world):
    page = world.signed_in("CN", "administrator").text(end_address(app, world, "CN", "secretary"))

    assert "Two mails are sent, with the reason: to secretary.cn@example.org" in page


def test_an_ended_role_is_gone_at_the_next_request(app, world):
    secretary = world.signed_in("CN", "administrator"), world.signed_in("CN", "observer")
    administrator, observer = secretary
    before = observer.text("/parties/CN").count("observer.cn@example.org")

    answer = administrator.post(end_address(app, world, "CN", "observer"), {"reason": "已离任"})

    assert answer.location == "/parties/CN"
    assert (before, observer.text("/parties/CN").count("observer.cn@example.org")) == (1, 0)


def test_the_last_administrator_cannot_be_ended_on_the_page(app, world):
    answer = world.signed_in("CN", "administrator").post(
        end_address(app, world, "CN", "administrator"), {"reason": "уход"}
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "left without an administrator" in page
    assert "уход" in page


def test_an_account_made_by_the_operator_begins_with_a_mailed_link_and_no_72_hours(app, world, posted):
    made = world.operator().post("/accounts/new", {"email": "Li@example.org", "name": "李", "party": "CN"})
    token, password = posted()[-1].secret, "第一个密码 first password"

    chosen = Client(app).post(f"/reset/{token}", {"password": password, "password_confirm": password})

    client = Client(app).sign_in("li@example.org", password)
    assert (made.location, chosen.status_code) == ("/parties", 302)
    assert posted()[0].template == "account_made"
    assert "cannot act for a party" not in client.text("/account")


def test_an_account_for_somebody_who_has_one_is_refused(world):
    answer = world.operator().post(
        "/accounts/new", {"email": world.email("CN", "delegate"), "name": "x", "party": "CN"}
    )

    assert answer.status_code == 422
    assert "delegate cn has an account already." in answer.get_data(as_text=True)


def test_the_operator_does_not_name_a_second_administrator(world):
    form = {"email": "li@example.org", "name": "李", "party": "CN", "administrator": "y"}

    assert world.operator().post("/accounts/new", form).status_code == 403


def test_control_characters_are_dropped_from_what_is_typed_of_a_person(app, world):
    administrator = world.signed_in("CN", "administrator")
    typed = {"name": "Wang\0Fang", "own_name": "王\x01芳", "title": "\0", "organ": ""}

    answer = administrator.post("/parties/CN/people/new", typed)

    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.own_name == "王 芳")).one()
    assert (answer.status_code, person.name, person.title) == (302, "Wang Fang", "")


def test_an_address_with_control_characters_is_none(world):
    answer = world.operator().post("/accounts/new", {"email": "a\0@example.org", "name": "Иван", "party": "CN"})

    assert answer.status_code == 422
