"""Wakes the worker once a transaction that posted mails is committed, so that they leave within a second."""

import logging
from collections.abc import Callable
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from forumhub.database import db

logger = logging.getLogger(__name__)
POSTED = "mail_posted"

_wakers: WeakKeyDictionary[Engine, Callable[[], object]] = WeakKeyDictionary()


def wake_with(engine: Engine, wake: Callable[[], object]) -> None:
    """From now on `wake` is called after each commit to this database that posted mail."""
    _wakers[engine] = wake


def wake_after_commit(session: Session) -> None:
    session.info[POSTED] = True


@event.listens_for(db.session, "after_commit")
def _wake(session: Session) -> None:
    if not session.info.pop(POSTED, False):
        return
    engine = session.get_bind()
    wake = _wakers.get(engine) if isinstance(engine, Engine) else None
    if wake:
        _try(wake)


def _try(wake: Callable[[], object]) -> None:
    try:
        wake()
    except Exception:  # what was committed stays; the sweep of each minute finds it
        logger.warning("the mail worker could not be woken", exc_info=True)


@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(POSTED, None)
