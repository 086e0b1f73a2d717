"""A mail in its recipient's language and on their clock, with headers that nothing can be smuggled into."""

from datetime import UTC, datetime

import pytest

from forumhub.mail.worker import deliver_due
from tests.mail.conftest import EVENT, post_some

TITLES = {
    "en": "Waiting list: Forum on trafficking",
    "zh": "中白打击人口贩运论坛",
    "ru": "Форум по борьбе с торговлей людьми",
}


def plain(message) -> str:
    return message.get_body(("plain",)).get_content()


def page(message) -> str:
    return message.get_body(("html",)).get_content()


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_mail_speaks_the_language_of_its_recipient(sending_app, mailbox, language):
    post_some(sending_app, 1, language=language)

    deliver_due(sending_app)

    (message,) = mailbox.received
    assert str(message["Subject"]).endswith(TITLES[language])
    assert message["Content-Language"] == language
    assert str(message["To"]) == "Li Wei 李伟 <delegate0@example.org>"
    assert EVENT["titles"][language] in plain(message)
    assert f'<html lang="{language}">' in page(message)


def test_a_mail_shows_the_hosts_clock_and_the_recipients(sending_app, mailbox):
    post_some(sending_app, 1)

    deliver_due(sending_app)

    assert "Tue 14 Sep 2027, 09:30–17:00 Minsk (14:30 Beijing)" in plain(mailbox.received[0])


def test_links_lead_to_the_public_address(sending_app, mailbox):
    sending_app.config["PUBLIC_URL"] = "https://forum.example:8443/hub"
    post_some(sending_app, 1)

    deliver_due(sending_app)

    assert f"https://forum.example:8443/hub/events/{EVENT['ulid']}" in plain(mailbox.received[0]).splitlines()


def test_the_bytes_on_the_wire_are_ascii(sending_app, mailbox):
    post_some(sending_app, 1, language="ru", to_name="Ковальчук, Ирина")

    deliver_due(sending_app)

    assert mailbox.received[0].as_bytes().isascii()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\u2028", "\x00\x0b"])
def test_a_name_or_title_cannot_add_a_header(sending_app, mailbox, end):
    hostile = f"Li{end}Bcc: all@example.org"
    post_some(sending_app, 1, to_name=hostile, snapshot={"event": {**EVENT, "titles": {"en": hostile}}})

    deliver_due(sending_app)

    (message,) = mailbox.received
    assert (message["Bcc"], len(message.get_all("To")), len(message.get_all("Subject"))) == (None, 1, 1)
    assert str(message["Subject"]) == "Waiting list: Li Bcc: all@example.org"


def test_html_in_a_title_or_name_is_text(sending_app, mailbox):
    event = {**EVENT, "titles": {"en": "<script>alert(1)</script>"}}
    post_some(sending_app, 1, to_name="<b>Li</b>", snapshot={"event": event})

    deliver_due(sending_app)

    html = page(mailbox.received[0])
    assert ("<script>" in html, "<b>Li" in html) == (False, False)
    assert "&lt;script&gt;" in html


def test_a_long_title_is_cut_in_the_subject(sending_app, mailbox):
    post_some(sending_app, 1, snapshot={"event": {**EVENT, "titles": {"en": "长" * 400}}})

    deliver_due(sending_app)

    subject = str(mailbox.received[0]["Subject"])
    assert (len(subject), subject[-1]) == (200, "…")


def test_mail_says_that_no_person_wrote_it_and_when(sending_app, mailbox):
    (message_id,) = post_some(sending_app, 1, now=datetime(2024, 11, 22, 9, 0, tzinfo=UTC))

    deliver_due(sending_app)

    (message,) = mailbox.received
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.isoformat() == "2024-11-22T09:00:00+00:00"
    assert message["Message-ID"] == message_id
    assert message_id.endswith("@forumhub.example>")
