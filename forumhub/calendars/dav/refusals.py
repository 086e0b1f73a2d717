"""Why a request of a calendar program is not answered."""

from forumhub.errors import ForumhubError


class Unreadable(ForumhubError):
    """The request is not what its standard asks for."""


class TooMuch(ForumhubError):
    """The request is larger than any program's would be."""


class Unmet(ForumhubError):
    """A precondition of a standard does not hold; `condition` is its element's name, as in {DAV:}valid-sync-token."""

    def __init__(self, condition: str, msgid: str, **values: object) -> None:
        super().__init__(msgid, None, **values)
        self.condition = condition
