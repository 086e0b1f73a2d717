"""Sync tokens as devices are given them: what they hold numbers all that the house publishes, so they are sealed."""

from forumhub.calendars.dav.rules import Token, read_token, write_token
from forumhub.mail.sealing import key_for

PURPOSE = "calendar-tokens"


def sealed_token(token: Token) -> str:
    """Equal tokens are equal texts, and tell nothing else."""
    return write_token(key_for(PURPOSE), token)


def unsealed_token(text: str) -> Token | None:
    """None where it is none of ours."""
    return read_token(key_for(PURPOSE), text)
