"""The papers of an event, one paper with its versions, and its files."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.events.papers import queries, rules, words
from forumhub.events.queries import get_event
from forumhub.events.rules import CANCELLED
from forumhub.events.views.room import asked, blueprint, page_of
from forumhub.parties import policy
from forumhub.phrases import in_language
from forumhub.web import LANGUAGE_LABELS, PUBLIC, current_reader, language, right, send_kept


@blueprint.app_context_processor
def paper_words() -> dict[str, object]:
    return {"paper_kinds": words.KINDS, "paper_sharing": words.SHARING, "language_labels": LANGUAGE_LABELS}


@blueprint.get("/events/<ulid>/papers")
@right(PUBLIC)
def papers(ulid: str) -> ResponseReturnValue:
    reader, filters = current_reader(), asked("party", "kind", "lang")
    event = get_event(ulid, reader)
    submitting = queries.parties_with_papers(event.id, reader)
    return render_template(
        "events/papers/list.html",
        event=event,
        page=page_of(queries.selection(event.id, reader, **filters)),
        filters=filters,
        parties=[(party.code, in_language(party.names, language())) for party in submitting],
        may_submit=event.state != CANCELLED and policy.may_submit_papers(reader, event.party_ids),
    )


@blueprint.get("/events/<ulid>/papers/<paper>")
@right(PUBLIC)
def paper(ulid: str, paper: str) -> ResponseReturnValue:
    reader, now = current_reader(), clock.now()
    found = queries.get_paper(ulid, paper, reader)
    own = found.party_id in reader.party_ids
    may_change = policy.may_submit_papers(reader, {found.party_id})
    return render_template(
        "events/papers/show.html",
        event=found.event,
        paper=found,
        versions=found.versions_shown(own=own),
        may_change=may_change and found.withdrawn_at is None,
        may_restore=may_change and rules.may_restore(found.withdrawn_at, now),
        restorable_until=found.withdrawn_at + rules.RESTORABLE if found.withdrawn_at else None,
        opens_files=found.withdrawn_at is None or own,
    )


@blueprint.get("/events/<ulid>/papers/<paper>/files/<file>")
@right(PUBLIC)
def paper_file(ulid: str, paper: str, file: str) -> Response:
    found = queries.get_paper_file(ulid, paper, file, current_reader())
    return send_kept(found.sha256, found.name)
