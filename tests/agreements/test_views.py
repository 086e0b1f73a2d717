from forumhub.agreements import actions, queries
from forumhub.agreements.models import AgreementVersion
from forumhub.database import db, writing
from tests.agreements import examples
from tests.world import NOW

VERSION = "/agreements/CN-BY-2016/versions"


def typed(**changes: object) -> dict[str, object]:
    """What a secretary types into the form."""
    values = {f"text_{language}": source for language, source in examples.SOURCES.items()}
    values |= {f"title_{language}": title for language, title in examples.TITLES.items()}
    values |= {"code": "CN-BY-2016", "parties": ["CN", "BY"], "reached_on": "2016-11-25", "place": "北京"}
    return {**values, **changes}


def state_of(world, number: int = 1) -> tuple[str, int]:
    with world.app.app_context():
        version = db.session.query(AgreementVersion).filter_by(number=number).one()
        return version.state, version.lock_version


def drafted(world) -> None:
    with world.app.app_context(), writing():
        examples.draft(world)


def proposed(world) -> str:
    with world.app.app_context(), writing():
        version = examples.draft(world).versions[0]
        actions.propose_version(version, by=world.reader("BY", "secretary"), now=NOW)
        return version.sha256


def test_an_agreement_goes_from_its_text_into_force_in_the_browser(world):
    secretary, head = world.signed_in("BY", "secretary"), world.signed_in("CN", "head_of_delegation")

    made = secretary.post("/agreements/new", typed())
    sent = secretary.post(f"{VERSION}/1/propose")
    page = head.text(f"{VERSION}/1/approve")
    sha256 = page.split('name="sha256" type="hidden" value="')[1][:64]
    answers = [
        client.post(f"{VERSION}/1/approve", {"sha256": sha256, "party": party})
        for client, party in ((head, "CN"), (secretary, "BY"))
    ]

    assert [answer.location for answer in (made, sent, *answers)] == [f"{VERSION}/1"] * 4
    assert state_of(world) == ("in_force", 1)
    shown = world.signed_in("CN", "observer").text(f"{VERSION}/1?lang=zh")
    assert '<article class="doc" lang="zh">' in shown
    assert '<h2 id="art-2">2. 年度论坛和研讨会</h2>' in shown


def test_a_draft_that_cannot_be_made_keeps_what_was_typed(world):
    client = world.signed_in("BY", "secretary")

    answers = [
        client.post("/agreements/new", typed(**wrong))
        for wrong in ({"code": "cn by"}, {"parties": ["BY"]}, {"text_ru": "[" * 5000})
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    pages = [answer.get_data(as_text=True) for answer in answers]
    assert all("Ежегодные форумы и семинары" in page for page in pages[:2])
    assert "Latin capitals and digits joined by hyphens" in pages[0]
    assert "two parties or more" in pages[1]
    assert "brackets in a row" in pages[2]


def test_saving_a_draft_shows_what_keeps_it_from_being_proposed(world):
    drafted(world)
    client = world.signed_in("CN", "secretary")

    answer = client.post(f"{VERSION}/1/edit", typed(text_zh="## 1. 定期高级别会晤\n", lock_version=1))

    assert (answer.status_code, answer.location) == (302, f"{VERSION}/1")
    assert "a clause that the one in &#39;zh&#39; has not: 2, 2.1, 2.2, 3" in client.text(f"{VERSION}/1")
    assert client.post(f"{VERSION}/1/propose").status_code == 422


def test_a_stale_save_shows_both_texts_and_the_next_one_is_taken(world):
    drafted(world)
    one, other = world.signed_in("CN", "secretary"), world.signed_in("BY", "secretary")
    one.post(f"{VERSION}/1/edit", typed(text_ru="## 1. Их текст\n", lock_version=1))

    refused = other.post(f"{VERSION}/1/edit", typed(text_ru="## 1. Мой текст\n", lock_version=1))
    page = refused.get_data(as_text=True)
    again = other.post(f"{VERSION}/1/edit", typed(text_ru="## 1. Мой текст\n", lock_version=2))

    assert refused.status_code == 409
    assert ("Их текст" in page, "Мой текст" in page) == (True, True)
    assert 'name="lock_version" type="hidden" value="2"' in page
    assert (again.status_code, state_of(world)) == (302, ("draft", 3))


def test_an_approval_of_another_hash_is_refused(world):
    proposed(world)

    answer = world.signed_in("CN", "secretary").post(f"{VERSION}/1/approve", {"sha256": "0" * 64, "party": "CN"})

    assert (answer.status_code, state_of(world)[0]) == (409, "proposed")


def test_a_proposed_version_is_taken_back(world):
    proposed(world)

    answer = world.signed_in("CN", "secretary").post(f"{VERSION}/1/take-back")

    assert (answer.status_code, state_of(world)) == (302, ("draft", 2))


def test_amending_opens_a_draft_that_delegates_do_not_see(world):
    examples.arranged(world)

    answer = world.signed_in("BY", "head_of_delegation").post("/agreements/CN-BY-2016/amend")

    assert answer.location == f"{VERSION}/2/edit"
    assert world.signed_in("BY", "delegate").get(f"{VERSION}/2").status_code == 404
    assert world.signed_in("BY", "delegate").get(f"{VERSION}/1").status_code == 200
    with world.app.app_context():
        assert len(queries.waiting_for(world.reader("BY", "secretary"))) == 0


def test_a_frozen_version_has_no_form(world):
    examples.arranged(world)
    client = world.signed_in("BY", "secretary")

    answers = [client.get(f"{VERSION}/1/edit"), client.post(f"{VERSION}/1/edit", typed(lock_version=1))]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "a change is a new version" in answers[0].get_data(as_text=True)
