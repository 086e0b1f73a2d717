"""Mails that arrive: a mail server hands them over by a pipe (`forumhub receive`), or by LMTP (`worker --lmtp`).

The room that reads them enters itself here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

LARGEST = 2 * 1024 * 1024
"""In bytes, of a mail that is taken."""

takers: list[Callable[["Flask", bytes, str], None]] = []
"""Each is given the mail and its recipient, empty where only its headers say for whom it is. What it has returned
from is on record; what it raises means that the mail has to be handed over again."""


def take(app: "Flask", raw: bytes, recipient: str = "") -> None:
    for taker in takers:
        taker(app, raw, recipient)
