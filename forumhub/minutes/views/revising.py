"""Revisions: listed, compared, taken away as files, brought back."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.errors import N_, NotFound, RuleBroken
from forumhub.markdown import read_bounded
from forumhub.minutes import history, queries, rules
from forumhub.minutes.comparing import side_by_side
from forumhub.minutes.forms import TypedTexts
from forumhub.minutes.models import Document, Revision
from forumhub.minutes.preparing import source_in
from forumhub.minutes.restoring import restored
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.drafting import editor_page, may_write, to_edit
from forumhub.parties.policy import SECRETARY
from forumhub.web import SIGNED_IN, current_reader, language, right

MOST_NUMBER = 999_999_999
NUMBER = f"int(max={MOST_NUMBER})"


@blueprint.get("/minutes/<ulid>/revisions")
@right(SIGNED_IN)
def revisions(ulid: str) -> str:
    """`?before=` a number: the page of the ones before it."""
    document = queries.get_document(ulid, current_reader())
    steps, more = history.find_steps(document.id, current_reader(), _number("before"))
    if not steps:
        raise NotFound
    return render_template(
        "minutes/revisions.html", document=document, steps=steps, more=more, may_restore=_may_restore(document)
    )


def _number(name: str) -> int | None:
    """What the address gives by this name; None where it is none that a revision could have."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 <= number <= MOST_NUMBER else None


def _may_restore(document: Document) -> bool:
    return document.state in rules.DRAFTS and may_write(document)


@blueprint.get("/minutes/<ulid>/revisions/compare")
@right(SIGNED_IN)
def choose_comparison(ulid: str) -> ResponseReturnValue:
    """Two numbers of a form become the address of their comparison, the older first."""
    one, other = _number("one"), _number("other")
    document = queries.get_document(ulid, current_reader())
    if one is None or other is None:
        raise RuleBroken(N_("Choose two revisions by their numbers."))
    for number in (one, other):
        history.get_revision(document.id, number, current_reader())
    older, newer = sorted((one, other))
    return redirect(url_for("minutes.comparison", ulid=ulid, older=older, newer=newer))


@blueprint.get(f"/minutes/<ulid>/revisions/<{NUMBER}:older>/<{NUMBER}:newer>")
@right(SIGNED_IN)
def comparison(ulid: str, older: int, newer: int) -> str:
    """`?lang=` chooses the language; without it the reader's own, else the working language."""
    document = queries.get_document(ulid, current_reader())
    first, second = _revision(document, older), _revision(document, newer)
    codes = sorted({text.language for revision in (first, second) for text in revision.texts})
    wished = (request.args.get("lang"), language(), document.working_language)
    code = next((code for code in wished if code in codes), codes[0])
    return render_template(
        "minutes/comparison.html",
        document=document,
        first=first,
        second=second,
        codes=codes,
        code=code,
        rows=side_by_side(source_in(first, code), source_in(second, code)),
        may_restore=_may_restore(document),
    )


def _revision(document: Document, number: int) -> Revision:
    return history.get_revision(document.id, number, current_reader())


@blueprint.get(f"/minutes/<ulid>/revisions/<{NUMBER}:number>/<code>.md")
@right(SIGNED_IN)
def revision_text(ulid: str, number: int, code: str) -> Response:
    """The text as a file whose name says on which revision it is edited off line."""
    document = queries.get_document(ulid, current_reader())
    texts = _revision(document, number).sources
    if code not in texts:
        raise NotFound
    answer = Response(texts[code].encode(), mimetype="text/markdown")
    name = f"{document.event.register.code}-{document.kind}-r{number}-{code}.md"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.get(f"/minutes/<ulid>/revisions/<{NUMBER}:number>/restore")
@right(SECRETARY)
def restore(ulid: str, number: int) -> str:
    """The editor with the old text, and what it would change; saving it makes a new revision."""
    document = to_edit(ulid)
    latest, old = queries.latest_revision(document.id), _revision(document, number)
    working = document.working_language
    sources = restored(old.sources, read_bounded(source_in(old, working)), read_bounded(source_in(latest, working)))
    notice = _(
        "This is the text of revision %(number)s. Items entered since are withdrawn at its end. Nothing is saved yet.",
        number=number,
    )
    return editor_page(document, TypedTexts(latest.number, sources), notice=notice, against=latest)
