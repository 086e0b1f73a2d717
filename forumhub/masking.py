"""Addresses that are keys, as a log may hold them: whoever reads a log must not be able to open what they open."""

import logging
import re

KEYS_UNDER = (
    "feeds",
    "invitations",
    "offers",
    "applications",
    "reset",
    "second-factor",
    "programme/import",
    "replies",
    "unsubscribe/party",
    "unsubscribe",
)
"""What stands in a path before a token."""
_KEY = re.compile(rf"(?<=/)((?:{'|'.join(KEYS_UNDER)})/[^/?\s]{{0,4}})[^/?\s\"']*")
_QUERY = re.compile(r"\?[^\s\"']*")


def masked(text: str) -> str:
    """With the first four characters of each token, and without queries: they hold addresses and people's names."""
    return _QUERY.sub("?…", _KEY.sub(r"\1…", text))


class MaskingFilter(logging.Filter):
    """Masks each message that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True
