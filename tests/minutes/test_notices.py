"""What the secretariats read: one message with the same head for all, in the languages of all."""

import pytest

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.events.models import EventHead
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from tests.followup.examples import let_out
from tests.minutes.arranging import Meeting, make_event

APART = "register_grown"


def link(endpoint: str, **values: str) -> str:
    return f"https://forum.example/{endpoint}/{values.get('ulid', '')}"


def mail_to(template: str, recipient: str) -> OutboxMail:
    return db.session.query(OutboxMail).filter_by(template=template, recipient=recipient).one()


def words(template: str, recipient: str, language: str) -> tuple[str, str]:
    """Subject and text of the mail, as the worker would send it if all recipients worked in this language."""
    mail = mail_to(template, recipient)
    mail.together = [{**each, "language": language} for each in mail.together]
    message = compose(mail, link, "forumhub@example.org")
    db.session.rollback()
    return message["Subject"], message.get_body(("plain",)).get_content()


def test_circulated_is_one_message_in_the_languages_of_all(meeting):
    with writing():
        for party in meeting.row().parties:
            party.language = {"BY": "ru", "CN": "zh"}[party.code]
    meeting.circulated()

    messages = [
        compose(mail_to("circulated", f"secretariat.{code}@example.org"), link, "forumhub@example.org")
        for code in ("cn", "by")
    ]

    text, page = (messages[0].get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert messages[0].as_bytes() == messages[1].as_bytes()
    assert [each.addr_spec for each in messages[0]["To"].addresses] == [
        "secretariat.by@example.org",
        "secretariat.cn@example.org",
    ]
    assert [line for line in text.splitlines() if line.startswith("===")] == ["=== Русский ===", "=== 中文 ==="]
    assert messages[0]["Subject"] == "Протокол на согласовании: Третья встреча / 纪要已分发：第三次高级别会晤"
    assert page.count('<div lang="') == 2


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


@pytest.mark.parametrize(
    ("detail", "access", "language", "instead"),
    [
        ("full", "delegates", "en", "The reasons are on its page."),
        ("brief", "parties", "zh", "理由见文本页面。"),
        ("brief", "public", "ru", "Доводы изложены на его странице."),
    ],
)
def test_objected_carries_the_words_of_the_objection_where_they_are_let_out(meeting, detail, access, language, instead):
    with writing():
        let_out(meeting.row(), detail)
        meeting.row().access = access
    ulid = meeting.circulated()
    meeting.object(ulid, "BY", "В 1.1 пропущено слово.\nSubject: forged")

    stored = mail_to("objected", "secretariat.cn@example.org").snapshot["text"]
    subject, text = words("objected", "secretariat.cn@example.org", language)

    assert ("forged" in subject, stored in text) == (False, True)
    assert ("В 1.1 пропущено слово." in text, instead in text) == (detail == "full", detail == "brief")
    assert bool(stored) == (detail == "full")


@pytest.mark.parametrize("parties", [("CN", "BY"), ("CN", "BY", "KZ")])
def test_agreed_minutes_show_the_head_of_each_register_that_they_touch_to_its_parties(meeting, parties):
    meeting.agreed()
    with writing():
        other = Meeting(meeting.world, make_event(meeting.world, "FTP", parties))
        if "KZ" in parties:
            kz = {"party_id": meeting.world.party["KZ"], "person_id": meeting.world.person["KZ", "head_of_delegation"]}
            db.session.add(EventHead(event_id=other.row().id, **kz))
    ulid = other.create()
    other.save(ulid, en="# Minutes\n\n- **STATUS HLM/A-1** (closed): Named.\n")
    db.session.query(OutboxMail).delete()
    db.session.commit()
    other.circulate(ulid)
    for party in parties:
        other.approve(ulid, party)

    head, agreed = ledger.head(meeting.row().register_id), mail_to("agreed", "secretariat.by@example.org").snapshot
    apart = {mail.recipient: mail.snapshot["head"] for mail in db.session.query(OutboxMail).filter_by(template=APART)}
    assert agreed["head"] == ledger.head(other.row().register_id)
    if "KZ" in parties:
        assert agreed["heads"] == {}
        assert apart == {f"secretariat.{code}@example.org": head for code in ("by", "cn")}
        subject, text = words(APART, "secretariat.by@example.org", "ru")
        assert "HLM" in subject
    else:
        assert (agreed["heads"], apart) == ({"HLM": head}, {})
        text = words("agreed", "secretariat.by@example.org", "zh")[1]
    assert head in text
