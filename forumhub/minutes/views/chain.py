"""A register's ledger as a page, and its export: so that an officer needs no shell."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Response, current_app, render_template, request, send_file
from flask_babel import gettext as _

from forumhub import clock, ledger, verify
from forumhub.errors import N_, NotAllowed
from forumhub.ledger import LedgerEntry
from forumhub.minutes.chain import exporting, queries
from forumhub.minutes.views.blueprint import blueprint
from forumhub.web import SIGNED_IN, current_reader, right

ACTS = {
    "circulation": N_("Circulated"),
    "grant": N_("Named to approve"),
    "grant_end": N_("Named to approve no more"),
    "approval": N_("Approved"),
    "confirmation": N_("Confirmed"),
    "objection": N_("Objected"),
    "silence": N_("Silent until the deadline"),
    "silence_choice": N_("Silence chosen"),
    "silence_withdrawal": N_("Silence taken back"),
    "silence_break": N_("Silence broken"),
    "agreement": N_("Agreed"),
    "signature": N_("Signed"),
    "unilateral_statement": N_("Statement of one party attached"),
    "statement_withdrawal": N_("Statement taken back"),
    "closing": N_("Closed"),
    "cancellation": N_("Cancelled"),
    "due": N_("New due date"),
    "reopening": N_("Reopened"),
    "withdrawal": N_("Withdrawn"),
    "supersession": N_("Superseded"),
    "acceptance": N_("Recommendation answered"),
}
"""By kind of statement; a kind that is not here is shown by its own name."""
IN_MEMORY = 1024 * 1024


@blueprint.get("/registers/<code>/ledger", endpoint="ledger")
@right(SIGNED_IN)
def chain(code: str) -> str:
    reader = current_reader()
    register = queries.get_readable(code, reader)
    page = queries.chain_page(register.id, request.args.get("page", 1, type=int))
    rows = [_row(entry) for entry in page.entries]
    statements = [row.statement for row in rows]
    ulids, meetings = ({str(each.get(name)) for each in statements} for name in ("document", "event"))
    numbers = queries.numbers_of(register.id, {named for each in statements for named in verify.pointers(each)})
    return render_template(
        "minutes/ledger.html",
        register=register,
        page=page,
        rows=rows,
        unreadable=sum(row.at is None for row in rows),
        rests_on={row.entry.number: _rests_on(row.statement, numbers) for row in rows},
        documents=queries.documents_named(ulids, reader),
        meetings=queries.events_named(meetings, reader),
        head=ledger.head(register.id),
        last_at=_last_at(register.id),
        may_export=queries.may_export(register.id, reader),
    )


@dataclass(frozen=True)
class Row:
    """An entry and what it says: no statement, and no time, where that is not what was written, or what none says."""

    entry: LedgerEntry
    statement: dict[str, Any] = field(default_factory=dict)
    act: str = ""
    at: datetime | None = None


def _row(entry: LedgerEntry) -> Row:
    statement = ledger.read(entry.statement) if ledger.is_as_written(entry) else None
    at = _moment(statement.get("at")) if statement else None
    if statement is None or at is None or not isinstance(statement.get("type"), str):
        return Row(entry)
    return Row(entry, statement, _act(statement), at)


def _moment(said: object) -> datetime | None:
    """None for what no entry says: its hash may have been written anew with it."""
    try:
        return datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _rests_on(statement: dict[str, Any], numbers: Mapping[str, int]) -> list[int]:
    return sorted(numbers[named] for named in verify.pointers(statement) if named in numbers)


def _last_at(register_id: int) -> datetime | None:
    last = queries.last_entry(register_id)
    return _row(last).at if last else None


def _act(statement: dict[str, Any]) -> str:
    kind = str(statement["type"]).removeprefix("forumhub/").split("/")[0]
    return _(ACTS[kind]) if kind in ACTS else kind


@blueprint.get("/registers/<code>/ledger.zip")
@right(SIGNED_IN)
def ledger_zip(code: str) -> Response:
    """What `forumhub verify` reads; without who stands behind commitments, and what the reader may not see."""
    reader, root = current_reader(), current_app.config["INSTANCE"] / "files"
    register = queries.get_readable(code, reader)
    if not queries.may_export(register.id, reader):
        raise NotAllowed(
            N_("Only secretaries, organizers and heads of delegation of the register's parties may take the ledger.")
        )
    contents = exporting.gather(register, root, reader=reader)
    target = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it is closed once it was sent
    exporting.write(contents, target, root, now=clock.now())
    target.seek(0)
    answer = send_file(target, mimetype="application/zip", as_attachment=True, download_name=contents.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
