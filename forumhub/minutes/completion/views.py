"""One answer for a draft: all that its editor can be offered."""

from dataclasses import asdict

from flask import jsonify, request
from flask.wrappers import Response
from flask_babel import gettext as _

from forumhub.minutes.completion import queries, rules
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.drafting import to_edit
from forumhub.parties.policy import SECRETARY
from forumhub.web import current_reader, language, right


@blueprint.get("/minutes/<ulid>/words")
@right(SECRETARY)
def words(ulid: str) -> Response:
    """Kept by the browser, which asks whether it is still so."""
    event, reader, shown_in = to_edit(ulid).event, current_reader(), language()
    answer = jsonify(
        label=_("What may stand here"),
        languages=rules.languages(),
        codes=[asdict(each) for each in queries.codes_at(event, shown_in)],
        clauses=[asdict(each) for each in queries.clauses_at(event, shown_in, reader)],
        ids=[asdict(each) for each in queries.ids_in(event, shown_in, reader)],
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
