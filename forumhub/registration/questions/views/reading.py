"""Sensitive answers: who is named to read them, and reading them, which is a POST because it is entered."""

from flask import Response, current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock, files
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, NotFound, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.events.views.room import page_of
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, SECRETARY
from forumhub.parties.queries import find_party, find_person_by_email
from forumhub.phrases import in_language
from forumhub.registration.queries import GUESTS
from forumhub.registration.questions import queries, reading, rules, sealing
from forumhub.registration.questions.forms.asking import ReaderForm
from forumhub.registration.questions.reading import Secret
from forumhub.registration.questions.words import value_word
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, UPLOAD_POLICY, current_reader, language, right, say


@blueprint.route("/events/<ulid>/questions/readers", methods=["GET", "POST"])
@right(ORGANIZER, SECRETARY)
def sensitive_readers(ulid: str) -> ResponseReturnValue:
    event, own = _to_name(ulid)
    form, status = _reader_form(event, own), 200
    if form.is_submitted():
        status = 422
        if form.validate() and _named(ulid, form):
            return redirect(url_for("registration.sensitive_readers", ulid=ulid))
        event, own = _to_name(ulid)
    named = queries.readers_of(event.id)
    return render_template(
        "registration/questions/readers.html",
        event=event,
        form=form,
        readers=named,
        serving={row.id for row in queries.reading_today(named, clock.now())},
        own={party.id if party else None for party in own},
    ), status


def _to_name(ulid: str) -> tuple[Event, list[Party | None]]:
    """The event, and those for whose people the reader names; None for guests. Raises NotAllowed without any."""
    reader = current_reader()
    event = get_event(ulid, reader)
    own = [party for party in (*event.parties, None) if reading.may_name_for(event, party, reader)]
    if not own:
        raise NotAllowed(
            N_("A party's own organizer or secretary names who reads the sensitive answers of its people.")
        )
    return event, own


def _reader_form(event: Event, own: list[Party | None]) -> ReaderForm:
    form = ReaderForm()
    form.party.choices = [
        (party.code, in_language(party.names, language())) if party else (GUESTS, _("guests, who come for no party"))
        for party in own
    ]
    return form


def _named(ulid: str, form: ReaderForm) -> bool:
    reader = current_reader()
    try:
        with writing():
            event = get_event(ulid, reader)
            party = None if form.party.data == GUESTS else find_party(form.party.data)
            person = find_person_by_email(form.email.data)
            if person is None or person.party_id not in reader.party_ids | event.party_ids:
                raise RuleBroken(N_("Nobody with this address is known here. Check how it is written."), field="email")
            reading.name_reader(event, party, person, by=reader, now=clock.now())
            name = person.name
    except RuleBroken as error:
        put_beside(form, error)
        return False
    flash(_("%(name)s is named, and can read from now on. Every party sees it.", name=name), "success")
    return True


@blueprint.post("/events/<ulid>/questions/readers/<row>/remove")
@right(ORGANIZER, SECRETARY)
def remove_sensitive_reader(ulid: str, row: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        event = get_event(ulid, reader)
        found = next((each for each in queries.readers_of(event.id) if each.ulid == row), None)
        if found is None:
            raise NotFound
        reading.remove_reader(found, by=reader, now=clock.now())
    flash(_("The person reads no more."), "success")
    return redirect(url_for("registration.sensitive_readers", ulid=ulid))


@blueprint.get("/events/<ulid>/sensitive")
@right(SIGNED_IN)
def sensitive_list(ulid: str) -> ResponseReturnValue:
    """Whose sensitive answers the reader may read; none of the answers."""
    event = queries.get_event_to_read(ulid, current_reader())
    return render_template(
        "registration/questions/sensitive_list.html",
        event=event,
        page=page_of(queries.to_read(event, current_reader())),
    )


@blueprint.post("/registrations/<ulid>/sensitive")
@right(SIGNED_IN)
def read_sensitive(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        registration, secrets = reading.show_sensitive(ulid, by=reader, now=clock.now())
        shown = [(secret, _words(secret)) for secret in secrets]
        page = render_template(
            "registration/questions/sensitive.html", registration=registration, event=registration.event, secrets=shown
        )
    return page


def _words(secret: Secret) -> str:
    return say(secret.problem) if secret.problem else value_word(secret.question, secret.value, language())


@blueprint.post("/registrations/<ulid>/sensitive/<answer>")
@right(SIGNED_IN)
def read_sensitive_file(ulid: str, answer: str) -> ResponseReturnValue:
    with writing():
        secret = reading.open_file(ulid, answer, by=current_reader(), now=clock.now())
        if secret is None:
            raise NotFound
        if secret.problem:
            raise secret.problem
        sha256, value = secret.answer.file_sha256, secret.value
    content = files.path(current_app.config["INSTANCE"] / "files", sha256 or "").read_bytes()
    return _sent(content, value["name"], value["key"])


def _sent(content: bytes, name: str, key: str) -> Response:
    """To be saved and never shown as a page of ours."""
    plain = sealing.unseal_file(content, key)
    answer = send_file(plain, mimetype=files.media_type_of(name), as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = UPLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def masked(secret: Secret) -> str:
    """What the person sees of their own: the last of a text, nothing of a file."""
    if secret.problem:
        return say(secret.problem)
    if secret.question.kind == rules.FILE:
        return str(_("a file"))
    return rules.mask(str(secret.value) if secret.question.kind in (rules.TEXT, rules.LONG) else "")
