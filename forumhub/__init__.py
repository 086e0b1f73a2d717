"""forumhub keeps agreements between parties alive: meetings, delegates, calendars, agreed texts and their follow-up."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: dict[str, Any] | None = None) -> "Flask":
    """See `forumhub.app.create_app`; imported late, so that a pure module of the package loads without the app."""
    from forumhub.app import create_app as create

    return create(config)


__all__ = ["create_app"]
