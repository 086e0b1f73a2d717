"""What the secretariats read: the same head for all, each in its own language."""

import pytest

from forumhub import ledger
from forumhub.database import db
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose


def link(endpoint: str, **values: str) -> str:
    return f"https://forum.example/{endpoint}/{values.get('ulid', '')}"


def words(template: str, recipient: str, language: str) -> tuple[str, str]:
    """Subject and text of the mail, as the worker would send it in this language."""
    mail = db.session.query(OutboxMail).filter_by(template=template, recipient=recipient).one()
    mail.language = language
    message = compose(mail, link, "forumhub@example.org")
    db.session.rollback()
    return message["Subject"], message.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Third high-level meeting"), ("zh", "第三次高级别会晤"), ("ru", "Третья встреча")]
)
def test_circulated_names_head_manifest_and_all_who_are_told(meeting, language, title):
    ulid = meeting.circulated()
    head = ledger.head(meeting.row().register_id)

    subject, text = words("circulated", "secretariat.by@example.org", language)

    assert title in subject
    assert head in text
    assert "secretariat.by@example.org, secretariat.cn@example.org" in text
    assert f"https://forum.example/minutes.show/{ulid}" in text


def test_agreed_names_the_head_after_the_agreement(meeting):
    meeting.agreed()
    head = ledger.head(meeting.row().register_id)

    subject, text = words("agreed", "secretariat.cn@example.org", "en")

    assert subject == "Minutes agreed: Third high-level meeting"
    assert head in text


def test_objected_carries_the_words_of_the_objection(meeting):
    ulid = meeting.circulated()
    meeting.object(ulid, "BY", "В 1.1 пропущено слово.\nSubject: forged")

    subject, text = words("objected", "secretariat.cn@example.org", "en")

    assert subject == "Objection to the minutes: Third high-level meeting"
    assert "В 1.1 пропущено слово." in text
