"""What an organizer sets for the registration of an event."""

from datetime import datetime
from typing import TypedDict


class SettingsValues(TypedDict):
    """Columns of RegistrationSettings by their names; the deadline as an instant follows from them."""

    applicants: str
    shown: str
    local_deadline: datetime | None
    offer_hours: int | None
    retention_days: int
    sensitive_days: int
