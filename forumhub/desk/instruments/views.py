"""An agreement's page: what was decided, done and left under each clause, over the years."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.agreements import queries as agreements
from forumhub.agreements.rules import WAS_IN_FORCE
from forumhub.desk.instruments import clauses, drawing, queries
from forumhub.desk.instruments.rules import changes_by_clause
from forumhub.desk.queries import agreements_in_force
from forumhub.desk.views.room import blueprint
from forumhub.parties import policy
from forumhub.web import SIGNED_IN, current_reader, language, right


@blueprint.get("/agreements/<code>")
@right(SIGNED_IN)
def agreement(code: str) -> ResponseReturnValue:
    reader = current_reader()
    found = agreements.get_agreement(code, reader)
    versions = agreements.versions_of(found, reader)
    editions = queries.editions_of([each for each in reversed(versions) if each.state in WAS_IN_FORCE])
    version = agreements_in_force([found]).get(found.id)
    events, today = queries.events_under(found.id, reader), clock.now().date()  # as the registers have it, by UTC
    figures = queries.figures_by_clause(found.id, reader, events, today)
    rows, gone = clauses.rows_of(
        version, editions, figures, changes_by_clause(editions), queries.recent_by_clause(found.id, reader)
    )
    party_ids = {party.id for party in found.parties}
    return render_template(
        "desk/agreement.html",
        agreement=found,
        version=version,
        versions=versions,
        today=today,
        events=events,
        years=drawing.years_of(events, queries.counts_by_year(found.id, reader), editions, today, language()),
        rows=rows,
        gone=gone,
        may_plan=policy.may_organize(reader, party_ids),
        may_keep=policy.may_keep_agreements(reader, party_ids),
    )
