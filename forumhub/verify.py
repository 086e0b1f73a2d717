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
import base64
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

GENESIS = "0" * 64
HASH = re.compile("[0-9a-f]{64}")
LARGEST_JSON = 16 * 1024 * 1024
POINTS_BACK = ("previous", "head_seen")
"""Fields of a chain's entries that name earlier entries."""
PERSONS = ("person", "persons", "signatories", "commitments")
"""Fields that hold salted commitments to persons."""
TYPED = ("name", "place", "official_number", "reference")
"""Fields that hold what a person typed: what looks like a hash there names nothing."""
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


# --- Signatures of passkeys (WebAuthn Level 2 §7.2) ------------------------------------------------------------------

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
"""The curve P-256: y² = x³ - 3x + B modulo P, its generator G of order N (FIPS 186-5)."""
ES256 = re.compile(rb"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20(.{32})\x22\x58\x20(.{32})", re.DOTALL)
RS256 = re.compile(rb"\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00(.{256})\x21\x43(.{3})", re.DOTALL)
"""The two kinds of public key that forumhub takes, as CTAP2 encodes them (COSE_Key, RFC 9052)."""
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
PRESENT_AND_VERIFIED = 0x05


def signature_fault(entry: dict[str, Any]) -> str | None:
    """Why a passkey's signature over the approval does not hold; None where it does."""
    signed: Any = entry.get("signed")
    try:
        key, data, client, signature = (
            base64.urlsafe_b64decode(signed[name] + "==")
            for name in ("public_key", "authenticator_data", "client_data", "signature")
        )
        said = json.loads(client)
        challenge = base64.urlsafe_b64decode(said["challenge"] + "==")
        if challenge != hashlib.sha256(canonical(signed_statement(entry))).digest() or said["type"] != "webauthn.get":
            return "bears a signature over something else"
        if said["origin"] != signed["origin"] or data[:32] != hashlib.sha256(host_of(said["origin"]).encode()).digest():
            return "bears a signature that was given elsewhere"
        if data[32] & PRESENT_AND_VERIFIED != PRESENT_AND_VERIFIED:
            return "bears a signature whose key did not verify its holder"
        whole = holds(key, data + hashlib.sha256(client).digest(), signature)
    except (TypeError, KeyError, ValueError, IndexError, RecursionError):
        return "bears no signature that can be read"
    return None if whole else "bears a signature that is not the key's"


def signed_statement(entry: dict[str, Any]) -> dict[str, Any]:
    """What the key signed: its challenge is the SHA-256 of this in canonical JSON."""
    names = ("manifest", "document", "version", "party", "head_seen", "way")
    return {"type": "forumhub/signed-approval/v1", **{name: entry[name] for name in names}}


def host_of(origin: str) -> str:
    return urlsplit(origin).hostname or ""


def holds(key: bytes, content: bytes, signature: bytes) -> bool:
    digest = hashlib.sha256(content).digest()
    if point := ES256.fullmatch(key):
        public = int.from_bytes(point[1], "big"), int.from_bytes(point[2], "big")
        return holds_es256(public, int.from_bytes(digest, "big"), *der_pair(signature))
    if numbers := RS256.fullmatch(key):
        modulus, exponent = (int.from_bytes(number, "big") for number in numbers.groups())
        padded = b"\x00\x01" + b"\xff" * (256 - 3 - len(DIGEST_INFO) - 32) + b"\x00" + DIGEST_INFO + digest
        return pow(int.from_bytes(signature, "big"), exponent, modulus) == int.from_bytes(padded, "big")
    raise ValueError("a key of another kind")


def der_pair(signature: bytes) -> tuple[int, int]:
    """r and s of an ECDSA signature (RFC 3279 §2.2.3). Raises ValueError or IndexError where it is none."""
    length = signature[3]  # of r
    r, rest = signature[4 : 4 + length], signature[4 + length :]
    s = rest[2 : 2 + rest[1]]
    marks = signature[0], signature[1], signature[2], rest[0], rest[1]
    if marks != (0x30, len(signature) - 2, 0x02, 0x02, len(rest) - 2):
        raise ValueError("not a pair")
    return int.from_bytes(r, "big"), int.from_bytes(s, "big")


def holds_es256(public: tuple[int, int], digest: int, r: int, s: int) -> bool:
    """FIPS 186-5 §6.4.2."""
    x, y = public
    if not (0 < r < N and 0 < s < N and x < P and y < P and (y * y - (x * x * x - 3 * x + B)) % P == 0):
        return False
    inverse = pow(s, -1, N)
    point = add(times(digest * inverse % N, G), times(r * inverse % N, public))
    return point is not None and point[0] % N == r


def add(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) if one == other else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def times(count: int, point: tuple[int, int] | None) -> tuple[int, int] | None:
    total: tuple[int, int] | None = None
    while count:
        if count & 1:
            total = add(total, point)
        point, count = add(point, point), count >> 1
    return total


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
        self.left_out: dict[str, str] = self.about["left_out"]
        self.followed: set[str] = set()

    def _read_about(self) -> dict[str, Any]:
        try:
            about = json.loads(self.export.read("export.json"))
            if about["type"] != "forumhub/export/v1":
                raise ValueError(f"an export of another kind: {about['type']}")
            left_out = {each["sha256"]: each["reason"] for each in about["left_out"]}
            if not all(isinstance(each, str) for each in (about["register"], *left_out, *left_out.values())):
                raise ValueError("the register, and each file left out and its reason, are strings")
            return {"register": about["register"], "left_out": left_out}
        except (KeyError, TypeError, ValueError, OSError, RecursionError, zipfile.BadZipFile) as error:
            raise Unreadable(f"export.json is missing or cannot be read: {error}") from error

    def run(self) -> None:
        self.check_chain()
        self.check_files()
        for number, entry in self.entries:
            self.walk(entry, f"entry {number}", top=True)
            self.follow(entry.get("manifest"))
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
        """Takes down every hash that a statement names, except those of earlier entries and of persons."""
        if isinstance(value, list):
            for part in value:
                self.walk(part, where)
        elif isinstance(value, dict):
            if HASH.fullmatch(str(value.get("sha256"))) and value.get("sha256") in self.files:
                self.check_size(value, where)
            for key, part in value.items():
                if key not in (*PERSONS, *TYPED) and not (top and key in POINTS_BACK):
                    self.walk(part, where)
        elif isinstance(value, str) and HASH.fullmatch(value) and value not in self.named:
            self.named[value] = where

    def check_size(self, value: dict[str, Any], where: str) -> None:
        size = value.get("size")
        if size is not None and size != self.files[value["sha256"]]:
            self.faults.append(f"{where} says that file {value['sha256']} has {size} bytes; it has another size")

    def follow(self, name: Any) -> None:
        """Manifests alone, and those before them, name files in turn; any other file is what somebody wrote."""
        while name not in self.followed and (manifest := self.statement(name)):
            self.followed.add(name)
            self.walk(manifest, f"{manifest['type']} {name[:12]}…")
            name = manifest.get("previous")

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
        return f"{about}: {kind} - {self.manner(number, entry)} ({way})"

    def manner(self, number: int, entry: dict[str, Any]) -> str:
        """A signature that does not hold is a fault; one that is missing leaves the operator's word alone."""
        if "signed" in entry:
            fault = signature_fault(entry)
            if fault:
                self.faults.append(f"entry {number} {fault}")
            return "signature does not hold" if fault else "signed by key"
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


def plain(words: str) -> str:
    """One line, whatever an export's strings hold: control characters are escaped."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in words)


def verify(path: str | Path, heads: Iterable[str] = (), say: Callable[[str], None] = print) -> int:
    """Checks the export, says what it finds, and returns the exit code."""
    check = Check(Export(path))
    check.run()
    heads = list(heads)
    until, count = check.anchored_until(heads), len(check.heads)
    say(plain(f"Register {check.about['register']}: {count} entries, {len(check.files)} files."))
    say(f"Head of this export: {check.heads[-1] if check.heads else GENESIS}")
    for line in [*check.approvals, *check.remarks]:
        say(plain(f"  {line}"))
    if check.faults:
        for fault in check.faults:
            say(plain(f"  WRONG: {fault}"))
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
        sys.stderr.write(f"This cannot be read: {plain(str(error))}\n")
        return 2
    except (TypeError, AttributeError, RecursionError) as error:
        sys.stderr.write(f"This cannot be read: a field holds another kind of value: {plain(str(error))}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
