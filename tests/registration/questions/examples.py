"""An example of each object of this sub-room, for the walk through all routes."""

import io

from forumhub import files
from forumhub.database import db, writing
from forumhub.events.models import Event
from forumhub.parties.models import Party, Person
from forumhub.registration.models import Registration
from forumhub.registration.questions.actions import save_answers
from forumhub.registration.questions.drafting import add_question, remove_question
from forumhub.registration.questions.queries import answers_of, form_of
from forumhub.registration.questions.reading import name_reader
from forumhub.registration.questions.sealing import seal_file
from forumhub.registration.questions.values import Given, SentFile
from tests.events.examples import make_event
from tests.registration.examples import apply
from tests.registration.questions.arranging import publish, question
from tests.world import NOW, World

SCAN = b"%PDF-1.7 scan of no passport"
LETTER = b"%PDF-1.7 a letter"


def keep(world: World, content: bytes) -> str:
    root = world.app.config["INSTANCE"] / "files"
    return files.keep(root, io.BytesIO(content), limit=10_000)[0]


def asking(world: World, code: str = "ASK", **changes: object) -> Event:
    """An event of China and Belarus that asks for a diet, a letter, a passport and its scan."""
    event = make_event(world, code, access="parties", **changes)
    publish(
        event,
        question("text", "diet"),
        question("file", "letter"),
        question("text", "passport", sensitive=True),
        question("file", "scan", sensitive=True),
    )
    return event


def answered(world: World, event: Event, who: tuple[str, str] = ("CN", "delegate")) -> Registration:
    """The registration of this one, who has answered all that is asked."""
    registration = apply(event, world.reader(*who))
    sealed, key = seal_file(SCAN)
    sent = {
        "diet": "halal",
        "letter": SentFile("letter.pdf", keep(world, LETTER), len(LETTER)),
        "passport": "MP1234567",
        "scan": SentFile("passport.pdf", keep(world, sealed), len(SCAN), key),
    }
    with writing():
        save_answers(registration, Given(form_of(event).id, sent), by=world.reader(*who), now=NOW)
    return registration


def name(world: World, event: Event, party: str, reader: tuple[str, str]):
    """The party's organizer names this person to read the sensitive answers of its people."""
    with writing():
        person = db.session.get_one(Person, world.person[reader])
        own = db.session.get_one(Party, world.party[party])
        return name_reader(event, own, person, by=world.reader(party, "organizer"), now=NOW)


def examples(world: World) -> dict[str, str | dict]:
    """China's delegate has answered; China named its secretary to read; the draft has one question that was removed."""
    with world.app.app_context():
        event = asking(world)
        registration = answered(world, event)
        reader = name(world, event, "CN", ("CN", "secretary"))
        found = {answer.question.key: answer.ulid for answer in answers_of(registration)}
        other = make_event(world, "OTHERFORM"[:8], access="parties")
        publish(other, question("text", "copied"))
        by = world.reader("BY", "organizer")
        with writing():
            removed = add_question(event, "text", labels={"en": "Removed?"}, by=by, now=NOW).key
            remove_question(event, removed, by=by, now=NOW)
        form, of = f"/events/{event.ulid}/questions", f"/registrations/{registration.ulid}"
        texts = {"labels-en": "Diet?", "labels-zh": "饮食？", "labels-ru": "Питание?", "lock_version": "1"}
        return {
            "registration.answers": f"{of}/answers",
            "registration.answer_file": f"{of}/answers/{found['letter']}",
            "registration.questions": form,
            "registration.add_question": {"url": f"{form}/new?kind=text", "data": texts},
            "registration.edit_question": {"url": f"{form}/diet/edit", "data": texts},
            "registration.move_question": {"url": f"{form}/diet/move", "data": {"to": "down"}},
            "registration.remove_question": f"{form}/diet/remove",
            "registration.restore_question": f"{form}/{removed}/restore",
            "registration.add_ready_made": {"url": f"{form}/ready-made", "data": {"name": "travel"}},
            "registration.copy_questions": {"url": f"{form}/copy", "data": {"source": other.ulid}},
            "registration.preview_questions": f"{form}/preview",
            "registration.publish_questions": f"{form}/publish",
            "registration.discard_questions": f"{form}/discard",
            "registration.sensitive_readers": {
                "url": f"{form}/readers",
                "data": {"party": "CN", "email": world.email("CN", "head_of_delegation")},
            },
            "registration.remove_sensitive_reader": f"{form}/readers/{reader.ulid}/remove",
            "registration.sensitive_list": f"/events/{event.ulid}/sensitive",
            "registration.read_sensitive": f"{of}/sensitive",
            "registration.read_sensitive_file": f"{of}/sensitive/{found['scan']}",
        }
