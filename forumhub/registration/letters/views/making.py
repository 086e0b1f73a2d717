"""Making letters: one as a Word document, several as a ZIP; and one's own certificate."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.database import db, writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.forms.fields import plain
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.badges.queries import selection
from forumhub.registration.badges.views.choosing import MOST_CHOSEN
from forumhub.registration.letters import actions, filling, packages, rules
from forumhub.registration.letters.forms import LettersForm
from forumhub.registration.letters.views.templates import DOCX, as_download, template_bytes
from forumhub.registration.letters.views.values import values_of
from forumhub.registration.models import Registration
from forumhub.registration.queries import get_registration
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, language, right

Letters = list[tuple[str, bytes]]
"""Name and content of each."""


@blueprint.route("/events/<ulid>/letters/make", methods=["GET", "POST"])
@right(ORGANIZER)
def make_letters(ulid: str) -> ResponseReturnValue:
    """For ?person= (several), or for whom ?party= and ?search= let through."""
    event, form, status = get_event(ulid, current_reader(), to_organize=True), LettersForm(language=language()), 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                return _made(event, form)
        except RuleBroken as error:
            put_beside(form, error)
    asked = {name: plain(request.values.get(name)) for name in ("party", "search")}
    numbers = {kind: len(_wanted(event, kind)) for kind in rules.KINDS}
    if form.kind.data is None:
        form.kind.data = next((kind for kind, number in numbers.items() if number), rules.VISA)
    return render_template(
        "registration/letters/make.html",
        event=event,
        form=form,
        numbers=numbers,
        people=_chosen(),
        asked=asked,
    ), status


def _chosen() -> list[str]:
    return [plain(ulid) for ulid in request.values.getlist("person")[:MOST_CHOSEN]]


def _wanted(event: Event, kind: str) -> list[Registration]:
    filters = {name: plain(request.values.get(name)) for name in ("party", "search")}
    wanted = selection(event, current_reader(), **filters, chosen=_chosen(), states=[rules.STATE_OF[kind]])
    return list(db.session.scalars(wanted))


def _made(event: Event, form: LettersForm) -> Response:
    kind, now = form.kind.data, clock.now()
    wanted = _wanted(event, kind)
    template = packages.read_package(template_bytes(event, kind, form.language.data))
    rules.check_number(len(wanted), sum(map(len, template.values())))
    made = _letters(template, wanted, kind, form.language.data, now)
    ulids, ulid, reader = [registration.ulid for registration in wanted], event.ulid, current_reader()
    with writing():
        actions.record_letters(get_event(ulid, reader, to_organize=True), kind, ulids, by=reader, now=now)
    if len(made) == 1:
        return as_download(made[0][1], made[0][0], DOCX)
    return as_download(_zipped(made), f"{kind}-{form.language.data}.zip", "application/zip")


def _letters(
    template: dict[str, bytes], wanted: Sequence[Registration], kind: str, spoken: str, now: datetime
) -> Letters:
    return [
        (rules.file_name(kind, number, each.person.name), filling.fill(template, values_of(each, spoken, now)))
        for number, each in enumerate(wanted, 1)
    ]


def _zipped(letters: Letters) -> bytes:
    """Stored as they are: Word documents are compressed already."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in letters:
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


@blueprint.get("/registrations/<ulid>/certificate")
@right(SIGNED_IN)
def certificate(ulid: str) -> Response:
    """For who attended, and whoever sees their registration; in the reader's language."""
    registration = get_registration(ulid, current_reader())
    if registration.state != rules.STATE_OF[rules.ATTENDANCE]:
        raise NotFound
    template = packages.read_package(template_bytes(registration.event, rules.ATTENDANCE, language()))
    ((name, content),) = _letters(template, [registration], rules.ATTENDANCE, language(), clock.now())
    return as_download(content, name, DOCX)
