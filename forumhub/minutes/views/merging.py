"""Two who wrote on one revision: put together where they do not meet, asked where they do; saving is another step."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.errors import RuleBroken
from forumhub.minutes import actions, history, queries, rules
from forumhub.minutes.forms import TypedTexts
from forumhub.minutes.merging import CHOICES, Part, merge, put_together
from forumhub.minutes.models import Document, Revision
from forumhub.minutes.preparing import source_in
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.drafting import again, editor_page, to_edit, typed_texts
from forumhub.parties.policy import SECRETARY
from forumhub.web import current_reader, right

Parts = dict[str, list[Part]]
"""By language, the working one first."""


def stale_page(ulid: str, typed: TypedTexts) -> str:
    """Both texts put together in the editor, or, where they meet, what has to be chosen first."""
    document = to_edit(ulid)
    latest = queries.latest_revision(document.id)
    parts = _merged(document, typed, latest)
    if any(part.conflict for each in parts.values() for part in each):
        return _choices_page(document, typed, latest, parts)
    return _merged_page(document, latest, {code: put_together(each, []) for code, each in parts.items()})


def _merged(document: Document, typed: TypedTexts, latest: Revision) -> Parts:
    """A base that the reader may not see counts as empty: then nothing is put together without being asked."""
    revision = history.find_revision(document.id, typed.base, current_reader())
    base, theirs = revision.sources if revision else {}, latest.sources
    codes = sorted({*typed.sources, *theirs}, key=lambda code: (code != document.working_language, code))
    return {
        code: merge(base.get(code, ""), theirs.get(code, ""), typed.sources.get(code, base.get(code, "")))
        for code in codes
    }


def _choices_page(document: Document, typed: TypedTexts, latest: Revision, parts: Parts) -> str:
    return render_template("minutes/conflict.html", document=document, typed=typed, latest=latest, parts=parts)


def _merged_page(document: Document, latest: Revision, sources: dict[str, str]) -> str:
    notice = _(
        "Somebody else saved revision %(number)s since the text was opened. Theirs and yours are put together here; "
        "look at it, then save.",
        number=latest.number,
    )
    return editor_page(document, TypedTexts(latest.number, sources), notice=notice, against=latest)


@blueprint.post("/minutes/<ulid>/merge")
@right(SECRETARY)
def put(ulid: str) -> ResponseReturnValue:
    """Takes the choices; where one is missing, or somebody saved meanwhile, they are asked again."""
    document, typed = again(ulid), typed_texts()
    actions.require_writer(document, current_reader())
    try:
        rules.check_draft(document.state)
    except RuleBroken as error:
        return editor_page(document, typed, refused=error), 422
    latest = queries.latest_revision(document.id)
    parts = _merged(document, typed, latest)
    chosen = {code: _chosen(code, each) for code, each in parts.items()}
    complete = all(choice in CHOICES for choices in chosen.values() for choice in choices)
    if not complete or request.form.get("latest") != str(latest.number):
        return _choices_page(document, typed, latest, parts), 422
    return _merged_page(document, latest, {code: put_together(each, chosen[code]) for code, each in parts.items()})


def _chosen(code: str, parts: list[Part]) -> list[str]:
    return [request.form.get(f"choice-{code}-{place}", "") for place, part in enumerate(parts) if part.conflict]


def offer(document: Document, typed: TypedTexts) -> str:
    """A text from elsewhere, shown with what it would change before anything is saved."""
    latest = queries.latest_revision(document.id)
    if typed.base != latest.number:
        return stale_page(document.ulid, typed)
    same = all(source_in(latest, code) == source for code, source in typed.sources.items())
    notice = (
        _("The file is the same as revision %(number)s.", number=latest.number)
        if same
        else _("This is the text of the file. Nothing is saved yet.")
    )
    return editor_page(document, typed, notice=notice, against=latest)
