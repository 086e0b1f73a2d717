"""What circulation freezes, as plain JSON values. Pure: `ledger.canonical` makes the bytes (RFC 8785)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from forumhub.minutes.rules import SILENCE

TYPE = "forumhub/circulation/v1"
MEDIA_TYPE = "text/markdown; charset=utf-8"


@dataclass(frozen=True)
class FrozenText:
    """One language's exact bytes: `size` in bytes, `sha256` in lower-case hexadecimal."""

    language: str
    size: int
    sha256: str


@dataclass(frozen=True)
class FrozenAnnex:
    """A file that goes with the text: `size` in bytes, `sha256` in lower-case hexadecimal."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class PriorChoice:
    """A party's choice of silence: its days at least, and `entry`, the hash of the ledger's entry that records it."""

    party: str
    days: int
    entry: str


@dataclass(frozen=True)
class CitedVersion:
    """The version of an agreement that was in force on the document's date."""

    code: str
    number: int
    sha256: str


def manifest(
    *,
    register: str,
    event: str,
    document: str,
    kind: str,
    version: int,
    parties: Iterable[str],
    legal_status: str,
    procedure: str,
    silence: Iterable[PriorChoice] = (),
    deadline: datetime | None,
    prevailing_language: str | None,
    previous: str | None,
    texts: Iterable[FrozenText],
    annexes: Iterable[FrozenAnnex],
    cited: Iterable[CitedVersion],
    belongs: Mapping[str, str],
) -> dict[str, Any]:
    """The manifest of one version. `event` and `document` are ULIDs, `previous` the hash of the version before.

    `belongs`: `corrects` or `renders`, with the hash of an agreed manifest; empty for an agenda and for minutes.
    `silence`: the prior choice of every party; it stands there only where the procedure is silence.
    """
    return {
        **belongs,
        "type": TYPE,
        "register": register,
        "event": event,
        "document": document,
        "version": version,
        "parties": sorted(parties),
        "legal_status": legal_status,
        "procedure": procedure,
        **({"silence": [asdict(choice) for choice in silence]} if procedure == SILENCE else {}),
        "deadline": deadline.astimezone(UTC).isoformat(timespec="seconds") if deadline else None,
        "prevailing_language": prevailing_language,
        "previous": previous,
        "texts": [_text(text, file_name(register, kind, version, text.language)) for text in texts],
        "annexes": [{"name": a.name, "type": a.media_type, "size": a.size, "sha256": a.sha256} for a in annexes],
        "agreements": [{"code": c.code, "number": c.number, "sha256": c.sha256} for c in cited],
    }


def _text(text: FrozenText, name: str) -> dict[str, Any]:
    about = {"language": text.language, "name": name, "type": MEDIA_TYPE, "size": text.size, "sha256": text.sha256}
    return dict[str, Any](about)


def file_name(register: str, kind: str, version: int, language: str) -> str:
    """`HLM-minutes-2.zh.md`"""
    return f"{register}-{kind}-{version}.{language}.md"
