"""Old minutes are imported: read, gone through by a secretary, and made into a draft like any other."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock, files
from forumhub.database import writing
from forumhub.errors import N_, RuleBroken
from forumhub.events import queries as events
from forumhub.events.forms.fields import put_beside
from forumhub.events.models import Event
from forumhub.files import KeptFile
from forumhub.followup import queries as followup
from forumhub.minutes import actions, rules
from forumhub.minutes.annexes.actions import add_annex
from forumhub.minutes.annexes.forms import keep_same_for_all
from forumhub.minutes.importing.composing import Choice, compose, spelled
from forumhub.minutes.importing.finding import Found, Report
from forumhub.minutes.importing.forms import NAME, ImportForm, choices_of
from forumhub.minutes.importing.lines import head_lines
from forumhub.minutes.importing.queries import names_at
from forumhub.minutes.importing.rules import propose
from forumhub.minutes.importing.words import KINDS
from forumhub.minutes.skeletons import default_title
from forumhub.minutes.texts import Draft, prepare, read_texts
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.trying import in_attempts
from forumhub.parties.policy import SECRETARY
from forumhub.web import current_reader, language, right


@dataclass(frozen=True)
class Read:
    """An old text, what was found in it, and what was chosen so far."""

    report: Report
    choices: list[Choice]
    lines: list[str]

    @property
    def head(self) -> int:
        """The lines at the beginning that the draft leaves out."""
        return head_lines("\n".join(self.lines))

    def written(self, found: Found) -> str:
        """Its lines as they stand in the text."""
        return " ".join(self.lines[found.line - 1 : found.last]).strip()

    def of_kind(self, kind: str) -> list[tuple[int, Choice]]:
        return [(number, choice) for number, choice in enumerate(self.choices) if choice.found.kind == kind]


@blueprint.get("/events/<ulid>/documents/import")
@right(SECRETARY)
def import_old(ulid: str) -> str:
    """Refused at once where no draft could be made of what would be gone through."""
    event = _event(ulid)
    _check_open(event)
    return _page(event, ImportForm(_languages(event), formdata=None))


@blueprint.post("/events/<ulid>/documents/import")
@right(SECRETARY)
def do_import(ulid: str) -> ResponseReturnValue:
    """Shows what was found; makes the draft only where `step` is `make`."""
    event = _event(ulid)
    form = ImportForm(_languages(event))
    if not form.validate_on_submit():
        return _page(event, form), 422
    read: Read | None = None
    try:
        form.take_file()
        report = propose(form.text.data, names_at(event))
        read = Read(report, choices_of(request.form, report), form.text.data.split("\n"))
        _check_open(event, own=form.sharing.data == "own")
        if request.form.get("step") == "make":
            made = in_attempts(lambda: _make(_event(ulid), form, read))
            flash(_("The draft is made. The text as it came is its annex."), "success")
            return redirect(url_for("minutes.edit", ulid=made))
    except RuleBroken as error:
        error.field = error.field if error.field in form else "text"
        put_beside(form, error)
        return _page(_event(ulid), form, read), 422
    return _page(event, form, read)


def _event(ulid: str) -> Event:
    event = events.get_event(ulid, current_reader())
    actions.writing_party(event, current_reader())
    return event


def _check_open(event: Event, *, own: bool = False) -> None:
    """Raises RuleBroken for a meeting that is still to come, or that has its minutes; `own`: of the reader's side."""
    if event.starts_at > clock.now():
        raise RuleBroken(
            N_("The meeting has not begun yet; old minutes are of a meeting that was held. Open the event of that one.")
        )
    party = actions.writing_party(event, current_reader())
    actions.check_alone(event, rules.MINUTES, party if own else None)


def _languages(event: Event) -> list[str]:
    return event.languages or [language()]


def _page(event: Event, form: ImportForm, read: Read | None = None) -> str:
    return render_template("minutes/importing/page.html", event=event, form=form, read=read, kinds=KINDS)


def _make(event: Event, form: ImportForm, read: Read) -> str:
    """The ULID of the draft. Raises RuleBroken where the meeting got its minutes meanwhile."""
    ulid, reader, shared = event.ulid, current_reader(), form.sharing.data == "all"
    draft, kept = _draft(event, form, read), _kept(form)
    with writing():
        event = events.get_event(ulid, reader)
        made = actions.create_document(
            event, kind=rules.MINUTES, draft=draft, shared=shared, by=reader, now=clock.now()
        )
        add_annex(made, kept, by=reader, now=clock.now())
        return made.ulid


def _draft(event: Event, form: ImportForm, read: Read) -> Draft:
    code = form.working_language.data
    title = (form.title.data or "").strip() or default_title(rules.MINUTES, event.titles, code)
    source = compose(form.text.data, read.choices, title, code)
    register = event.register_id
    return prepare(read_texts({code: source}, code), None, followup.issued(register), 0)


def _kept(form: ImportForm) -> KeptFile:
    """The text as it came, as a plain text that everybody sees alike."""
    name = files.plain_name(f"{Path(form.name.data or NAME).stem}.txt")
    return keep_same_for_all(name, BytesIO(spelled(form.text.data).encode("utf-8", "replace")))
