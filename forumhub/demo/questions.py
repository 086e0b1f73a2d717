"""What the demo's next high-level meeting asks, and what was answered."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forumhub.database import db
from forumhub.demo.accounts import Cast
from forumhub.events.models import Event
from forumhub.parties.policy import DELEGATE, ORGANIZER, SECRETARY
from forumhub.registration.models import Registration
from forumhub.registration.questions.actions import save_answers
from forumhub.registration.questions.drafting import add_question, append_questions, publish_form
from forumhub.registration.questions.models import FormVersion
from forumhub.registration.questions.reading import name_reader
from forumhub.registration.questions.ready_made import questions_of
from forumhub.registration.questions.values import Given

DRAFTED = {
    "en": "Which working group do you join?",
    "zh": "您参加哪个工作组？",
    "ru": "В какой рабочей группе вы участвуете?",
}


def ask_all(cast: Cast, event: Event, now: datetime) -> None:
    """Travel, visa and interpretation are asked; one delegate has answered; a further question is a draft."""
    organizer, asked = cast.reader("CN", ORGANIZER), now - timedelta(days=7)
    for section in ("travel", "visa", "interpretation"):
        append_questions(event, questions_of(section), by=organizer, now=asked)
    form = publish_form(event, by=organizer, now=asked)
    by = cast.reader("BY", DELEGATE)
    chosen = Registration.event_id == event.id, Registration.person_id == by.person_id
    registration = db.session.scalars(select(Registration).where(*chosen)).one()
    save_answers(registration, Given(form.id, _answers(form)), by=by, now=now - timedelta(days=6))
    belarus = registration.party
    reader = cast.reader("CN", SECRETARY)
    person = db.session.get_one(type(registration.person), reader.person_id)
    name_reader(event, belarus, person, by=cast.reader("BY", ORGANIZER), now=now - timedelta(days=6))
    add_question(event, "text", labels=DRAFTED, by=organizer, now=now - timedelta(days=1))


def _answers(form: FormVersion) -> dict[str, str]:
    said = {
        "How do you arrive?": "air",
        "Flight number and airport": "B2 723, Beijing",
        "Do you need visa support?": "yes",
        "Citizenship": "BY",
        "Name as in the passport": "DELEGATE OF BELARUS",
        "Date of birth": "1980-01-01",
        "Passport number": "MP0000000",
        "Passport valid until": "2031-01-01",
        "In which language will you speak?": "ru",
        "Do you need interpretation?": "no",
    }
    keys = {question.labels["en"]: question.key for question in form.questions}
    return {keys[label]: value for label, value in said.items()}
