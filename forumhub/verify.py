"""Checks an export of a register's ledger by itself: no database, no network, nothing but Python 3.9 or newer.

    python verify.py EXPORT --head HASH [--head HASH …] [--head-file FILE …]

EXPORT is the ZIP, or the folder unpacked from it. A head is the hash that was mailed to all parties at a step; it is
what makes the export more than consistent with itself, so take it from your own post and not from whoever gave you
the export. Give as many as you have: each must stand in the chain.

Exit code: 0 whole and anchored; 1 something is wrong; 2 it cannot be read; 3 consistent, but not anchored.
The format, and what this program cannot know, is written down in docs/ledger.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

GENESIS = "0" * 64
HASH = re.compile("[0-9a-f]{64}")
LARGEST_JSON = 16 * 1024 * 1024
POINTS_BACK = ("previous", "head_seen")
"""Fields of a chain's entries that name earlier entries."""
PERSONS = ("person", "persons", "signatories", "commitments")
"""Fields that hold salted commitments to persons."""
PAPER = ("in_the_room", "by_note", "on_paper")
APPROVING = ("approval", "confirmation")


class Unreadable(Exception):
    """It is not an export, or one that cannot be read."""


# --- Canonical JSON ---------------------------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """RFC 8785 for the values that statements hold: objects, arrays, strings, whole numbers, true, false, null."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, list):
        return [_ordered(part) for part in value]
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= 2**53):
        raise ValueError("statements hold whole numbers below 2^53")
    return value


def read_statement(content: bytes) -> dict[str, Any]:
    """The statement in these bytes. Raises ValueError unless they are its one canonical form."""
    value = json.loads(content.decode())
    if not isinstance(value, dict) or canonical(value) != content:  # a name that stands twice is not canonical, either
        raise ValueError("not canonical JSON (RFC 8785)")
    return value


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- The export -------------------------------------------------------------------------------------------------------


class Export:
    """A ZIP or a folder: names of what is in it, and its bytes."""

    def __init__(self, path: str | Path) -> None:
        self.folder, self.archive = Path(path), None
        try:
            if not self.folder.is_dir():
                self.archive = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise Unreadable(f"{path} is neither a ZIP archive nor a folder: {error}") from error
        names = self.archive.namelist() if self.archive else map(self._inner, self.folder.rglob("*"))
        self.all_names = [name for name in names if name and not name.endswith("/")]
        self.names = set(self.all_names)

    def _inner(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix() if path.is_file() else ""

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(name) if self.archive else (self.folder / name).open("rb")

    def read(self, name: str) -> bytes:
        """At most 16 MB: more is no statement."""
        with self.open(name) as source:
            return source.read(LARGEST_JSON + 1)[:LARGEST_JSON]

    def hash_and_size(self, name: str) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with self.open(name) as source:
            while chunk := source.read(1 << 16):
                digest.update(chunk)
                size += len(chunk)
        return digest.hexdigest(), size


# --- What is checked --------------------------------------------------------------------------------------------------


class Check:
    """Collects what is wrong (`faults`), what is to be known (`remarks`) and what each approval is (`approvals`)."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.faults: list[str] = []
        self.remarks: list[str] = []
        self.approvals: list[str] = []
        self.entries: list[tuple[int, dict[str, Any]]] = []
        self.heads: list[str] = []
        """The hash of each entry, oldest first."""
        self.files: dict[str, int] = {}
        """Size of each file, by the hash that it has for a name."""
        self.named: dict[str, str] = {}
        """Where each file was named first."""
        self.about = self._read_about()
        self.left_out = {each["sha256"]: each["reason"] for each in self.about["left_out"]}

    def _read_about(self) -> dict[str, Any]:
        try:
            about = json.loads(self.export.read("export.json"))
            if about["type"] != "forumhub/export/v1":
                raise ValueError(f"an export of another kind: {about['type']}")
            return {"register": about["register"], "left_out": list(about["left_out"])}
        except (KeyError, TypeError, ValueError, OSError, RecursionError, zipfile.BadZipFile) as error:
            raise Unreadable(f"export.json is missing or cannot be read: {error}") from error

    def run(self) -> None:
        self.check_chain()
        self.check_files()
        for number, entry in self.entries:
            self.walk(entry, f"entry {number}", top=True)
        self.check_naming()
        self.check_meaning()
        self.check_openings()

    # The chain: each entry is one line, and names its number and the hash of the entry before it.

    def check_chain(self) -> None:
        if "chain.jsonl" not in self.export.names:
            raise Unreadable("chain.jsonl is missing")
        with self.export.open("chain.jsonl") as lines:
            previous = GENESIS
            for number, line in enumerate(lines, start=1):
                previous = self.check_entry(number, line[:-1] if line.endswith(b"\n") else line, previous)

    def check_entry(self, number: int, content: bytes, previous: str) -> str:
        own = sha256(content)
        self.heads.append(own)
        try:
            entry = read_statement(content)
        except (ValueError, RecursionError) as error:
            self.faults.append(f"entry {number} cannot be read: {error}")
            return own
        if entry.get("number") != number:
            self.faults.append(f"entry {number} bears the number {entry.get('number')}")
        if entry.get("previous") != previous:
            self.faults.append(f"entry {number} does not follow the entry before it")
        if entry.get("register") != self.about["register"]:
            self.faults.append(f"entry {number} is of the register {entry.get('register')}")
        self.entries.append((number, entry))
        return own

    # Files: each bears its own hash for a name, and is named by the chain or by a statement that the chain names.

    def check_files(self) -> None:
        for name in sorted(self.export.all_names):
            if self.export.all_names.count(name) > 1:
                self.faults.append(f"{name} stands twice in the archive")
            if not name.startswith("files/"):
                continue
            stands, (own, size) = name.removeprefix("files/"), self.export.hash_and_size(name)
            if own != stands:
                self.faults.append(f"file {stands} has other bytes: their hash is {own}")
            self.files[stands] = size

    def walk(self, value: Any, where: str, top: bool = False) -> None:
        """Follows every hash that a statement names, except those of earlier entries and of persons."""
        if isinstance(value, list):
            for part in value:
                self.walk(part, where)
        elif isinstance(value, dict):
            if HASH.fullmatch(str(value.get("sha256"))) and value.get("sha256") in self.files:
                self.check_size(value, where)
            for key, part in value.items():
                if key not in PERSONS and not (top and key in POINTS_BACK):
                    self.walk(part, where)
        elif isinstance(value, str) and HASH.fullmatch(value) and value not in self.named:
            self.named[value] = where
            self.follow(value)

    def check_size(self, value: dict[str, Any], where: str) -> None:
        size = value.get("size")
        if size is not None and size != self.files[value["sha256"]]:
            self.faults.append(f"{where} says that file {value['sha256']} has {size} bytes; it has another size")

    def follow(self, name: str) -> None:
        statement = self.statement(name)
        if statement:
            self.walk(statement, f"{statement['type']} {name[:12]}…")

    def statement(self, name: Any) -> dict[str, Any] | None:
        """The statement in a file of the export; None where it is missing or something else."""
        if name not in self.files or self.files[name] > LARGEST_JSON:
            return None
        try:
            found = read_statement(self.export.read(f"files/{name}"))
        except (ValueError, RecursionError):
            return None
        return found if str(found.get("type")).startswith("forumhub/") else None

    def check_naming(self) -> None:
        for name, where in self.named.items():
            if name in self.files:
                continue
            if name in self.left_out:
                self.remarks.append(f"not in this export: {name}, named by {where} ({self.left_out[name]})")
            else:
                self.faults.append(f"file {name}, which {where} names, is missing")
        for name in sorted(set(self.files) - set(self.named)):
            self.faults.append(f"file {name} is named by nothing in the chain: it was added")

    # Meaning: what an entry claims of others must stand in the chain before it.

    def check_meaning(self) -> None:
        circulated: dict[Any, dict[str, Any]] = {}
        given: dict[Any, set[Any]] = {}
        void: set[Any] = set()
        for number, entry in self.entries:
            kind, manifest = self.kind(entry), entry.get("manifest")
            if entry.get("head_seen", GENESIS) not in (GENESIS, *self.heads[: number - 1]):
                self.faults.append(f"entry {number} saw a head that is none of the chain's before it")
            if kind == "circulation":
                circulated[manifest] = entry
                self.check_manifest(number, entry)
            elif kind == "objection":
                void.add(manifest)
            elif kind in (*APPROVING, "agreement"):
                self.check_order(number, entry, circulated, void)
            if kind in APPROVING:
                if entry.get("way") != "ad_referendum":
                    given.setdefault(manifest, set()).add(entry.get("party"))
                self.approvals.append(self.label(number, entry))
            if kind == "agreement":
                missing = sorted(set(entry.get("parties", ())) - given.get(manifest, set()))
                self.faults += [f"entry {number} says agreed, but {party} has not approved" for party in missing]

    @staticmethod
    def kind(entry: dict[str, Any]) -> str:
        return str(entry.get("type")).removeprefix("forumhub/").split("/")[0]

    def check_manifest(self, number: int, entry: dict[str, Any]) -> None:
        manifest = self.statement(entry.get("manifest"))
        if manifest is None:
            if entry.get("manifest") in self.files:
                self.faults.append(f"entry {number}: its manifest cannot be read")
            return
        for name in ("register", "document", "version"):
            if manifest.get(name) != entry.get(name):
                self.faults.append(f"entry {number} and its manifest name another {name}")

    def check_order(
        self, number: int, entry: dict[str, Any], circulated: dict[Any, dict[str, Any]], void: set[Any]
    ) -> None:
        manifest = entry.get("manifest")
        if manifest not in circulated:
            self.faults.append(f"entry {number} is about a version that was not circulated before it")
        elif any(entry.get(name) != circulated[manifest].get(name) for name in ("document", "version")):
            self.faults.append(f"entry {number} is about another document or version than its manifest")
        if manifest in void:
            self.faults.append(f"entry {number} is about a version that an objection had made void")
        of_it = self.statement(manifest) or {}
        parties = of_it.get("parties")
        if parties is not None and self.kind(entry) == "agreement" and entry.get("parties") != parties:
            self.faults.append(f"entry {number} names other parties than its manifest")

    def label(self, number: int, entry: dict[str, Any]) -> str:
        about = (
            f"entry {number}: {entry.get('party')}, document {entry.get('document')}, version {entry.get('version')}"
        )
        way, kind = entry.get("way"), "confirmed" if self.kind(entry) == "confirmation" else "approved"
        if way == "ad_referendum":
            kind = "approved ad referendum, to be confirmed,"
        return f"{about}: {kind} - {self.manner(entry)} ({way})"

    @staticmethod
    def manner(entry: dict[str, Any]) -> str:
        """No entry holds a signature by a key so far: of a passkey, too, the chain has the operator's word alone."""
        return "on paper" if entry.get("way") in PAPER else "attested by operator"

    # Openings: who stands behind a commitment, where the exporter was asked to say so.

    def check_openings(self) -> None:
        if "commitments.json" not in self.export.names:
            return
        standing = {hash_ for _number, entry in self.entries for hash_ in commitments(entry)}
        try:
            for opening in json.loads(self.export.read("commitments.json")):
                own = sha256(f"{opening['salt']}:{opening['person']}".encode())
                if own != opening["commitment"]:
                    self.faults.append(f"the opening of commitment {opening['commitment']} does not fit it")
                elif own not in standing:
                    self.faults.append(f"an opening is of a commitment that is not in the chain: {own}")
        except (KeyError, TypeError, ValueError) as error:
            self.faults.append(f"commitments.json cannot be read: {error}")

    # Anchoring: a chain that was rewritten from its start is consistent, too; the heads that were mailed tell.

    def anchored_until(self, heads: Iterable[str]) -> int:
        """The number of the last entry that a given head confirms; 0 where none does."""
        places = {head: number for number, head in enumerate(self.heads, start=1)}
        heads = list(heads)
        for head in heads:
            if head not in places and head != GENESIS:
                self.faults.append(
                    f"the head {head} is not in this chain: it was cut, set back to an older state, or rewritten, "
                    "or another history was shown to whoever received that head"
                )
        return max((places.get(head, 0) for head in heads), default=0)


def commitments(value: Any) -> list[str]:
    """Every commitment to a person in an entry."""
    if isinstance(value, list):
        return [found for part in value for found in commitments(part)]
    if not isinstance(value, dict):
        return []
    own = [found for key in PERSONS if key in value for found in HASH.findall(json.dumps(value[key]))]
    return own + [found for key, part in value.items() if key not in PERSONS for found in commitments(part)]


# --- The program ------------------------------------------------------------------------------------------------------


def read_heads(given: Iterable[str], files: Iterable[str]) -> list[str]:
    """One hash a line in files; what follows a # is a comment."""
    lines = [line.split("#")[0].strip() for path in files for line in Path(path).read_text("utf-8-sig").splitlines()]
    heads = [head.strip().lower() for head in given] + [line.lower() for line in lines if line]
    wrong = [head for head in heads if not HASH.fullmatch(head)]
    if wrong:
        raise Unreadable(f"a head has 64 hexadecimal digits; this has not: {wrong[0][:80]}")
    return heads


def verify(path: str | Path, heads: Iterable[str] = (), say: Callable[[str], None] = print) -> int:
    """Checks the export, says what it finds, and returns the exit code."""
    check = Check(Export(path))
    check.run()
    heads = list(heads)
    until, count = check.anchored_until(heads), len(check.heads)
    say(f"Register {check.about['register']}: {count} entries, {len(check.files)} files.")
    say(f"Head of this export: {check.heads[-1] if check.heads else GENESIS}")
    for line in [*check.approvals, *check.remarks]:
        say(f"  {line}")
    if check.faults:
        for fault in check.faults:
            say(f"  WRONG: {fault}")
        say(f"NOT VERIFIED: {len(check.faults)} things are wrong.")
        return 1
    if not heads:
        say("consistent, not anchored: no head was given. A chain rewritten from its start looks the same.")
        return 3
    if until < count:
        say(f"consistent, anchored up to entry {until} of {count}: no head was given for what follows it.")
        return 3
    say(f"VERIFIED: whole, and anchored by {len(heads)} head{'s' if len(heads) > 1 else ''}.")
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="verify", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("export", metavar="EXPORT", help="the ZIP, or the folder unpacked from it")
    parser.add_argument("--head", action="append", default=[], metavar="HASH", help="a head that was mailed to you")
    parser.add_argument("--head-file", action="append", default=[], metavar="FILE", help="heads, one a line")
    given = parser.parse_args(arguments)
    try:
        return verify(given.export, read_heads(given.head, given.head_file))
    except (Unreadable, OSError, UnicodeDecodeError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        sys.stderr.write(f"This cannot be read: {error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
