"""What the pages of drafts share: the editor with its texts, and whether the reader writes there."""

from dataclasses import dataclass

from flask import current_app, render_template, request

from forumhub.errors import RuleBroken
from forumhub.markdown import Remark
from forumhub.minutes import actions, queries, rules
from forumhub.minutes.circulation import all_remarks
from forumhub.minutes.comparing import side_by_side
from forumhub.minutes.forms import TypedTexts
from forumhub.minutes.models import Document, Revision
from forumhub.minutes.preparing import source_in
from forumhub.minutes.starting import openings
from forumhub.minutes.texts import read_texts
from forumhub.parties import policy
from forumhub.web import current_reader, say


@dataclass(frozen=True)
class Shown:
    """What the editor shows of one language: the text, its remarks, and its page."""

    language: str
    source: str
    remarks: list[Remark]
    html: str


def again(ulid: str) -> Document:
    return queries.get_document(ulid, current_reader())


def typed_texts() -> TypedTexts:
    return TypedTexts.of(request.form, current_app.config["LANGUAGES"])


def with_added(sources: dict[str, str]) -> dict[str, str]:
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
        openings={code: openings(code) for code in order},
        changed=[(code, side_by_side(source_in(against, code), found[code].source)) for code in order]
        if against
        else [],
        **values,
    )


def _addable(typed: TypedTexts) -> list[str]:
    return [code for code in current_app.config["LANGUAGES"] if code not in typed.sources]
