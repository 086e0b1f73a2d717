"""Pure decisions about applications by mail."""

from datetime import datetime, timedelta

from forumhub.errors import N_, RuleBroken
from forumhub.registration import rules

CONFIRM_WITHIN = timedelta(hours=48)
KEPT_AFTER = timedelta(days=30)
"""How long after the event its links lead to one's registration."""
WINDOW = timedelta(hours=1)
MOST_MAILS = 3
"""To one address within WINDOW, whoever asks."""
MOST_FROM_CLIENT = 60
"""Applications from one network address within the five minutes of `parties.accounts.attempts`, for each process."""


BY_ACCOUNT = "account"
BY_MAIL = "mail"


def check_by_mail(
    applicants: str, deadline: datetime | None, event_state: str, ends_at: datetime, now: datetime
) -> None:
    """Raises RuleBroken unless everyone may apply for the event now."""
    rules.check_open(event_state, ends_at, now)
    rules.check_taken_in(applicants, deadline, now)
    if applicants != rules.EVERYONE:
        raise RuleBroken(
            N_("Only who has an account may apply for this event. Sign in, or ask the organizer to invite you.")
        )


def way_in(*, signed_in: bool, public: bool, applicants: str, deadline: datetime | None, now: datetime) -> str:
    """How somebody may apply at an event that they see and that takes registrations: BY_ACCOUNT, BY_MAIL or empty."""
    if not rules.is_taken_in(applicants, deadline, now):
        return ""
    if signed_in:
        return BY_ACCOUNT
    return BY_MAIL if public and applicants == rules.EVERYONE else ""


def confirm_until(deadline: datetime | None, ends_at: datetime, now: datetime) -> datetime:
    """Two days, but no longer than applications are taken."""
    return min(now + CONFIRM_WITHIN, deadline or ends_at, ends_at)


def check_not_lapsed(expires_at: datetime, now: datetime) -> None:
    """Raises RuleBroken where an application was not confirmed in time."""
    if expires_at <= now:
        raise RuleBroken(N_("The time to confirm this application has passed. Fill in the form again."))
