"""What an audit entry says to a reader. An act without words here would show its bare name; a test finds those."""

from flask_babel import gettext

from forumhub.errors import N_

SENTENCES: dict[str, str] = {
    "parties.grant": N_("role granted"),
}


def sentence(act: str) -> str:
    """'minutes circulated' in the reader's language."""
    return gettext(SENTENCES.get(act, act))
