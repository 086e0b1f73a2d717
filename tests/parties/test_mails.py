"""Each mail of this room renders in each language from what the actions put into it."""

import pytest

from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.mail.sealing import seal
from tests.world import NOW

ROLE = {
    "person": "李伟",
    "party": {"code": "CN", "names": {"en": "China", "zh": "中国", "ru": "Китай"}},
    "role": "secretary",
    "from_date": "2026-11-23",
    "until_date": "",
    "reason": "Перевод",
    "by": "Алесь",
    "at": NOW.isoformat(),
}
MAILS = {
    "account_made": {},
    "password_reset": {},
    "password_was_reset": {},
    "password_changed": {},
    "device_password": {"label": "手机", "at": NOW.isoformat()},
    "second_factor": {"change": "changed", "at": NOW.isoformat()},
    "role_granted": ROLE,
    "role_ended": ROLE,
}


def composed(template: str, language: str):
    mail = OutboxMail(
        message_id="<1@x>",
        template=template,
        recipient="li@example.org",
        recipient_name="李伟",
        language=language,
        timezone="Asia/Shanghai",
        snapshot=MAILS[template],
        secret=seal("the-token"),
        written_at=NOW,
    )
    return compose(mail, lambda endpoint, **values: f"https://x/{endpoint}/{'/'.join(values.values())}", "f@x")


def text_of(message) -> str:
    return message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("template", MAILS)
def test_a_mail_renders_as_text_and_page_in_each_language(app, template, language):
    message = composed(template, language)

    page = message.get_body(("html",)).get_content()
    assert text_of(message).startswith("李伟")
    assert f'<html lang="{language}">' in page
    assert "style=" not in page


@pytest.mark.parametrize("template", ["account_made", "password_reset"])
def test_the_link_is_in_the_mail_that_brings_it(app, template):
    assert "https://x/security.reset_password/the-token\n" in text_of(composed(template, "en"))


@pytest.mark.parametrize(
    "template", ["role_granted", "role_ended", "password_changed", "device_password", "second_factor"]
)
def test_no_other_mail_holds_a_token(app, template):
    assert "the-token" not in composed(template, "en").as_string()


@pytest.mark.parametrize("template", ["password_was_reset", "password_changed"])
def test_a_new_password_is_told_with_what_still_opens_calendars(app, template):
    words = text_of(composed(template, "en"))

    assert "https://x/calendars.subscribe/\nhttps://x/calendars.devices/\n" in words


def test_a_grant_says_who_what_and_from_when(app):
    words = text_of(composed("role_granted", "en"))

    assert "李伟 acts for China as Secretary.\nFrom 2026-11-23 on.\nGranted by Алесь, Sun 22 Nov 2026, 17:00" in words
