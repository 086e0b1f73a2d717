"""The pages of agreements, as browsers see them."""

import re
from datetime import timedelta

import pytest
import time_machine

from forumhub.agreements import actions, queries
from forumhub.agreements.models import AgreementVersion
from forumhub.database import db, writing
from forumhub.errors import NotAllowed
from tests.agreements import examples
from tests.counting import counted
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


def test_a_new_agreement_that_leaves_out_the_own_party_keeps_what_was_typed(world):
    answer = world.signed_in("BY", "secretary").post("/agreements/new", typed(parties=["CN", "KZ"]))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "kept by the secretaries and the heads of delegation" in page
    assert all(source.splitlines()[0] in page for source in examples.SOURCES.values())


@pytest.mark.parametrize("name", ["title_zh", "text_ru", "place"])
def test_control_characters_are_left_out(world, name):
    answer = world.signed_in("BY", "secretary").post("/agreements/new", typed(**{name: "## 1. 会\x00晤\x07"}))

    with world.app.app_context():
        version = db.session.query(AgreementVersion).one()
        saved = {f"title_{text.language}": text.title for text in version.texts}
        saved |= {f"text_{text.language}": text.source.strip() for text in version.texts} | {"place": version.place}
    assert (answer.status_code, saved[name]) == (302, "## 1. 会晤")


@pytest.mark.parametrize("number", ["0", "10000", "2147483648", "99999999999999999999"])
def test_a_version_of_no_such_number_does_not_exist(world, number):
    drafted(world)

    answer = world.signed_in("BY", "secretary").get(f"{VERSION}/{number}")

    assert answer.status_code == 404


def test_a_stale_save_shows_what_else_differs(world):
    drafted(world)
    one, other = world.signed_in("CN", "secretary"), world.signed_in("BY", "secretary")
    one.post(f"{VERSION}/1/edit", typed(title_zh="执法合作协定", place="Минск", reached_on="", lock_version=1))

    refused = other.post(f"{VERSION}/1/edit", typed(title_zh="执法合作备忘录", lock_version=1))

    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert '<pre class="sheet" tabindex="0" aria-label="Saved now" lang="zh">执法合作协定</pre>' in page
    assert 'value="执法合作备忘录"' in page
    assert [re.sub("<[^>]*>", "", line) for line in re.findall(r'<h2 class="h5">.*</h2>', page)] == [
        "Reached on",
        "Place",
        "Title in 中文",
    ]


def test_a_save_of_what_was_frozen_meanwhile_keeps_what_was_typed(world):
    proposed(world)

    answer = world.signed_in("BY", "secretary").post(f"{VERSION}/1/edit", typed(text_ru="## 1. Мой текст\n"))

    assert answer.status_code == 422
    assert "## 1. Мой текст" in answer.get_data(as_text=True)
    assert state_of(world)[0] == "proposed"


def test_the_editor_says_beside_each_language_what_keeps_it_from_being_proposed(world):
    with world.app.app_context(), writing():
        examples.draft(world, zh="## 1. 定期高级别会晤\n")

    page = world.signed_in("BY", "secretary").text(f"{VERSION}/1/edit")

    sections = dict(re.findall(r'<fieldset class="section" id="in-(\w+)">(.*?)</fieldset>', page, re.DOTALL))
    assert [code for code, section in sections.items() if 'class="remarks"' in section] == ["zh"]


def test_proposing_with_a_day_ahead_says_so_on_the_page(world):
    drafted(world)
    secretary = world.signed_in("BY", "secretary")
    secretary.post(f"{VERSION}/1/edit", typed(reached_on="2999-01-01", lock_version=1))

    answer = secretary.post(f"{VERSION}/1/propose")

    assert answer.status_code == 422
    assert "The day on which it was reached lies ahead" in answer.get_data(as_text=True)


def test_amending_says_first_what_it_does(world):
    examples.arranged(world)
    secretary = world.signed_in("BY", "secretary")

    first = secretary.text("/agreements/CN-BY-2016/amend")
    secretary.post("/agreements/CN-BY-2016/amend")
    second = secretary.text("/agreements/CN-BY-2016/amend")

    assert "A draft of version 2 is made, with the texts of version 1, which stays in force meanwhile." in first
    assert "Version 2 is being worked on" in second


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("en", "2. Annual forums and seminars"),
        ("zh", "2. 年度论坛和研讨会"),
        ("ru", "2. Ежегодные форумы и семинары"),
    ],
)
def test_the_text_is_shown_in_the_language_asked_for(world, language, clause):
    examples.arranged(world)

    page = world.signed_in("BY", "delegate").text(f"{VERSION}/1?lang={language}")

    assert re.findall(r'<article class="doc" lang="(\w+)">', page) == [language]
    assert f'<h2 id="art-2">{clause}</h2>' in page
    assert page.count("<h1>") == 2
    assert "art-1" in page.partition("<aside")[0]


def actions_shown(page: str) -> list[str]:
    """The buttons at the head of the page, the primary one first."""
    head = page.partition('<div class="actions">')[2].partition("</div>")[0]
    found = re.findall(r'<(?:a|button)[^>]*class="btn (btn-\w+)[^>]*>([^<]+)<', head)
    return [label.strip() for _kind, label in sorted(found, key=lambda each: each[0] != "btn-primary")]


def test_a_version_offers_what_the_reader_may_do_next(world):
    secretary, delegate = world.signed_in("BY", "secretary"), world.signed_in("BY", "delegate")
    shown = []

    drafted(world)
    shown.append(actions_shown(secretary.text(f"{VERSION}/1")))
    secretary.post(f"{VERSION}/1/propose")
    shown.append(actions_shown(secretary.text(f"{VERSION}/1")))
    with world.app.app_context(), writing():
        examples.approve_by_both(world, db.session.query(AgreementVersion).one())
    shown.append(actions_shown(secretary.text(f"{VERSION}/1")))
    shown.append(actions_shown(delegate.text(f"{VERSION}/1")))

    assert shown == [["Propose to the parties", "Edit"], ["Approve for Belarus", "Take back"], ["Amend"], []]


def test_approving_asks_for_the_password_again_after_a_while(world):
    proposed(world)
    with time_machine.travel(NOW, tick=False) as clock:
        secretary = world.signed_in("BY", "secretary")
        clock.shift(timedelta(hours=1))

        answer = secretary.get(f"{VERSION}/1/approve")

    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/verify")


def test_an_account_that_was_reset_cannot_approve_yet(world):
    sha256 = proposed(world)
    reader = world.reader("BY", "secretary", quarantined=True)

    with world.app.app_context(), writing():
        version, party = queries.get_version("CN-BY-2016", 1, reader), examples.party(world, "BY")
        with pytest.raises(NotAllowed):
            actions.approve_version(version, party, sha256, by=reader, now=NOW)

    assert state_of(world)[0] == "proposed"


def test_a_version_asks_the_database_as_often_for_many_versions_and_clauses(world):
    examples.arranged(world)
    client = world.signed_in("CN", "secretary")
    client.text(f"{VERSION}/1")
    with counted() as few:
        client.text(f"{VERSION}/1")
    more = {language: source + "\n## 4. 4\n\n## 5. 5\n" for language, source in examples.SOURCES.items()}

    with world.app.app_context(), writing():
        for _time in range(3):
            examples.amended(world, queries.find_agreement("CN-BY-2016"), **more)
    with counted() as many:
        page = client.text(f"{VERSION}/4")

    assert "art-5" in page
    assert len(many) == len(few)
