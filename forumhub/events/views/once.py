"""What a form makes is made once, though its button is pressed twice or the request is sent again."""

from collections.abc import Callable
from typing import TypeVar

from flask import flash
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forumhub.database import Addressed, db, writing
from forumhub.errors import RuleBroken

Made = TypeVar("Made", bound=Addressed)


def made_once(model: type[Made], ulid: str, make: Callable[[], Made]) -> Made:
    """The row of this ULID, a form's NewRow: made by `make` in one transaction, or found where it was sent before.

    Two at once both find nothing: the database refuses the second one's row, or `make` does where it waited for a
    lock, and it is found then. Raises what `make` raises.
    """
    try:
        with writing():
            return _found(model, ulid) or make()
    except (IntegrityError, RuleBroken):
        found = _found(model, ulid)
        if found is None:
            raise
        return found


def _found(model: type[Made], ulid: str) -> Made | None:
    """Whatever the reader may see: NewRow takes a ULID only from the reader to whose own form it was given."""
    found = db.session.scalar(select(model).where(model.ulid == ulid))
    if found is not None:
        flash(_("This form was sent before, so nothing was done a second time. This is what came of it."), "info")
    return found
