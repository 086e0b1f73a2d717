"""What a secretariat reads about a paper, in its own language."""

import pytest

from forumhub.database import db, writing
from forumhub.events.papers import actions
from forumhub.events.papers.models import Paper
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from tests.events.examples import FORUM, make_event
from tests.events.papers.examples import TITLES, submit
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("database")


def link(endpoint: str, **values: str) -> str:
    return "/".join(["https://forum.example", endpoint, *values.values()])


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_shared_paper_is_told_with_its_symbol_titles_and_address(world, language):
    paper = submit(world, make_event(world, access="public"), shared_with="everyone")
    mail = db.session.query(OutboxMail).one()
    mail.language = language

    message = compose(mail, link, "forumhub@example.org")

    address = f"https://forum.example/events.paper/{paper.event.ulid}/{paper.ulid}"
    assert "WP.1" in message["Subject"]
    assert str(message["Subject"]).endswith(FORUM[language])
    for kind in ("plain", "html"):
        text = message.get_body((kind,)).get_content()
        assert [part for part in (TITLES[language], FORUM[language], "4 b", "ZH", address) if part not in text] == []


@pytest.mark.parametrize(
    ("access", "shared_with", "told"),
    [
        ("public", "everyone", True),
        ("public", "parties", False),
        ("parties", "everyone", False),
    ],
)
def test_its_titles_stay_in_the_house_unless_everybody_reads_them(world, access, shared_with, told):
    submit(world, make_event(world, access=access), shared_with=shared_with, item="3. Мошенничество")

    mail = db.session.query(OutboxMail).one()

    page = compose(mail, link, "forumhub@example.org").get_body(("html",)).get_content()
    assert [words in page for words in (TITLES["en"], "3. Мошенничество", "WP.1", FORUM["en"])] == [
        told,
        told,
        True,
        True,
    ]
    assert (bool(mail.snapshot["titles"]), bool(mail.snapshot["item"])) == (told, told)


def test_a_withdrawal_is_told_as_one(world):
    submit(world, make_event(world))
    with writing():
        actions.withdraw_paper(db.session.query(Paper).one(), by=world.reader("CN", "secretary"), now=NOW)

    mail = db.session.query(OutboxMail).order_by(OutboxMail.id.desc()).first()

    subject = compose(mail, link, "forumhub@example.org")["Subject"]
    assert str(subject) == f"China withdrew WP.1: {FORUM['en']}"
