"""What `forumhub items FILE` prints."""

import json

from forumhub.errors import N_
from forumhub.markdown.bounded import read_bounded
from forumhub.markdown.remarks import TooMuch


def items_as_json(source: str | bytes) -> str:
    """The items of a text as one JSON array with the keys of 'As data'.

    Raises TooMuch beyond the limits and for bytes that are not UTF-8, TooSlow as `read_bounded` does.
    """
    text = decode(source) if isinstance(source, bytes) else source
    return json.dumps([item.as_dict() for item in read_bounded(text).items], ensure_ascii=False, indent=2)


def decode(raw: bytes) -> str:
    """UTF-8 with or without byte order mark. Raises TooMuch, naming the line, for any other bytes."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise TooMuch(N_("Line %(line)s is not UTF-8 text; save the file as UTF-8."), line=line) from error
