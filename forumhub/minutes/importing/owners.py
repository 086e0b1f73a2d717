"""Who an action is of: an organ or a party, and only where the text names it exactly."""

import re
from collections.abc import Mapping

from forumhub.minutes.importing.words import OWNER

_OPENING = re.compile(r"(?P<who>[^:：]{1,120}?)\s*(?:[:：]|\s(?:to|will|shall|is to|are to)\s)", re.IGNORECASE)
_CLOSING = re.compile(r"[(（](?P<who>[^()（）]{1,120})[)）]\s*[.。]?$")
_NAMED = re.compile(rf"{OWNER}\s*[:：]\s*(?P<who>[^.;。；()（）]{{1,120}})", re.IGNORECASE)
_AND = re.compile(r"\s*(?:[,，、;；]|\band\b|(?<!\w)и(?!\w)|和|与)\s*", re.IGNORECASE)
_THE = re.compile(r"^(?:the )?", re.IGNORECASE)


def owners_of(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of all that stand before a colon or 'to', in the last parenthesis, or behind a word for owners.

    `names` are in lower case. Where one of several is unknown there is no owner: half an owner would be wrong.
    """
    for pattern in (_OPENING, _CLOSING, _NAMED):
        if match := pattern.search(text) if pattern is not _OPENING else pattern.match(text):
            who = [_THE.sub("", part).casefold() for part in _AND.split(match["who"].strip()) if part]
            if who and all(part in names for part in who):
                return tuple(dict.fromkeys(names[part] for part in who))
    return ()
