"""A Document as JSON and back, between the process that reads and the one that asked."""

import json
from typing import Any

from forumhub.markdown.attendance import Delegation, Person
from forumhub.markdown.headings import Heading, Paragraph
from forumhub.markdown.items import Item
from forumhub.markdown.reading import Document
from forumhub.markdown.remarks import Remark


def pack(document: Document) -> str:
    """One line of JSON, without the source, which the asker has."""
    values = {name: value for name, value in vars(document).items() if name != "source"}
    return json.dumps(values, default=vars)


def unpack(source: str, values: dict[str, Any]) -> Document:
    """The Document that was packed; equal to it, field by field."""
    return Document(
        source=source,
        html=values["html"],
        items=tuple(_item(item) for item in values["items"]),
        headings=tuple(Heading(**heading) for heading in values["headings"]),
        paragraphs=tuple(Paragraph(**paragraph) for paragraph in values["paragraphs"]),
        attendance=tuple(_delegation(delegation) for delegation in values["attendance"]),
        remarks=_remarks(values["remarks"]),
        refusals=_remarks(values["refusals"]),
        title=values["title"],
    )


def _item(values: dict[str, Any]) -> Item:
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Item(**{**plain, "warnings": _remarks(values["warnings"])})


def _delegation(values: dict[str, Any]) -> Delegation:
    return Delegation(values["party"], values["name"], [Person(**person) for person in values["persons"]])


def _remarks(values: list[dict[str, Any]]) -> tuple[Remark, ...]:
    return tuple(Remark(**remark) for remark in values)
