"""Checks an export of a register's ledger by itself: no database, no network, nothing but Python 3.9 or newer.

    python verify.py EXPORT --head HASH [--head HASH …] [--head-file FILE …]

EXPORT is the ZIP, or the folder unpacked from it. A head is the hash that was mailed to all parties at a step; it is
what makes the export more than consistent with itself, so take it from your own post and not from whoever gave you
the export. Give as many as you have: each must stand in the chain.

Exit code: 0 whole and anchored; 1 something is wrong; 2 it cannot be read; 3 consistent, but not anchored;
4 consistent and anchored, but not whole: files that the chain names were left out.
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
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

GENESIS = "0" * 64
HASH = re.compile("[0-9a-f]{64}")
LARGEST_JSON = 16 * 1024 * 1024
POINTS_BACK = ("previous", "head_seen")
"""Fields of a chain's entries that name earlier entries."""
ENTRIES = ("entry",)
"""Fields that name an earlier entry wherever they stand, in entries and in manifests."""
PERSONS = ("person", "persons", "signatories", "commitments")
"""Fields that hold salted commitments to persons."""
TYPED = ("name", "place", "official_number", "reference")
"""Fields that hold what a person typed: what looks like a hash there names nothing."""
PAPER = ("in_the_room", "by_note", "on_paper")
PARTS = ("chain.jsonl", "export.json", "README.txt", "verify.py", "commitments.json", "files/")
"""What an export holds beside the files that the chain names."""
FILE = re.compile("files/([0-9a-f]{64})")
BELONGS = {"corrects": "corrects", "renders": "gives in another language"}
"""Fields of a manifest that name an agreed one before it: of a corrigendum, and of a language version."""
SAME = {
    "parties": "other parties",
    "legal_status": "another legal status",
    "prevailing_language": "another prevailing language",
}
"""What such a manifest has in common with the one that it names."""
BY_WHO_IS_NAMED = ("approval", "confirmation", "objection", "silence_choice", "silence_withdrawal")
"""Kinds of what only a person does whom the party named to approve: each says under which grant."""
AT_ONCE = timedelta(minutes=5)
"""Of two acts at once, the one that waits for the chain may have looked at the clock first."""


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
        self.members = Counter(names)
        """How often each name stands there; that of a folder ends with a slash."""

    def _inner(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix() + ("/" if path.is_dir() else "")

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
    """Collects what is wrong (`faults`), what is to be known (`remarks`), how each text was approved and signed."""

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
        self.export_says = self._read_about()
        self.left_out: dict[str, str] = self.export_says["left_out"]
        self.missing = 0
        self.circulated: dict[Any, tuple[int, dict[str, Any]]] = {}
        """By manifest, the number of its entry and the entry."""
        self.given: dict[Any, set[Any]] = {}
        """By manifest, the parties that approved it."""
        self.provisional: dict[Any, set[Any]] = {}
        """By manifest, the parties that approved it ad referendum."""
        self.latest: dict[Any, tuple[Any, Any]] = {}
        """By document, the version that was circulated last, and its manifest."""
        self.signed: set[Any] = set()
        self.choices: dict[Any, tuple[Any, Any]] = {}
        """By the hash of its entry, the party and the days of each choice of silence that stands."""
        self.grants: dict[Any, dict[str, Any]] = {}
        """By the hash of its entry, each grant so far."""
        self.granted: set[tuple[Any, Any]] = set()
        """The party and the meeting of each."""
        self.ended: set[Any] = set()
        """The hashes of those that were ended."""
        self.attached: dict[Any, dict[str, Any]] = {}
        """By its ULID, each statement that a party attached and did not take back."""
        self.void: set[Any] = set()
        self.broken: set[Any] = set()
        self.agreed: set[Any] = set()
        self.agreed_documents: set[Any] = set()
        self.known_parties: set[Any] = set()
        """Of every manifest circulated so far."""
        self.parties_known = True
        """False once a manifest was left out: then nobody can tell who was no party."""
        self.closed: set[Any] = set()
        """The items that were closed and not reopened since."""
        self.latest_at: str | None = None
        """When the entry before was entered."""
        self.own_documents: set[Any] = set()
        """Those circulated anywhere in this chain: what rests on others rests on another register's minutes."""
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
        if "chain.jsonl" not in self.export.members:
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
        if entry.get("register") != self.export_says["register"]:
            self.faults.append(f"entry {number} is of the register {entry.get('register')}")
        self.entries.append((number, entry))
        return own

    # Files: each bears its own hash for a name, and is named by the chain or by a statement that the chain names.

    def check_files(self) -> None:
        for name, count in sorted(self.export.members.items()):
            if count > 1:
                self.faults.append(f"{name} stands twice in the archive")
            if file := FILE.fullmatch(name):
                self.files[file[1]] = self.check_bytes(name, file[1])
            elif name not in PARTS:
                self.faults.append(f"{name} is no part of an export: it was added")

    def check_bytes(self, name: str, stands: str) -> int:
        """The size of the file, whose hash must be the one that it has for a name."""
        own, size = self.export.hash_and_size(name)
        if own != stands:
            self.faults.append(f"file {stands} has other bytes: their hash is {own}")
        return size

    def walk(self, value: Any, where: str, top: bool = False) -> None:
        """Takes down every hash that a statement names, except those of earlier entries and of persons."""
        if isinstance(value, list):
            for part in value:
                self.walk(part, where)
        elif isinstance(value, dict):
            if HASH.fullmatch(str(value.get("sha256"))) and value.get("sha256") in self.files:
                self.check_size(value, where)
            for key, part in value.items():
                if key not in (*PERSONS, *TYPED, *ENTRIES) and not (top and key in POINTS_BACK):
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
                self.missing += 1
                self.remarks.append(f"not in this export: {name}, named by {where} ({self.left_out[name]})")
            else:
                self.faults.append(f"file {name}, which {where} names, is missing")
        for name in sorted(set(self.files) - set(self.named)):
            self.faults.append(f"file {name} is named by nothing in the chain: it was added")

    # Meaning: what an entry claims of others must stand in the chain before it.

    def check_meaning(self) -> None:
        checks = {
            "grant": self.check_grant,
            "grant_end": self.check_grant_end,
            "circulation": self.check_circulation,
            "approval": self.check_approval,
            "confirmation": self.check_approval,
            "objection": self.check_objection,
            "silence_choice": self.check_choice,
            "silence_withdrawal": self.check_choice_back,
            "silence_break": self.check_break,
            "silence": self.check_silence,
            "agreement": self.check_agreement,
            "signature": self.check_signature,
            "cancellation": self.check_acts,
            "due": self.check_acts,
            "acceptance": self.check_follower,
            "closing": self.check_closing,
            "reopening": self.check_reopening,
            "withdrawal": self.check_minutes,
            "supersession": self.check_minutes,
            "unilateral_statement": self.check_statement,
            "statement_withdrawal": self.check_withdrawal,
        }
        self.own_documents = {entry.get("document") for _, entry in self.entries if self.kind(entry) == "circulation"}
        for number, entry in self.entries:
            self.check_pointers(number, entry)
            self.check_time(number, entry)
            if "grant" in entry or self.kind(entry) in BY_WHO_IS_NAMED:
                self.check_authority(number, entry)
            if check := checks.get(self.kind(entry)):
                check(number, entry)

    @staticmethod
    def kind(entry: dict[str, Any]) -> str:
        return str(entry.get("type")).removeprefix("forumhub/").split("/")[0]

    def check_pointers(self, number: int, entry: dict[str, Any]) -> None:
        """What an entry names of the chain was there before it."""
        if entry.get("head_seen", GENESIS) not in (GENESIS, *self.heads[: number - 1]):
            self.faults.append(f"entry {number} saw a head that is none of the chain's before it")
        for named in pointers(entry):
            if named not in self.heads[: number - 1]:
                self.faults.append(f"entry {number} names an entry that is none of the chain's before it")

    def check_time(self, number: int, entry: dict[str, Any]) -> None:
        """No entry is earlier than the one before it, but for acts at once."""
        if "at" not in entry:
            self.faults.append(f"entry {number} does not say when")
            return
        if self.latest_at is not None and not has_time(self.latest_at, entry["at"], -AT_ONCE):
            self.faults.append(f"entry {number} is dated earlier than the entry before it")
        self.latest_at = entry["at"]

    def check_grant(self, number: int, entry: dict[str, Any]) -> None:
        self.grants[self.heads[number - 1]] = entry
        self.granted.add((entry.get("party"), entry.get("event")))

    def check_grant_end(self, number: int, entry: dict[str, Any]) -> None:
        """By the party itself, once."""
        grant, party = entry.get("entry"), entry.get("party")
        if grant in self.ended or self.grants.get(grant, {}).get("party", ...) != party:
            self.faults.append(f"entry {number} ends a grant that does not stand, or not of {party}")
        self.ended.add(grant)

    def check_authority(self, number: int, entry: dict[str, Any]) -> None:
        """A grant that an act names stands before it, is of its party and its meeting, and was not ended."""
        party, named = entry.get("party"), (entry.get("grant") or {}).get("entry")
        if "grant" not in entry and self.grants:
            self.faults.append(f"entry {number} does not say under which grant, though the chain told of grants before")
            return
        if named is None:
            self.check_without_grant(number, entry)
            return
        if named not in self.grants:
            self.faults.append(f"entry {number} acts under a grant that is none of the chain's before it")
            return
        grant = self.grants[named]
        if grant.get("party") != party:
            self.faults.append(f"entry {number} acts for {party} under a grant of {grant.get('party')}")
        if grant.get("event") != (self.meeting(entry) or grant.get("event")):
            self.faults.append(f"entry {number} acts under a grant for another meeting than its own")
        if named in self.ended:
            self.faults.append(f"entry {number} acts under a grant that was ended before it")
        self.remarks.append(f"entry {number}: who acted for {party}: named in entry {self.place(named)}")

    def check_without_grant(self, number: int, entry: dict[str, Any]) -> None:
        """Only whom the party had named before its first grant for the meeting, which brought in all of them."""
        party, meeting = entry.get("party"), self.meeting(entry)
        if (party, meeting) in self.granted:
            self.faults.append(
                f"entry {number} acts for {party} under no grant, after its first grant for this meeting"
            )
        elif meeting is None and "manifest" not in entry and party in {of for of, _meeting in self.granted}:
            self.faults.append(f"entry {number} does not say at which meeting {party} acts, after a grant of {party}")
        else:
            self.remarks.append(f"entry {number}: who acted for {party}: attested by operator, no grant in the chain")

    def meeting(self, entry: dict[str, Any]) -> Any:
        """At which the entry is an act: that of its manifest, where it names one; None where nothing here says so."""
        return ((self.statement(entry["manifest"]) or {}) if "manifest" in entry else entry).get("event")

    def check_circulation(self, number: int, entry: dict[str, Any]) -> None:
        name = entry.get("manifest")
        manifest = self.statement(name)
        self.check_succession(number, entry, manifest)
        self.check_party(number, entry)
        self.circulated[name] = number, entry
        if manifest is None:
            self.parties_known = False
            if name in self.files:
                self.faults.append(f"entry {number}: its manifest cannot be read")
            return
        self.known_parties.update(manifest.get("parties", ()))
        for field in ("register", "document", "version"):
            if manifest.get(field) != entry.get(field):
                self.faults.append(f"entry {number} and its manifest name another {field}")
        for field, what in BELONGS.items():
            if field in manifest:
                self.check_belonging(number, manifest, manifest[field], what)
        if manifest.get("procedure") == "silence":
            self.check_prior_choices(number, entry, manifest)

    def check_succession(self, number: int, entry: dict[str, Any], manifest: dict[str, Any] | None) -> None:
        """One version of a document lives at a time: the next one follows an objection, and names the one before."""
        document, name = entry.get("document"), entry.get("manifest")
        version, before = self.latest.get(document, (0, None))
        if before is not None and before not in self.void:
            self.faults.append(f"entry {number} circulates a document whose version before nobody had objected to")
        if entry.get("version") != version + 1 or (manifest is not None and manifest.get("previous") != before):
            self.faults.append(f"entry {number} does not follow the version of its document before it")
        self.latest[document] = entry.get("version"), name

    def check_belonging(self, number: int, manifest: dict[str, Any], of: Any, what: str) -> None:
        """A corrigendum or a language version changes nothing but words: all else is as in the text that was agreed."""
        if of not in self.agreed:
            self.faults.append(f"entry {number} {what} a version that was not agreed in this chain before it")
            return
        settled = self.statement(of) or manifest
        for field, of_other in SAME.items():
            if settled.get(field) != manifest.get(field):
                self.faults.append(f"entry {number} {what} a version of {of_other}")

    def check_prior_choices(self, number: int, entry: dict[str, Any], manifest: dict[str, Any]) -> None:
        """Silence needs the choice of every party, made before and not taken back, its days, and nothing binding."""
        chosen = {each["party"]: each for each in manifest.get("silence", ())}
        if manifest.get("legal_status") == "binding":
            self.faults.append(f"entry {number} puts a binding text under silence")
        for party in manifest.get("parties", ()):
            each = chosen.get(party, {})
            if self.choices.get(each.get("entry")) != (party, each.get("days")):
                self.faults.append(f"entry {number} counts on the silence of {party}, which had not chosen it before")
            elif not has_days(entry.get("at"), manifest.get("deadline"), each["days"]):
                self.faults.append(f"entry {number} leaves {party} fewer days than it had chosen")

    def check_approval(self, number: int, entry: dict[str, Any]) -> None:
        self.check_order(number, entry)
        self.check_party(number, entry)
        manifest, seen = entry.get("manifest"), entry.get("head_seen")
        if not HASH.fullmatch(str(seen)):
            self.faults.append(f"entry {number} does not say which head its approver saw")
        elif seen not in self.heads[self.circulated.get(manifest, (1, {}))[0] - 1 :]:
            self.faults.append(f"entry {number} saw a head that is older than what it approves")
        self.check_repetition(number, entry)
        by_way = self.provisional if entry.get("way") == "ad_referendum" else self.given
        by_way.setdefault(manifest, set()).add(entry.get("party"))
        self.approvals.append(self.label(number, entry))

    def check_repetition(self, number: int, entry: dict[str, Any]) -> None:
        """A party approves a version once, and confirms once what it approved ad referendum; both before agreement."""
        manifest, party = entry.get("manifest"), entry.get("party")
        provisional = party in self.provisional.get(manifest, ())
        given = party in self.given.get(manifest, ())
        if manifest in self.agreed:
            self.faults.append(f"entry {number} approves a version that was agreed before it")
        if self.kind(entry) == "confirmation":
            if given or not provisional:
                wrong = f"confirms what {party} had not approved ad referendum, or had confirmed already"
                self.faults.append(f"entry {number} {wrong}")
        elif given or provisional:
            self.faults.append(f"entry {number} is a second approval of one version by {party}")

    def parties(self, manifest: Any, unknown: Iterable[Any]) -> list[Any]:
        """Of a manifest; `unknown` where the export leaves it out."""
        return list((self.statement(manifest) or {}).get("parties", unknown))

    def check_party(self, number: int, entry: dict[str, Any]) -> None:
        party = entry.get("party")
        if party not in self.parties(entry.get("manifest"), (party,)):
            self.faults.append(f"entry {number} is of {party}, which is no party to its manifest")

    def check_objection(self, number: int, entry: dict[str, Any]) -> None:
        self.check_speaking(number, entry)
        self.void.add(entry.get("manifest"))

    def check_break(self, number: int, entry: dict[str, Any]) -> None:
        self.check_speaking(number, entry)
        self.broken.add(entry.get("manifest"))

    def check_speaking(self, number: int, entry: dict[str, Any]) -> None:
        """Against a version: by one of its parties, before it is agreed, and before silence settles it."""
        self.check_order(number, entry)
        self.check_party(number, entry)
        name = entry.get("manifest")
        if name in self.agreed:
            self.faults.append(f"entry {number} speaks against a version that was agreed before it")
        self.check_in_time(number, entry)

    def check_in_time(self, number: int, entry: dict[str, Any]) -> None:
        """Under silence nobody speaks after the deadline, unless the silence of a party did not count by then."""
        name = entry.get("manifest")
        manifest = self.statement(name) or {}
        waits = manifest.get("procedure") == "silence" and name not in self.broken
        if waits and not has_days(entry.get("at"), manifest.get("deadline"), 0) and not self.unsettled(entry, manifest):
            self.faults.append(f"entry {number} speaks after the deadline at which silence settles its version")

    def unsettled(self, entry: dict[str, Any], manifest: dict[str, Any]) -> bool:
        """Whether a party had attached a statement instead of being silent, or had not had its days since the text was
        sent to it, as the entry states.
        """
        name, at = entry.get("manifest"), entry.get("at")
        silent = set(manifest.get("parties", ())) - self.given.get(name, set())
        waits_for = [
            each
            for each in entry.get("waits_for", ())
            if each["party"] in silent
            and chosen(each) in manifest.get("silence", ())
            and (each["sent"] is None or has_days(at, each["sent"], -each["days"]))
        ]
        return bool(waits_for or silent & self.reserving(name))

    def reserving(self, manifest: Any) -> set[Any]:
        """The parties whose statement stands beside the version."""
        return {each.get("party") for each in self.attached.values() if each.get("manifest") == manifest}

    def check_choice(self, number: int, entry: dict[str, Any]) -> None:
        """A party has one choice at a time: its next one replaces it."""
        party = entry.get("party")
        self.choices = {head: choice for head, choice in self.choices.items() if choice[0] != party}
        self.choices[self.heads[number - 1]] = party, entry.get("days")

    def check_choice_back(self, number: int, entry: dict[str, Any]) -> None:
        party = entry.get("party")
        if self.choices.get(entry.get("entry"), (None,))[0] != party:
            self.faults.append(f"entry {number} takes back a choice of silence that does not stand, or not of {party}")
        else:
            del self.choices[entry["entry"]]

    def check_silence(self, number: int, entry: dict[str, Any]) -> None:
        """Who was silent had chosen it, as the manifest says; nobody broke it; and its day has passed."""
        self.check_order(number, entry)
        name, silent = entry.get("manifest"), entry.get("silent", ())
        manifest, given = self.statement(name), self.given.setdefault(name, set())
        if name in self.broken:
            self.faults.append(f"entry {number} says silence, which a party had broken")
        if sorted(given) != entry.get("approved"):
            self.faults.append(f"entry {number} names other approvals than were given")
        if manifest:
            if manifest.get("procedure") != "silence" or not all(
                chosen(each) in manifest.get("silence", ()) for each in silent
            ):
                self.faults.append(f"entry {number} counts silence that its manifest does not")
            if not has_days(manifest.get("deadline"), entry.get("at"), 0):
                self.faults.append(f"entry {number} counts silence before its deadline")
        for each in silent:
            self.check_counting(number, entry, each)
            given.add(each["party"])
            prior = f"prior choice: {each['days']} days, entry {self.place(each['entry'])}"
            self.approvals.append(self.about(number, {**entry, **each}) + f": approved - by silence ({prior})")

    def check_counting(self, number: int, entry: dict[str, Any], silent: dict[str, Any]) -> None:
        """The silence of one party: it had its days since the text was sent to it, and attached nothing."""
        if not silent.get("sent") or not has_days(silent["sent"], entry.get("at"), silent["days"]):
            self.faults.append(f"entry {number} counts the silence of {silent['party']} before its days had passed")
        if silent["party"] in self.reserving(entry.get("manifest")):
            self.faults.append(f"entry {number} counts the silence of {silent['party']}, which attached a statement")

    def place(self, head: Any) -> Any:
        """The number of the entry that has this hash."""
        return self.heads.index(head) + 1 if head in self.heads else "unknown"

    def check_agreement(self, number: int, entry: dict[str, Any]) -> None:
        self.check_order(number, entry)
        manifest = entry.get("manifest")
        if manifest in self.agreed:
            self.faults.append(f"entry {number} is a second agreement of one version")
        self.agreed.add(manifest)
        self.agreed_documents.add(entry.get("document"))
        if entry.get("parties") != self.parties(manifest, entry.get("parties", ())):
            self.faults.append(f"entry {number} names other parties than its manifest")
        missing = sorted(set(entry.get("parties", ())) - self.given.get(manifest, set()))
        self.faults += [f"entry {number} says agreed, but {party} has not approved" for party in missing]

    def check_signature(self, number: int, entry: dict[str, Any]) -> None:
        """Of an agreed version, once for a document; each scan is of the copy of one of its parties."""
        self.check_order(number, entry)
        self.check_party(number, entry)
        manifest, document = entry.get("manifest"), entry.get("document")
        if manifest not in self.agreed:
            self.faults.append(f"entry {number} is a signature of what was not agreed before it")
        if document in self.signed:
            self.faults.append(f"entry {number} is a second signature of one document")
        self.signed.add(document)
        scans = [str(copy.get("party")) for copy in entry.get("copies", ())]
        for party in sorted(set(scans) - set(self.parties(manifest, scans))):
            self.faults.append(f"entry {number} has a scan of the copy of {party}, which is no party to its manifest")
        self.approvals.append(
            f"entry {number}: signature {entry.get('official_number')} of document {document}:"
            f" entered by {entry.get('party')}; scans: {', '.join(scans) or 'none'}"
        )

    def check_acts(self, number: int, entry: dict[str, Any]) -> None:
        """What took several parties names an act of each: of all that it lists, or of two for a new date."""
        self.check_follower(number, entry)
        if "document" in entry:
            return
        acted = sorted(str(act.get("party")) for act in entry.get("acts", ()) if HASH.fullmatch(str(act.get("person"))))
        listed = entry.get("parties")
        if acted != listed if listed is not None else len(set(acted)) < 2:
            self.faults.append(f"entry {number} does not name an act of each party that it took")

    def check_closing(self, number: int, entry: dict[str, Any]) -> None:
        self.check_follower(number, entry)
        item = entry.get("item")
        if item in self.closed:
            self.faults.append(f"entry {number} closes {item} again, which nothing had reopened")
        self.closed.add(item)

    def check_reopening(self, number: int, entry: dict[str, Any]) -> None:
        self.check_minutes(number, entry)
        self.closed.discard(entry.get("item"))

    def check_follower(self, number: int, entry: dict[str, Any]) -> None:
        """What is said of an item is said by agreed minutes, or by parties to manifests that came before it."""
        if "document" in entry:
            self.check_minutes(number, entry)
            return
        if not self.known_parties or not self.parties_known:
            return
        said = [entry.get("party"), *(act.get("party") for act in entry.get("acts", ())), *entry.get("parties", ())]
        for party in sorted({str(each) for each in said} - self.known_parties):
            self.faults.append(f"entry {number} is of {party}, which is no party to any manifest before it")

    def check_minutes(self, number: int, entry: dict[str, Any]) -> None:
        """What minutes say of an item counts once they are agreed; those of other registers stand in other chains."""
        document = entry.get("document")
        if document in self.own_documents and document not in self.agreed_documents:
            self.faults.append(f"entry {number} rests on minutes that were not agreed before it")

    def check_statement(self, number: int, entry: dict[str, Any]) -> None:
        """A party's statement: taken back by that party alone, once, and never after the text was agreed."""
        self.check_order(number, entry)
        self.check_party(number, entry)
        if entry.get("manifest") not in self.agreed:
            self.check_in_time(number, entry)
        self.attached[entry.get("statement")] = entry
        self.remarks.append(
            f"entry {number}: {entry.get('party')} alone attached a statement to document {entry.get('document')}"
        )

    def check_withdrawal(self, number: int, entry: dict[str, Any]) -> None:
        self.check_order(number, entry)
        before, party = self.attached.pop(entry.get("statement"), {}), entry.get("party")
        if any(before.get(key) != entry.get(key) for key in ("party", "manifest")):
            self.faults.append(f"entry {number} takes back a statement that {party} had not attached before it")
        if entry.get("manifest") in self.agreed:
            self.faults.append(f"entry {number} takes back a statement after the text was agreed")
        manifest = self.statement(entry.get("manifest")) or {}
        waits = manifest.get("procedure") == "silence" and entry.get("manifest") not in self.broken
        if waits and not has_days(entry.get("at"), manifest.get("deadline"), 0):
            self.faults.append(f"entry {number} takes back a statement after the deadline of a silence procedure")
        self.remarks.append(f"entry {number}: {party} took its statement back")

    def check_order(self, number: int, entry: dict[str, Any]) -> None:
        manifest = entry.get("manifest")
        if manifest not in self.circulated:
            self.faults.append(f"entry {number} is about a version that was not circulated before it")
        elif any(entry.get(name) != self.circulated[manifest][1].get(name) for name in ("document", "version")):
            self.faults.append(f"entry {number} is about another document or version than its manifest")
        if manifest in self.void:
            self.faults.append(f"entry {number} is about a version that an objection had made void")

    @staticmethod
    def about(number: int, entry: dict[str, Any]) -> str:
        return f"entry {number}: {entry.get('party')}, document {entry.get('document')}, version {entry.get('version')}"

    def label(self, number: int, entry: dict[str, Any]) -> str:
        way, kind = entry.get("way"), "confirmed" if self.kind(entry) == "confirmation" else "approved"
        if way == "ad_referendum":
            kind = "approved ad referendum, to be confirmed,"
        return f"{self.about(number, entry)}: {kind} - {self.manner(number, entry)} ({way})"

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
        if "commitments.json" not in self.export.members:
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


def pointers(value: Any) -> list[Any]:
    """Every earlier entry that an entry names under a field of `ENTRIES`."""
    if isinstance(value, list):
        return [found for part in value for found in pointers(part)]
    if not isinstance(value, dict):
        return []
    own = [value[key] for key in ENTRIES if key in value]
    return own + [found for key, part in value.items() if key not in ENTRIES for found in pointers(part)]


def chosen(silent: dict[str, Any]) -> dict[str, Any]:
    """The prior choice of a party whose silence an entry names, as manifests have it."""
    return {key: value for key, value in silent.items() if key != "sent"}


def has_days(start: Any, end: Any, days: int) -> bool:
    """Whether this many days lie between two moments (ISO 8601 with their offset)."""
    return has_time(start, end, timedelta(days=days))


def has_time(start: Any, end: Any, least: timedelta) -> bool:
    return datetime.fromisoformat(end) - datetime.fromisoformat(start) >= least


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
    say(plain(f"Register {check.export_says['register']}: {count} entries, {len(check.files)} files."))
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
    if check.missing:
        say(f"consistent and anchored, but not whole: {check.missing} of the files named are not in this export.")
        return 4
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
    except (TypeError, AttributeError, KeyError, ValueError, RecursionError) as error:
        sys.stderr.write(f"This cannot be read: a field holds another kind of value: {plain(str(error))}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
