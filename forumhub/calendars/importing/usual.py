"""What is assumed where nothing else is chosen."""

from datetime import date, timedelta

PREFIX = "IMP"
KIND = "working_group"


def usual_window(today: date) -> tuple[date, date]:
    """From a year back until two years ahead."""
    return today - timedelta(days=365), today + timedelta(days=2 * 365)
