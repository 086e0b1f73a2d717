"""The mails of an event's registration, shown to its organizers before anything is sent."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.calendars.previewing import KINDS, Sample, sample
from forumhub.calendars.views.room import blueprint
from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.mail.actions import Recipient
from forumhub.mail.worker import link_maker
from forumhub.parties.models import Person
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right


@blueprint.get("/events/<ulid>/invitation")
@right(ORGANIZER)
def invitation(ulid: str) -> ResponseReturnValue:
    """?mail= one of KINDS: as the reader themselves would get it, in each language."""
    event, kind = get_event(ulid, current_reader(), to_organize=True), request.args.get("mail", "confirmed")
    if kind not in KINDS:
        raise NotFound
    return render_template("calendars/invitation.html", event=event, kind=kind, samples=_samples(event, kind))


def _samples(event: Event, kind: str) -> list[Sample]:
    person = db.session.get_one(Person, current_reader().person_id)
    address = person.email or (person.account.email if person.account else "")
    first = current_reader().language
    languages = sorted(current_app.config["LANGUAGES"], key=lambda language: language != first)
    to = [Recipient(address, person.name, language, person.timezone) for language in languages]
    sender, link = current_app.config["MAIL_FROM"], link_maker(current_app)
    return [sample(event, kind, each, person.name, sender, link, clock.now()) for each in to]
