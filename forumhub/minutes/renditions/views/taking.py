"""A document as a file: PDF, DOCX or HTML, in each language, and of each party's copy."""

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.minutes import queries
from forumhub.minutes.renditions import rules
from forumhub.minutes.renditions.making import make, may_make_pdf
from forumhub.minutes.renditions.views.composing import Composed, composed, page_of
from forumhub.minutes.renditions.views.gathering import source_of
from forumhub.minutes.views.blueprint import blueprint
from forumhub.web import SIGNED_IN, UPLOAD_POLICY, current_reader, right


@blueprint.app_context_processor
def taking() -> dict[str, object]:
    """`may_make_pdf()` for the part of a page that offers files."""
    return {"may_make_pdf": may_make_pdf}


@blueprint.get("/minutes/<ulid>/take/<code>.<kind>")
@right(SIGNED_IN)
def take(ulid: str, code: str, kind: str) -> ResponseReturnValue:
    """`?copy=CN` names that party first. What it shows is what the document's page shows; 404 as there."""
    reader = current_reader()
    source = source_of(queries.get_document(ulid, reader), reader)
    copy = request.args.get("copy", "")
    there = kind in rules.KINDS and code in source.texts
    if not there or copy not in {"", *(party.code for party in source.document.event.parties)}:
        raise NotFound
    made, name = composed(source, code, copy), f"{source.document.event.local_start.date()}-{source.stem}"
    db.session.rollback()  # nothing is held in the database while the file is made
    return _attachment(_bytes(kind, made), kind, rules.file_name(name, code, kind, copy))


def _bytes(kind: str, made: Composed) -> bytes:
    if kind == rules.HTML:
        return page_of(made).encode()
    kept = current_app.config["INSTANCE"] / "renditions"
    return make(kind, made.paper, made.images, fonts=current_app.config["FONTS"], kept=kept)


def _attachment(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=rules.MEDIA_TYPES[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = UPLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
