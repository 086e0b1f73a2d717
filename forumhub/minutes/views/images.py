"""Images: put into a draft from its editor, and shown among its words."""

from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from flask import request, url_for
from flask.typing import ResponseReturnValue

from forumhub import clock, files
from forumhub.database import writing
from forumhub.errors import N_, RuleBroken
from forumhub.files import KeptFile
from forumhub.minutes import queries
from forumhub.minutes.annexes import actions
from forumhub.minutes.annexes.forms import keep_same_for_all
from forumhub.minutes.annexes.images import check_image, is_image, shown_by, with_addresses
from forumhub.minutes.annexes.queries import annexes_of, circulated_annexes
from forumhub.minutes.models import Document
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.drafting import to_edit
from forumhub.parties.policy import SECRETARY
from forumhub.web import current_reader, right, say


@blueprint.app_context_processor
def showing() -> dict[str, object]:
    """`with_images(document, html)`: the page of its text; `shown_by(name)`: the Markdown of an annex, if an image."""
    return {"with_images": _with_images, "shown_by": lambda name: shown_by(name) if is_image(name) else ""}


def _with_images(document: Document, html: str) -> str:
    return each_with_images(document, [html])[0]


def each_with_images(document: Document, pieces: Sequence[str]) -> list[str]:
    """Sanitised as the pieces are; those without images ask nothing of the database, and all together once."""
    addresses = _addresses(document) if any("<img" in html for html in pieces) else {}
    return [with_addresses(html, addresses) for html in pieces]


def _addresses(document: Document) -> dict[str, str]:
    current = queries.current_circulation(document)
    if current is None:
        found = {annex.name: {"annex": annex.ulid} for annex in annexes_of(document.id)}
        return {name: _url("minutes.draft_annex", document, **values) for name, values in found.items()}
    frozen = {annex.name: annex.number for annex in circulated_annexes(current.id)}
    version = current.version
    return {name: _url("minutes.annex", document, version=version, number=number) for name, number in frozen.items()}


def _url(endpoint: str, document: Document, **values: Any) -> str:
    return url_for(endpoint, ulid=document.ulid, **values)


@blueprint.post("/minutes/<ulid>/images")
@right(SECRETARY)
def add_image(ulid: str) -> ResponseReturnValue:
    """Answers with the Markdown that shows it, or with what would be right."""
    to_edit(ulid)
    reader = current_reader()
    try:
        kept = _kept()
        with writing():
            annex = actions.add_image(queries.get_document(ulid, reader), kept, by=reader, now=clock.now())
            return {"markdown": shown_by(annex.name), "name": annex.name}
    except RuleBroken as error:
        return {"error": say(error)}, 422


def _kept() -> KeptFile:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise RuleBroken(N_("Choose a file."), field="file")
    name = files.plain_name(upload.filename)
    check_image(name)
    return keep_same_for_all(name, cast(BinaryIO, upload.stream))
