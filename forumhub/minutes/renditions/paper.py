"""What a printed text bears, in words that are ready to be set: the writers know no language and no state. Pure."""

import json
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any

from forumhub.minutes.renditions import blocks as parts
from forumhub.minutes.renditions.blocks import Block, Blocks, Run


@dataclass(frozen=True)
class Party:
    """Where a party signs: its name, and who signs for it, as far as that is known."""

    name: str
    signer: str = ""
    office: str = ""


@dataclass(frozen=True)
class Statement:
    """What one party attached to the text: whose it is, what that means, and its words, line by line."""

    title: str
    help: str
    text: str


@dataclass(frozen=True)
class Paper:
    """A text in one language, and what stands around it; all words are in that language.

    `heading` is what it is and of what ('Minutes, version 2'), `lead` the lines below, `facts` names with their values.
    `signatures` are in the order of the copy; none where nothing is to be signed. `statements` stand behind them.
    `footer` are the lines at the foot of each page, `page` reads 'Page {page} of {pages}'. `watermark` lies behind a
    text that is not agreed. `no_image` stands behind the words of an image that cannot be drawn. `made_at` is a day in
    seconds since 1970 that does not depend on when it is printed.
    """

    language: str
    title: str
    heading: str
    lead: tuple[str, ...]
    parties: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    blocks: Blocks
    signatures: tuple[Party, ...]
    statements: tuple[Statement, ...]
    footer: tuple[tuple[str, str], ...]
    page: str
    watermark: str
    no_image: str
    made_at: int


def as_json(paper: Paper) -> str:
    """One line; each block names what it is under `is`."""
    values = {field.name: getattr(paper, field.name) for field in fields(paper)}
    values["blocks"] = [_plain(block) for block in paper.blocks]
    values["signatures"] = [asdict(party) for party in paper.signatures]
    values["statements"] = [asdict(statement) for statement in paper.statements]
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Run):
        return {"text": value.text, **{name: on for name, on in vars(value).items() if on and name != "text"}}
    if is_dataclass(value):
        return {"is": type(value).__name__, **{name: _plain(part) for name, part in vars(value).items()}}
    return value


def from_json(line: str) -> Paper:
    """The Paper that was written; equal to it."""
    values = json.loads(line)
    return Paper(
        **{
            **values,
            "lead": tuple(values["lead"]),
            "parties": tuple(values["parties"]),
            "facts": tuple(map(tuple, values["facts"])),
            "footer": tuple(map(tuple, values["footer"])),
            "blocks": _tuples(values["blocks"]),
            "signatures": tuple(Party(**party) for party in values["signatures"]),
            "statements": tuple(Statement(**statement) for statement in values["statements"]),
        }
    )


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tuples(part) for part in value)
    if isinstance(value, dict):
        kind = value.pop("is", None)
        return _block(kind, value) if kind else Run(**value)
    return value


def _block(kind: str, values: dict[str, Any]) -> Block:
    made: Block = getattr(parts, kind)(**{name: _tuples(value) for name, value in values.items()})
    return made
