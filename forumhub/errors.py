"""One tree of errors. A rule or an action raises one of these; `web.py` alone turns them into HTTP and into words."""


def N_(msgid: str) -> str:
    """Marks a message for translation where it is written; it is translated where it is shown."""
    return msgid


class ForumhubError(Exception):
    """`msgid` is a marked English message with %(name)s places, `values` are what fills them.

    `field` names the input that is wrong, where there is one; a form shows the message beside it.
    """

    def __init__(self, msgid: str, field: str | None = None, **values: object) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.msgid % self.values if self.values else self.msgid


class NotFound(ForumhubError):
    """What was asked for does not exist, or not for this reader: the two look alike."""

    def __init__(self) -> None:
        super().__init__(N_("There is no such page, or you may not see it."))


class NotAllowed(ForumhubError):
    """The reader may see this, but may not do that to it."""


class RuleBroken(ForumhubError):
    """A rule of the trade forbids it; the message says what would be right."""


class Conflict(ForumhubError):
    """Somebody else was quicker: the decision was made on what no longer holds.

    `details` carries what both sides wrote, so that nothing is lost.
    """

    def __init__(self, msgid: str, details: dict[str, object] | None = None, **values: object) -> None:
        super().__init__(msgid, None, **values)
        self.details = details or {}
