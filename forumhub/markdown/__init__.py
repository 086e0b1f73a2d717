"""Markdown to sanitised HTML, with the dialect of minutes-dialect.md. Knows no Flask, no database and no room."""

from forumhub.markdown.attendance import Delegation, Person
from forumhub.markdown.headings import Heading, Paragraph
from forumhub.markdown.items import Item
from forumhub.markdown.reading import (
    Document,
    addresses,
    circulation_remarks,
    decode,
    find_address,
    items_as_json,
    read,
)
from forumhub.markdown.references import Reference, parse_reference
from forumhub.markdown.remarks import Remark, TooMuch, TooSlow

__all__ = [
    "Delegation",
    "Document",
    "Heading",
    "Item",
    "Paragraph",
    "Person",
    "Reference",
    "Remark",
    "TooMuch",
    "TooSlow",
    "addresses",
    "circulation_remarks",
    "decode",
    "find_address",
    "items_as_json",
    "parse_reference",
    "read",
]
