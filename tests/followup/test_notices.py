"""What secretariats read about items, each in its own language."""

import pytest

from forumhub.database import db
from forumhub.followup import actions
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.parties.models import Party
from tests.followup import examples
from tests.followup.examples import item
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("database")


def link(endpoint: str, **values: str) -> str:
    return "/".join(["https://forum.example", endpoint, *values.values()])


def mail(template: str, language: str) -> tuple[str, str]:
    """Subject and text of the only mail of this kind, as the worker would send it in this language."""
    found = db.session.query(OutboxMail).filter_by(template=template).one()
    found.language = language
    message = compose(found, link, "forumhub@example.org")
    assert item("A-1").words(language) in message.get_body(("html",)).get_content()
    return message["Subject"], message.get_body(("plain",)).get_content()


@pytest.fixture
def reported(world):
    examples.agreed(world)
    by, party = world.reader("BY", "secretary"), db.session.get(Party, world.party["BY"])
    return actions.report_item(
        item("A-1"), party, "reported", words="Список\nSubject: forged", evidence="照会 114/2026", by=by, now=NOW
    )


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_report_is_told_with_its_words_and_evidence(reported, language):
    subject, text = mail("item_reported", language)

    assert "HLM/A-1" in subject
    assert "forged" not in subject
    assert item("A-1").texts[language] in text
    assert "照会 114/2026" in text
    assert "https://forum.example/followup.item/HLM/A-1" in text


@pytest.mark.parametrize(
    ("answer", "subject"),
    [
        (actions.close_item, "China closed HLM/A-1"),
        (actions.return_item, "China returned HLM/A-1: it is in progress again"),
    ],
)
def test_an_answer_is_told_to_the_owner(world, reported, answer, subject):
    by, party = world.reader("CN", "secretary"), db.session.get(Party, world.party["CN"])

    answer(item("A-1"), party, words="缺少电话号码。", by=by, now=NOW)

    told, text = mail("item_closed", "en")
    assert told == subject
    assert "缺少电话号码。" in text
