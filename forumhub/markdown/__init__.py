"""Markdown to sanitised HTML, with the dialect of minutes-dialect.md. Knows no Flask, no database and no room."""

from forumhub.markdown.attendance import Delegation, Person
from forumhub.markdown.bounded import read_bounded
from forumhub.markdown.concordance import concordance
from forumhub.markdown.fields import NO_STATE
from forumhub.markdown.headings import Heading, Paragraph
from forumhub.markdown.items import Item
from forumhub.markdown.listing import decode, items_as_json
from forumhub.markdown.reading import (
    Document,
    addresses,
    circulation_remarks,
    find_address,
    read,
)
from forumhub.markdown.references import Reference, parse_reference
from forumhub.markdown.remarks import Remark, TooMuch, TooSlow
from forumhub.markdown.stamping import check_ids, may_miss, missing_ids, stamp

__all__ = [
    "NO_STATE",
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
    "check_ids",
    "circulation_remarks",
    "concordance",
    "decode",
    "find_address",
    "items_as_json",
    "may_miss",
    "missing_ids",
    "parse_reference",
    "read",
    "read_bounded",
    "stamp",
]
