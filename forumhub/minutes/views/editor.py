"""The editor: texts saved as revisions, kept as they are typed, shown as they would be read."""

from dataclasses import dataclass

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.markdown import Remark
from forumhub.minutes import actions, queries, rules
from forumhub.minutes.circulation import all_remarks
from forumhub.minutes.comparing import Piece, compare, side_by_side
from forumhub.minutes.forms import TypedTexts
from forumhub.minutes.models import Document, Revision
from forumhub.minutes.preparing import prepare_next, source_in
from forumhub.minutes.texts import IdsTaken, TextsRefused, read_texts
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties import policy
from forumhub.parties.policy import SECRETARY
from forumhub.web import current_reader, right, say

ATTEMPTS = 3
"""How often a save is made ready again because somebody else was issued its ids meanwhile."""


@dataclass(frozen=True)
class Shown:
    """What the editor shows of one language: the text, its remarks, and its page."""

    language: str
    source: str
    remarks: list[Remark]
    html: str


@blueprint.get("/minutes/<ulid>/edit")
@right(SECRETARY)
def edit(ulid: str) -> str:
    """`?use=copy` shows what the reader typed and has not saved; `?add=zh` adds a language."""
    reader = current_reader()
    document = to_edit(ulid)
    revision, copies = queries.latest_revision(document.id), queries.working_copies(document.id, reader.person_id or 0)
    saved = {text.language: text.source for text in revision.texts}
    unsaved = {code: copy for code, copy in copies.items() if copy.source != saved.get(code, "")}
    typed = TypedTexts(revision.number, _with_added(saved))
    if unsaved and request.args.get("use") == "copy":
        base = min(copy.base_number for copy in unsaved.values())
        typed = TypedTexts(base, {**typed.sources, **{code: copy.source for code, copy in unsaved.items()}})
    offered = max((copy.saved_at for copy in unsaved.values()), default=None)
    return editor_page(document, typed, offered=None if request.args.get("use") else offered)


def _with_added(sources: dict[str, str]) -> dict[str, str]:
    added = request.values.get("add", "")
    return {**sources, added: sources.get(added, "")} if added in current_app.config["LANGUAGES"] else sources


def to_edit(ulid: str) -> Document:
    document = queries.get_document(ulid, current_reader())
    actions.require_writer(document, current_reader())
    rules.check_draft(document.state)
    return document


def may_write(document: Document) -> bool:
    own = document.state == rules.PARTY_DRAFT
    return policy.may_write_minutes(current_reader(), {document.drafted_by_id} if own else document.event.party_ids)


def editor_page(document: Document, typed: TypedTexts, *, against: Revision | None = None, **context: object) -> str:
    """The editor with these texts; whatever is wrong with them stands beside their lines.

    `against` the latest revision, what the texts would change in it is shown before they are saved.
    """
    errors: list[str] = []
    found = {code: Shown(code, source, [], "") for code, source in typed.sources.items()}
    try:
        reading = read_texts(typed.sources, document.working_language)
        remarks = all_remarks(document, reading, current_reader())
        found |= {
            code: Shown(code, typed.sources[code], remarks[code], text.html) for code, text in reading.documents.items()
        }
    except RuleBroken as error:
        errors = [say(error)]
    working = document.working_language
    order = sorted(found, key=lambda code: (code != working, code))
    values = {"errors": errors, "refused": {}, "offered": None, "notice": "", "addable": _addable(typed), **context}
    return render_template(
        "minutes/edit.html",
        document=document,
        base=typed.base,
        shown=[found[code] for code in order],
        changed=[(code, side_by_side(source_in(against, code), found[code].source)) for code in order]
        if against
        else [],
        **values,
    )


def _addable(typed: TypedTexts) -> list[str]:
    return [code for code in current_app.config["LANGUAGES"] if code not in typed.sources]


@blueprint.post("/minutes/<ulid>/edit")
@right(SECRETARY)
def save(ulid: str) -> ResponseReturnValue:
    """Saves, or, by `step`, only shows the page again: with its preview, or with one language more."""
    document, typed = queries.get_document(ulid, current_reader()), _typed()
    if request.form.get("step") == "preview" or request.form.get("add"):
        return editor_page(document, TypedTexts(typed.base, _with_added(typed.sources)))
    try:
        revision = _save(document, typed)
    except Conflict as conflict:
        return _conflict_page(ulid, typed, conflict), 409
    except TextsRefused as refused:
        return editor_page(_again(ulid), typed, errors=[say(refused)], refused=refused.remarks), 422
    except RuleBroken as error:
        return editor_page(_again(ulid), typed, errors=[say(error)]), 422
    flash(
        _("Saved as revision %(number)s.", number=revision) if revision else _("Nothing changed, so nothing was saved.")
    )
    return redirect(url_for("minutes.edit", ulid=ulid))


def _again(ulid: str) -> Document:
    return queries.get_document(ulid, current_reader())


def _typed() -> TypedTexts:
    return TypedTexts.of(request.form, current_app.config["LANGUAGES"])


def _save(document: Document, typed: TypedTexts) -> int | None:
    """The new revision's number, None where nothing changed."""
    reader, ulid = current_reader(), document.ulid
    for attempt in range(ATTEMPTS):
        seen = _again(ulid) if attempt else document
        draft = prepare_next(seen, typed.sources, typed.base, reader)
        try:
            with writing():
                revision = actions.save_revision(_again(ulid), draft, by=reader, now=clock.now())
                return revision.number if revision else None
        except IdsTaken:
            continue
    raise RuleBroken(N_("Others are saving in this register just now. Wait a moment, then save again."))


def _conflict_page(ulid: str, typed: TypedTexts, conflict: Conflict) -> str:
    """Both texts side by side; the reader's own can be edited further and saved over the newer revision."""
    document = _again(ulid)
    latest = queries.latest_revision(document.id)
    codes = sorted(
        {*typed.sources, *(text.language for text in latest.texts)}, key=lambda code: code != document.working_language
    )
    pairs = [_Pair.of(code, typed, latest) for code in codes]
    return render_template(
        "minutes/conflict.html", document=document, latest=latest, pairs=pairs, message=say(conflict)
    )


@dataclass(frozen=True)
class _Pair:
    language: str
    mine: str
    theirs: str
    pieces: list[Piece]

    @classmethod
    def of(cls, language: str, typed: TypedTexts, latest: Revision) -> "_Pair":
        theirs = source_in(latest, language)
        mine = typed.sources.get(language, theirs)
        return cls(language, mine, theirs, compare(mine, theirs))


@blueprint.post("/minutes/<ulid>/preview")
@right(SECRETARY)
def preview(ulid: str) -> ResponseReturnValue:
    """A fragment: the page of one language (`?language=`) as it is typed, and its remarks."""
    document = queries.get_document(ulid, current_reader())
    actions.require_writer(document, current_reader())
    code = request.args.get("language", document.working_language)
    source = _typed().sources.get(code, "")
    try:
        reading = read_texts({code: source}, code)
    except RuleBroken as error:
        return render_template("minutes/_preview.html", shown=Shown(code, source, [], ""), error=say(error))
    remarks = all_remarks(document, reading, current_reader())[code]
    shown = Shown(code, source, remarks, reading.working.html)
    return render_template("minutes/_preview.html", shown=shown, error="")


@blueprint.post("/minutes/<ulid>/autosave")
@right(SECRETARY)
def autosave(ulid: str) -> ResponseReturnValue:
    """Keeps what is typed for this person alone; answers when."""
    reader, typed, now = current_reader(), _typed(), clock.now()
    with writing():
        document = queries.get_document(ulid, reader)
        actions.keep_working_copy(document, typed.sources, typed.base, by=reader, now=now)
    return {"saved_at": now.isoformat()}


@blueprint.post("/minutes/<ulid>/discard")
@right(SECRETARY)
def discard(ulid: str) -> ResponseReturnValue:
    """Forgets what the reader typed and did not save."""
    reader = current_reader()
    with writing():
        actions.drop_working_copies(queries.get_document(ulid, reader), by=reader)
    return redirect(url_for("minutes.edit", ulid=ulid))
