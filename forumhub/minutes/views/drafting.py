"""What the pages of drafts share: the editor with its texts, and whether the reader writes there."""

from dataclasses import dataclass

from flask import current_app, render_template, request

from forumhub.errors import RuleBroken
from forumhub.markdown import Remark, TooMuch, TooSlow
from forumhub.minutes import actions, queries, rules
from forumhub.minutes.circulation import all_remarks
from forumhub.minutes.comparing import side_by_side
from forumhub.minutes.completion.rules import ready_texts
from forumhub.minutes.forms import TypedTexts
from forumhub.minutes.models import Document, Revision
from forumhub.minutes.preparing import source_in
from forumhub.minutes.readytexts import queries as readytexts
from forumhub.minutes.readytexts.models import OwnText
from forumhub.minutes.readytexts.rules import own_gaps_left
from forumhub.minutes.starting import example, openings
from forumhub.minutes.texts import Reading, TextsRefused, read_texts
from forumhub.parties import policy
from forumhub.phrases import in_language
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


def editor_page(
    document: Document,
    typed: TypedTexts,
    *,
    refused: RuleBroken | None = None,
    against: Revision | None = None,
    **context: object,
) -> str:
    """The editor with these texts; whatever is wrong with them stands beside their lines.

    `refused` says why they are not saved: what took too long to be read is not read a second time to be shown.
    `against` the latest revision, what the texts would change in it is shown before they are saved.
    """
    found, error = {code: Shown(code, source, [], "") for code, source in typed.sources.items()}, refused
    own = own_texts_of(document)
    if not isinstance(refused, TooMuch | TooSlow):
        try:
            found |= _read(document, typed, own)
        except RuleBroken as broken:
            error = refused or broken
    working, reader = document.working_language, current_reader()
    order = sorted(found, key=lambda code: (code != working, code))
    values = {"offered": None, "notice": "", "addable": _addable(typed), **context}
    return render_template(
        "minutes/edit.html",
        document=document,
        base=typed.base,
        errors=[say(error)] if error else [],
        refused=refused.remarks if isinstance(refused, TextsRefused) else {},
        shown=[found[code] for code in order],
        example=example(working),
        openings={code: openings(code) for code in order},
        ready={code: ready_texts(code, _parties(document, code)) for code in order},
        own_texts={code: [text for text in own if text.language == code] for code in order},
        keepers=readytexts.keepers_among(document.event.parties, reader),
        changed=[(code, side_by_side(source_in(against, code), found[code].source)) for code in order]
        if against
        else [],
        **values,
    )


def own_texts_of(document: Document) -> list[OwnText]:
    """What the reader may put into it."""
    return readytexts.own_texts(document.event.party_ids, current_reader())


def remarks_for_writer(document: Document, reading: Reading, own: list[OwnText]) -> dict[str, list[Remark]]:
    """All remarks by language; for the reader alone also those on open places of their `own` texts."""
    found = all_remarks(document, reading, current_reader())
    for code, text in reading.documents.items():
        found[code] += own_gaps_left(text.source, (each.source for each in own if each.language == code))
        found[code].sort(key=lambda remark: remark.line)
    return found


def _read(document: Document, typed: TypedTexts, own: list[OwnText]) -> dict[str, Shown]:
    """By language; without those that are empty. Raises RuleBroken."""
    reading = read_texts(typed.sources, document.working_language)
    remarks = remarks_for_writer(document, reading, own)
    return {
        code: Shown(code, typed.sources[code], remarks[code], text.html) for code, text in reading.documents.items()
    }


def _parties(document: Document, code: str) -> list[tuple[str, str]]:
    return [(in_language(party.names, code), party.code) for party in document.event.parties]


def _addable(typed: TypedTexts) -> list[str]:
    return [code for code in current_app.config["LANGUAGES"] if code not in typed.sources]
