"""Somebody who gave a consent and other answers, signed in or by the link of an invitation."""

from forumhub.database import writing
from forumhub.events.models import Event
from forumhub.parties.policy import Reader
from forumhub.registration.inviting import ACCEPT, answer_invitation
from forumhub.registration.models import Registration
from forumhub.registration.questions.actions import save_answers
from forumhub.registration.questions.queries import form_of
from forumhub.registration.questions.values import Given
from tests.events.examples import make_event
from tests.registration.examples import apply, invite
from tests.registration.questions.arranging import publish, question
from tests.world import NOW, World

WORDS = {"en": "I agree to be photographed.", "zh": "我同意被拍照。", "ru": "Я согласен на фотосъёмку."}


def asking(world: World, code: str, *, required: bool, **changes: object) -> Event:
    """An event that asks for a diet, a passport and a consent."""
    event = make_event(world, code, access="parties", **changes)
    publish(
        event,
        question("text", "diet"),
        question("text", "passport", sensitive=True),
        question("consent", "photo", labels=WORDS, required=required),
    )
    return event


def answer(registration: Registration, by: Reader) -> None:
    said = {"diet": "halal", "passport": "MP1234567", "photo": "yes"}
    with writing():
        save_answers(registration, Given(form_of(registration.event).id, said), by=by, now=NOW)


def consenting(world: World, code: str, *, required: bool = True, **changes: object) -> Registration:
    """China's delegate applied, and answered all."""
    registration = apply(asking(world, code, required=required, **changes), world.reader("CN", "delegate"))
    answer(registration, world.reader("CN", "delegate"))
    return registration


def invited(world: World, code: str) -> tuple[Registration, str]:
    """Somebody without an account accepted and answered; and the token of their link."""
    event = asking(world, code, required=True)
    _invitation, token = invite(world, event)
    with writing():
        registration = answer_invitation(token, ACCEPT, now=NOW)
    answer(registration, Reader(person_id=registration.person_id))
    return registration, token


def rights_examples(world: World) -> dict[str, str]:
    registration = consenting(world, "PRV")
    _registration, token = invited(world, "PRI")
    return {
        "registration.consent": f"/registrations/{registration.ulid}/consent",
        "registration.data_by_link": f"/invitations/{token}/data",
        "registration.data_by_link_json": f"/invitations/{token}/data.json",
        "registration.consent_by_link": f"/invitations/{token}/consent",
    }
