"""An export of a register's ledger: its whole chain, and every file that it names. The layout is in docs/ledger.md."""

import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from forumhub import files, ledger, verify
from forumhub.events.models import Register
from forumhub.minutes.chain import queries
from forumhub.parties.policy import Reader

NOT_HELD = "not held here, or not yours to see"
LOST = "kept here once; its bytes are gone from the disk"
README = """The ledger of the register {register}, as of {at}.

chain.jsonl   one statement a line; the SHA-256 of each line without its line end is a head
files/        what the statements name, each under its SHA-256
export.json   what this is, and what is left out

To check it, take verify.py from a source that you trust (the copy here is as good as who gave you the export), and a
head from a message that you received:

    python verify.py {name} --head HASH

The head of this export: {head}
The format is written down in docs/ledger.md of forumhub.
"""


@dataclass
class Contents:
    """What an export holds: `texts` as bytes by hash, `on_disk` as hashes of stored files, `left_out` with reasons."""

    register: str
    lines: list[str]
    head: str
    texts: dict[str, bytes] = field(default_factory=dict)
    on_disk: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    openings: list[dict[str, str]] | None = None

    @property
    def name(self) -> str:
        return f"{self.register}-ledger.zip"


def gather(register: Register, root: Path, *, reader: Reader | None = None, persons: bool = False) -> Contents:
    """Takes what the entries name, and what their manifests name in turn; never what texts or notes seem to. What
    cannot be read any more names nothing, and is taken as it is, for `verify` to find.

    `root` is where stored files lie. Without a reader, as at the command line, everything; `persons` adds
    the openings of commitments.
    """
    chain = ledger.entries(register.id)
    contents = Contents(register.code, [entry.statement for entry in chain], ledger.head(register.id))
    statements = [statement for line in contents.lines if (statement := ledger.read(line))]
    wanted = {name for statement in statements for name in named_by(statement, top=True)}
    manifests = _named("manifest", statements)
    while wanted:
        found = queries.held(register.id, wanted, reader)
        contents.texts |= found
        _take_stored(contents, wanted - found.keys(), root)
        whole = {name for name in manifests & found.keys() if ledger.sha256(found[name]) == name}
        read = [manifest for name in whole if (manifest := ledger.read(found[name]))]
        manifests |= _named("previous", read)
        met = {name for manifest in read for name in named_by(manifest)}
        wanted = met - contents.texts.keys() - set(contents.on_disk) - contents.left_out.keys()
    if persons:
        contents.openings = queries.openings({name for each in statements for name in verify.commitments(each)})
    return contents


def _named(field: str, statements: Iterable[dict[str, Any]]) -> set[str]:
    return {name for each in statements if isinstance(name := each.get(field), str)}


def _take_stored(contents: Contents, wanted: set[str], root: Path) -> None:
    stored = queries.stored(wanted)
    for name in sorted(wanted):
        if name not in stored:
            contents.left_out[name] = NOT_HELD
        elif files.path(root, name).is_file():
            contents.on_disk.append(name)
        else:
            contents.left_out[name] = LOST


def named_by(value: object, *, top: bool = False) -> set[str]:
    """The hashes of files that an entry (`top`) or a manifest names, as `verify` takes them."""
    if isinstance(value, dict):
        skipped = (*verify.PERSONS, *verify.TYPED, *verify.ENTRIES, *(verify.POINTS_BACK if top else ()))
        return {name for key, part in value.items() if key not in skipped for name in named_by(part)}
    if isinstance(value, list):
        return {name for part in value for name in named_by(part)}
    return {value} if isinstance(value, str) and verify.HASH.fullmatch(value) else set()


def write(contents: Contents, target: IO[bytes] | Path, root: Path, *, now: datetime) -> None:
    """Writes the ZIP; stored files are copied in pieces."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(contents, now).items():
            archive.writestr(name, content)
        for name in sorted(contents.on_disk):
            archive.write(files.path(root, name), f"files/{name}")


def parts(contents: Contents, now: datetime) -> dict[str, bytes]:
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    about = {
        "type": "forumhub/export/v1",
        "register": contents.register,
        "at": at,
        "entries": len(contents.lines),
        "head": contents.head,
        "left_out": [{"sha256": name, "reason": reason} for name, reason in sorted(contents.left_out.items())],
    }
    readme = README.format(register=contents.register, at=at, name=contents.name, head=contents.head)
    opened = contents.openings
    return {
        "README.txt": readme.encode(),
        "export.json": json.dumps(about, indent=1).encode(),
        "chain.jsonl": "".join(f"{line}\n" for line in contents.lines).encode(),
        "verify.py": Path(verify.__file__).read_bytes(),
        **({} if opened is None else {"commitments.json": json.dumps(opened, ensure_ascii=False, indent=1).encode()}),
        **{f"files/{name}": content for name, content in sorted(contents.texts.items())},
    }
