"""The mails of an event, shown to its organizers before anything is sent."""

from collections.abc import Iterable
from datetime import datetime

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.calendars.previewing import KINDS, Draft, Sample, draft_of, draft_of_change, sample
from forumhub.calendars.views.room import blueprint
from forumhub.database import db, writing
from forumhub.errors import N_, NotFound, RuleBroken
from forumhub.events.consequences.rules import UNSEEN, Consequences, Unforeseen
from forumhub.events.forms import EventForm
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.events.views.changing import FORMS, Act
from forumhub.events.views.editing import edit_of
from forumhub.events.views.seen import seen
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
    draft = draft_of(event, kind, _reader().name, _languages(), clock.now())
    return render_template("calendars/invitation.html", event=event, kind=kind, samples=_samples(draft, _languages()))


@blueprint.post("/events/<ulid>/invitation")
@right(ORGANIZER)
def foretell(ulid: str) -> ResponseReturnValue:
    """The mail of the change that was typed at ?step=, of which nothing is kept, in each language in which it goes."""
    event, step = get_event(ulid, current_reader(), to_organize=True), request.args.get("step", "")
    draft = _rehearsed(ulid, _typed(event, step))
    return render_template("calendars/foretold.html", event=event, samples=_samples(draft, draft.said))


def _typed(event: Event, step: str) -> Act:
    """The change as it was typed: an edit, or one of the steps. Raises RuleBroken where the form is not valid."""
    if step == "edit":
        form = EventForm(current_reader(), event=event)
        del form.register_code
    elif step in FORMS:
        form, act = FORMS[step]()
    else:
        raise NotFound
    if not form.validate():
        raise RuleBroken(N_("Something is missing or wrong in the form: fill it in first, then see the mail."))
    return edit_of(form) if step == "edit" else act


def _rehearsed(ulid: str, act: Act) -> Draft:
    """What the change would send: it is made as if nobody had been shown anything, and so always taken back."""
    reader, now = current_reader(), clock.now()
    try:
        with writing():
            event = get_event(ulid, reader, to_organize=True)
            try:
                act(event, by=reader, now=now, **seen() | {"told": UNSEEN})
            except Unforeseen as unforeseen:
                draft = _foreseen(event, unforeseen.consequences, now)
                raise
            raise RuleBroken(N_("Nobody would be told of this by mail."))
    except Unforeseen:
        return draft


def _foreseen(event: Event, foreseen: Consequences, now: datetime) -> Draft:
    """The mail of the change, in the languages of those who are told. Raises RuleBroken where nobody is."""
    read = {each.language for each in foreseen.told}
    if not read and foreseen.promoted:
        raise RuleBroken(N_("Only those who get a place by this would be told by mail."))
    if not read:
        raise RuleBroken(N_("Nobody would be told of this by mail."))
    languages = [language for language in _languages() if language in read]
    return draft_of_change(event, foreseen.before, foreseen.after, languages, now)


def _languages() -> list[str]:
    """The reader's first."""
    first = current_reader().language
    return sorted(current_app.config["LANGUAGES"], key=lambda language: language != first)


def _reader() -> Person:
    return db.session.get_one(Person, current_reader().person_id)


def _samples(draft: Draft, languages: Iterable[str]) -> list[Sample]:
    person = _reader()
    address = person.email or (person.account.email if person.account else "")
    to = [Recipient(address, person.name, language, person.timezone) for language in languages]
    sender, link = current_app.config["MAIL_FROM"], link_maker(current_app)
    return [sample(draft, each, sender, link, clock.now()) for each in to]
