"""The confirmation brings the code as a drawing and as text."""

from xml.etree import ElementTree

import pytest

from forumhub.database import db, writing
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due
from forumhub.registration.actions import confirm_registration
from forumhub.registration.checkin.codes import code_of
from forumhub.registration.checkin.drawing import qr_rows
from tests.events.examples import make_event
from tests.registration.examples import apply, make_person
from tests.world import NOW


def confirmed(world, language: str = "en"):
    who = make_person(world, 1)
    registration = apply(make_event(world), who)
    with writing():
        registration.person.language = language
        return confirm_registration(registration, by=world.reader("BY", "organizer"), now=NOW)


WORDS = {"en": "Your code at the entrance: ", "zh": "您的入场代码：", "ru": "Ваш код на входе: "}


@pytest.mark.parametrize("language", WORDS)
def test_a_confirmation_shows_the_code_as_text_and_as_a_drawing(database, world, mailbox, sending_app, language):
    registration = confirmed(world, language)
    code = code_of(registration)

    deliver_due(sending_app)

    message = mailbox.received[-1]
    page = message.get_body(("html",)).get_content()
    drawn = ElementTree.fromstring(page[page.index('<table role="img"') : page.index("</table>") + len("</table>")])
    rows = [
        [cell.get("bgcolor") == "#000000" for cell in row for _ in range(int(cell.get("colspan", 1)))] for row in drawn
    ]
    assert WORDS[language] + code in message.get_body(("plain",)).get_content()
    assert drawn.get("aria-label") == f"QR {code}"
    assert rows == [[dark for dark, count in row for _ in range(count)] for row in qr_rows(code)]


def test_a_confirmation_that_was_written_before_there_were_codes_is_sent_without(
    database,
    world,
    mailbox,
    sending_app,
):
    confirmed(world)
    with writing():
        mail = db.session.query(OutboxMail).filter_by(template="registration_confirmed").one()
        mail.snapshot = {name: value for name, value in mail.snapshot.items() if name != "code"}

    deliver_due(sending_app)

    message = mailbox.received[-1]
    assert 'role="img"' not in message.get_body(("html",)).get_content()
    assert "Your code" not in message.get_body(("plain",)).get_content()
