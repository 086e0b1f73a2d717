"""What is in the archive of a series, written into one ZIP. Nothing is held in the database while files are made."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from flask_babel import gettext as _

from forumhub import files
from forumhub.database import db
from forumhub.errors import N_, NotFound, RuleBroken
from forumhub.events.models import Series
from forumhub.files import MOST_NAME_BYTES, safe_name
from forumhub.followup.queries import all_of_register
from forumhub.followup.register import Filters
from forumhub.followup.views.exporting import rows_of
from forumhub.minutes.annexes.images import FOLDER
from forumhub.minutes.annexes.queries import annexes_of, circulated_annexes
from forumhub.minutes.archives.queries import left_out_of
from forumhub.minutes.archives.rules import MOST_BYTES
from forumhub.minutes.chain import exporting
from forumhub.minutes.chain.queries import find_exportable
from forumhub.minutes.queries import get_document
from forumhub.minutes.renditions import rules as renditions
from forumhub.minutes.renditions.making import make, may_make_pdf
from forumhub.minutes.renditions.views.composing import Composed, composed, page_of
from forumhub.minutes.renditions.views.gathering import Source, source_of
from forumhub.minutes.statements.actions import file_name as statement_name
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language, moment
from forumhub.spreadsheet import as_csv

ANNEXES = FOLDER.rstrip("/")
"""Where the Markdown of a text looks for its images."""
STATEMENTS = "statements"
LEDGER = "ledger/"
Stored: TypeAlias = tuple[str, str, str, int]
"""A stored file: the folder for it, its name, its SHA-256 and its size in bytes."""
GONE = N_("its bytes are gone from the disk")
VERIFY = "python ledger/verify.py ledger --head HASH"


@dataclass
class Packing:
    """A ZIP that is being written. `root` is the instance's folder, `left_out` what is not in it, and why."""

    archive: zipfile.ZipFile
    reader: Reader
    root: Path
    fonts: str
    left_out: list[str] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    bytes_left: int = MOST_BYTES
    has_ledger: bool = False

    def add_document(self, ulid: str) -> None:
        """A folder with each language as Markdown, HTML, DOCX and PDF, the annexes, and what parties stated."""
        try:
            source = source_of(get_document(ulid, self.reader), self.reader)
        except NotFound:  # it was visible when the archive was asked for
            return
        day = source.document.event.local_start.date().isoformat()
        folder, taken = safe_name(f"{day} {source.stem}", self.folders), set[str]()
        made = list(_composed(source))
        stored = [*_annexes(source), *_statement_files(source)]
        words, stem = list(_statement_texts(source)), source.stem
        db.session.rollback()
        for language, text, each in made:
            self._write(folder, safe_name(f"{stem}.{language}.md", taken), text)
            self._write(folder, safe_name(f"{stem}.{language}.html", taken), page_of(each))
            for kind in (renditions.DOCX, renditions.PDF) if may_make_pdf() else (renditions.DOCX,):
                name = safe_name(renditions.file_name(stem, language, kind), taken)
                try:
                    content = make(kind, each.paper, each.images, fonts=self.fonts, kept=self.root / "renditions")
                except RuleBroken as refusal:
                    self.left_out.append(f"{folder}/{name}: {_(refusal.msgid, **refusal.values)}")
                else:
                    self._write(folder, name, content)
        names: dict[str, set[str]] = {ANNEXES: set(), STATEMENTS: set()}
        for name, text in words:
            self._write(folder, f"{STATEMENTS}/{safe_name(name, names[STATEMENTS])}", text)
        for part, name, sha256, size in stored:
            own = safe_name(name, names[part], most=MOST_NAME_BYTES)  # by which a text shows its images
            self._stored(f"{folder}/{part}/{own}", sha256, size)

    def _stored(self, place: str, sha256: str, size: int) -> None:
        kept = files.path(self.root / "files", sha256)
        if not kept.is_file():
            self.left_out.append(f"{place}: " + _(GONE))
        elif self._takes(place, size):
            self.archive.write(kept, place)

    def _takes(self, place: str, size: int) -> bool:
        """Whether there is room for so many bytes; says so in the archive where there is not."""
        if size > self.bytes_left:
            self.left_out.append(f"{place}: " + _("too large for one archive; take it from its page"))
            return False
        self.bytes_left -= size
        return True

    def add_older(self, series: Series) -> None:
        """Says which documents an archive has no place for."""
        for day, kind, ulid in left_out_of(series, self.reader):
            name = f"{day.isoformat()} {series.register.code}-{kind} /minutes/{ulid}"
            self.left_out.append(f"{name}: " + _("older than what one archive holds; take it from its page"))

    def add_registers(self, series: Series, now: datetime) -> None:
        """Every kind of item of the register, as the list of follow-up gives it."""
        asked = Filters(kind="all", register=series.register.code)
        items = all_of_register(self.reader, asked, today=now.date())
        self.archive.writestr(f"{series.register.code}-items.csv", as_csv(rows_of(items, self.reader)))

    def add_ledger(self, series: Series, now: datetime) -> None:
        """What `forumhub verify` reads, in a folder of its own; for whom may take the ledger from its page."""
        register = find_exportable(series.register.code, self.reader)
        if register is None:
            self.left_out.append("ledger: " + _("for secretaries, organizers and heads of every party of the register"))
            return
        contents = exporting.gather(register, self.root / "files", reader=self.reader)
        stored = {sha256: files.path(self.root / "files", sha256) for sha256 in sorted(contents.on_disk)}
        if not self._takes("ledger", sum(path.stat().st_size for path in stored.values())):
            return
        self.has_ledger = True
        for name, content in exporting.parts(contents, now).items():
            self.archive.writestr(f"{LEDGER}{name}", content)
        for sha256, path in stored.items():
            self.archive.write(path, f"{LEDGER}files/{sha256}")
        reasons = {exporting.NOT_HELD: _("not held here, or not yours to see"), exporting.LOST: _(GONE)}
        self.left_out += [f"{LEDGER}files/{name}: {reasons[why]}" for name, why in sorted(contents.left_out.items())]

    def add_readme(self, series: Series, language: str, now: datetime) -> None:
        lines = [
            in_language(series.titles, language),
            "",
            _("As of %(when)s.", when=moment(now, "UTC", language)),
            "",
            _(
                "Each folder is a document: its texts as Markdown (as written), HTML and PDF (to read) and DOCX "
                "(to edit)."
            ),
            _("%(file)s holds the items of the register.", file=f"{series.register.code}-items.csv"),
        ]
        if self.has_ledger:
            lines.append(_("ledger holds the chain of what was agreed; check it with: %(command)s", command=VERIFY))
        if self.left_out:
            lines += ["", _("Left out:"), *(f"- {line}" for line in self.left_out)]
        self.archive.writestr("README.txt", "\n".join(lines) + "\n")

    def _write(self, folder: str, name: str, content: str | bytes) -> None:
        self.archive.writestr(f"{folder}/{name}", content)


def holds_ledger(file: Path) -> bool:
    """Whether a packed archive has the chain in it, for which more is asked than for its documents."""
    with zipfile.ZipFile(file) as packed:
        return any(name.startswith(LEDGER) for name in packed.namelist())


def _composed(source: Source) -> Iterator[tuple[str, str, Composed]]:
    for language, text in source.texts.items():
        yield language, text.source, composed(source, language)


def _annexes(source: Source) -> Iterator[Stored]:
    current = source.circulation
    for annex in circulated_annexes(current.id) if current else annexes_of(source.document.id):
        yield ANNEXES, annex.name, annex.stored.sha256, annex.stored.size


def _statement_files(source: Source) -> Iterator[Stored]:
    """Each under its party's code."""
    for each in source.statements:
        if each.stored and each.withdrawn_at is None:
            yield STATEMENTS, f"{each.party.code} {each.file_name}", each.stored.sha256, each.stored.size


def _statement_texts(source: Source) -> Iterator[tuple[str, str]]:
    """Each as its party gave it, under the name that the ledger has for it."""
    for each in source.statements:
        if each.withdrawn_at is None:
            for text in each.texts:
                yield statement_name(each.circulation, each.party, text.language), text.text
