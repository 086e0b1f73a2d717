"""The text of a draft paragraph by paragraph, with what is said of each."""

from dataclasses import dataclass

from flask import render_template, request

from forumhub.errors import NotFound
from forumhub.events.views.room import page_number
from forumhub.markdown.sanitising import placed
from forumhub.minutes import queries as documents
from forumhub.minutes import rules as minutes
from forumhub.minutes.comparing import Piece, compare
from forumhub.minutes.models import Document, Revision
from forumhub.minutes.preparing import source_in
from forumhub.minutes.proposals import queries, rules
from forumhub.minutes.proposals.actions import may_withdraw
from forumhub.minutes.proposals.models import Proposal
from forumhub.minutes.proposals.passages import passages
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.drafting import may_write
from forumhub.minutes.views.images import each_with_images
from forumhub.parties.policy import SECRETARY
from forumhub.web import SIGNED_IN, current_reader, right


@blueprint.app_context_processor
def asides() -> dict[str, object]:
    """`open_proposals(document)` for its page: how many are open, None for those who do not see drafts."""
    return {"open_proposals": _count_open}


def _count_open(document: Document) -> int | None:
    reader = current_reader()
    drafting = document.state in minutes.DRAFTS and queries.sees_drafts(document.id, reader)
    return queries.count_open(document.id, reader) if drafting else None


@dataclass(frozen=True)
class Shown:
    """A proposal, what it would change word by word, and what the reader may do with it."""

    row: Proposal
    pieces: list[Piece]
    there: bool
    """Whether its paragraph stands in the text still."""
    quote: str
    """Sanitised HTML of the paragraph as it was; empty where that is seen beside it, or does not read by itself."""
    settles: bool
    withdraws: bool


@dataclass(frozen=True)
class Paragraph:
    place: int
    text: str
    html: str
    """Sanitised; empty where it does not read by itself, and its source is shown."""
    proposals: list[Shown]


@blueprint.get("/minutes/<ulid>/proposals")
@right(SIGNED_IN)
def proposals(ulid: str) -> str:
    """`?lang=` chooses the language of the text."""
    return list_page(seen(ulid))


def seen(ulid: str) -> Document:
    """Raises NotFound for those who do not see drafts: a frozen text has none for them."""
    reader = current_reader()
    document = documents.get_document(ulid, reader)
    if not queries.sees_drafts(document.id, reader):
        raise NotFound
    return document


def language_asked(revision: Revision) -> str:
    """`?lang=` where the text has it, else the working language."""
    wanted = request.args.get("lang", "")
    return wanted if wanted in {text.language for text in revision.texts} else revision.document.working_language


def list_page(document: Document, errors: tuple[str, ...] = (), kept: dict[str, str] | None = None) -> str:
    """`kept`: what was typed as an answer and not taken, by the proposal: shown by itself once that is settled."""
    kept, draft = kept or {}, document.state in minutes.DRAFTS
    revision = documents.latest_revision(document.id)
    codes = [text.language for text in revision.texts]
    code = language_asked(revision)
    found = queries.open_on(document.id, current_reader(), codes, code)
    page = queries.settled_page(document.id, current_reader(), codes, code, page_number())
    text, elsewhere = _laid_out(document, code, source_in(revision, code), found)
    quotes = _quotes(document, page.items)
    return render_template(
        "minutes/proposals/list.html",
        document=document,
        revision=revision,
        code=code,
        codes=codes,
        text=text,
        elsewhere=elsewhere,
        settled=[_shown(document, each, quotes.get(each.id, ""), there=False) for each in page.items],
        page=page,
        draft=draft,
        errors=errors,
        kept=kept,
        alone=[words for ulid, words in kept.items() if not draft or ulid not in {each.ulid for each in found}],
    )


def _laid_out(document: Document, code: str, source: str, found: list[Proposal]) -> tuple[list[Paragraph], list[Shown]]:
    """The paragraphs with what is open on them, and what is open on paragraphs that have changed."""
    at: dict[int, list[Shown]] = {}
    elsewhere = []
    places = _places(document, code, source, found)
    quotes = _quotes(document, [each for each in found if places[each.id] is None])
    for proposal in found:
        place = places[proposal.id]
        shown = _shown(document, proposal, quotes.get(proposal.id, ""), there=place is not None)
        if place is None:
            elsewhere.append(shown)
        else:
            at.setdefault(place, []).append(shown)
    return _paragraphs(document, source, at), elsewhere


def _places(document: Document, code: str, source: str, found: list[Proposal]) -> dict[int, int | None]:
    """Where the paragraph of each proposal stands now, by the proposal's id."""
    chosen_in = {each.revision for each in found if each.language == code}
    now, chosen = rules.lines_of(source), queries.sources_at(document.id, code, chosen_in)
    before = {number: rules.lines_of(text) for number, text in chosen.items()}
    return {
        each.id: rules.place_of(
            now, each.paragraph, each.place, before.get(each.revision, []) if each.language == code else []
        )
        for each in found
    }


def _quotes(document: Document, found: list[Proposal]) -> dict[int, str]:
    """Of comments on paragraphs that are not beside them: these as they read; a wording is seen in its source."""
    comments = [each for each in found if each.wording is None]
    read = each_with_images(document, passages([each.paragraph for each in comments]) or [])
    return {each.id: placed(html, f"{each.ulid}-", alone=False) for each, html in zip(comments, read, strict=False)}


def _paragraphs(document: Document, source: str, at: dict[int, list[Shown]]) -> list[Paragraph]:
    found = rules.paragraphs(source)
    read = each_with_images(document, passages([unit for _place, unit in found]) or [""] * len(found))
    return [Paragraph(place, unit, html, at.get(place, [])) for (place, unit), html in zip(found, read, strict=True)]


def _shown(document: Document, proposal: Proposal, quote: str, *, there: bool) -> Shown:
    reader, draft = current_reader(), document.state in minutes.DRAFTS and proposal.state == rules.OPEN
    writes = reader.parties_as(SECRETARY) & document.event.party_ids
    others = writes if proposal.own_side else writes - {proposal.party_id}
    pieces = [] if proposal.wording is None else compare(proposal.paragraph.rstrip("\n"), proposal.wording)
    return Shown(
        proposal,
        pieces,
        there,
        quote,
        draft and may_write(document) and bool(others),
        draft and may_withdraw(proposal, reader),
    )
