"""Minutes are arranged as their own room's tests do."""

from tests.minutes.conftest import meeting

__all__ = ["meeting"]
