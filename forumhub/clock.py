"""Now, and the words of a moment. Rules and actions take `now`; the edges (views, commands, the worker) ask here."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC, to the second: what is stored and shown is never finer."""
    return datetime.now(UTC).replace(microsecond=0)
