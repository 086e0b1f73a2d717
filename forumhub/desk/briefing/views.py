"""The briefing pack of a meeting: as one page for print, and as a ZIP that works off line."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import quote

from flask import Response, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.desk.briefing import packing, queries, rules
from forumhub.desk.briefing.packing import Carried
from forumhub.desk.briefing.queries import Pack, Text
from forumhub.desk.views.room import blueprint, speak_as_asked
from forumhub.errors import RuleBroken
from forumhub.events.models import Event
from forumhub.events.papers.models import PaperFile
from forumhub.events.queries import get_event
from forumhub.followup.models import Item
from forumhub.followup.wording import ACT_WORDS, RELATION_WORDS
from forumhub.markdown.sanitising import placed
from forumhub.minutes.annexes.images import with_addresses
from forumhub.minutes.annexes.showing import Picture
from forumhub.web import SIGNED_IN, current_reader, language, right, say

Pictures: TypeAlias = Mapping[int, Mapping[str, Picture]]
Context: TypeAlias = dict[str, object]
IN_MEMORY = 8 * rules.MEGABYTE
"""Of a pack, in bytes; a larger one is written to a temporary file."""


def _asked(ulid: str) -> Event:
    event = get_event(ulid, current_reader())
    speak_as_asked()
    return event


def _choice() -> str:
    asked = request.args.get("papers", "")
    return asked if asked in rules.CHOICES else rules.ALL


@blueprint.get("/events/<ulid>/briefing")
@right(SIGNED_IN)
def briefing(ulid: str) -> ResponseReturnValue:
    event = _asked(ulid)
    pack = queries.gather(event, current_reader(), language())
    try:
        along, refusal = packing.carried(pack.papers, _choice(), language(), _root()), ""
    except RuleBroken as error:
        along, refusal = {}, say(error)
    size = sum(each.file.stored.size for each in along.values())
    return render_template("desk/briefing/show.html", **_context(pack, None), size=size, refusal=refusal)


@blueprint.get("/events/<ulid>/briefing.zip")
@right(SIGNED_IN)
def briefing_zip(ulid: str) -> Response:
    """?papers= is one of rules.CHOICES, ?lang= a language other than the reader's."""
    event = _asked(ulid)
    pack = queries.gather(event, current_reader(), language())
    along = packing.carried(pack.papers, _choice(), language(), _root())
    pictures = packing.shown(pack.texts, _root())
    page = render_template("desk/briefing/alone.html", **_context(pack, along, pictures))
    target = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it is closed once it was sent
    every = [picture for found in pictures.values() for picture in found.values()]
    packing.write(page, _style(), along, every, target, _root())
    target.seek(0)
    name = f"{event.register.code}-{event.local_start:%Y-%m-%d}-{language()}.zip"
    answer = send_file(target, mimetype="application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _root() -> Path:
    folder: Path = current_app.config["INSTANCE"] / "files"
    return folder


def _style() -> bytes:
    return (Path(current_app.static_folder or "") / packing.STYLE).read_bytes()


@dataclass(frozen=True)
class Addresses:
    """Of what a pack names. `along` None: for the page, whose links lead to our pages; else on a disk, without any."""

    pack: Pack
    along: Mapping[int, Carried] | None
    pictures: Pictures

    @property
    def alone(self) -> bool:
        return self.along is not None

    @cached_property
    def inside(self) -> set[int]:
        """Row ids of the items that have a place on the page itself."""
        return {story.item.id for story in self.pack.actions} | {item.id for item in self.pack.concerns}

    @cached_property
    def beside(self) -> set[str]:
        return {packing.place(picture) for found in self.pictures.values() for picture in found.values()}

    def of_file(self, file: PaperFile) -> str:
        if self.along is None:
            paper = next(each.paper for each in self.pack.papers if file in each.files)
            return url_for("events.paper_file", ulid=self.pack.event.ulid, paper=paper.ulid, file=file.ulid)
        return quote(self.along[file.id].name) if file.id in self.along else ""

    def of_item(self, item: Item) -> str:
        if item.id in self.inside:
            return f"#item-{item.register.code}-{item.code}"
        return "" if self.alone else url_for("followup.item", register=item.register.code, code=item.code)

    def pictured(self, text: Text) -> str:
        places = {name: packing.place(picture) for name, picture in self.pictures[text.text.id].items()}
        return with_addresses(text.text.html, places, _("(image not available)"))

    def placed(self, html: str, prefix: str) -> str:
        return placed(html, prefix, alone=self.alone, beside=self.beside)


def _context(pack: Pack, along: Mapping[int, Carried] | None, pictures: Pictures = MappingProxyType({})) -> Context:
    addresses = Addresses(pack, along, pictures)
    return {
        "pack": pack,
        "event": pack.event,
        "alone": addresses.alone,
        "choice": _choice(),
        "now": clock.now(),
        "today": clock.now().date(),
        "file_url": addresses.of_file,
        "item_url": addresses.of_item,
        "pictured": addresses.pictured,
        "placed": addresses.placed,
        "acts": ACT_WORDS,
        "relations": RELATION_WORDS,
    }
