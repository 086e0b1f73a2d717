"""Reminding the parties that have not answered: at the organizer's word, and once before the deadline."""

from datetime import datetime

from forumhub.events.polls import notices, rules
from forumhub.events.polls.entering import enter, to_answer, to_keep
from forumhub.events.polls.models import Poll
from forumhub.events.polls.queries import running
from forumhub.parties.policy import Reader


def remind_poll(poll: Poll, *, by: Reader, now: datetime) -> int:
    """Reminds the parties that have not answered; returns to how many a mail goes."""
    poll = to_keep(poll, by)
    rules.check_answering(poll.state, poll.deadline, poll.timezone, now)
    rules.check_reminding(poll.reminded_at, now)
    return _remind(poll, by.person_id, now)


def remind_due(*, now: datetime) -> int:
    """Of each poll that ends within two days, reminds who has not answered, once; returns how many mails go."""
    due = [poll for poll in running(now) if _reminder_due(poll, now)]
    return sum(_remind(poll, None, now) for poll in map(to_answer, due) if _reminder_due(poll, now))


def _reminder_due(poll: Poll, now: datetime) -> bool:
    return poll.state == rules.OPEN and rules.reminder_due(poll.deadline, poll.opened_at, poll.reminded_at, now)


def _remind(poll: Poll, person_id: int | None, now: datetime) -> int:
    silent = [party for party in poll.parties if party.id not in poll.current]
    if not silent:
        return 0
    poll.reminded_at = now
    enter(poll, "remind_poll", by=person_id, now=now, silent=[party.code for party in silent])
    return notices.tell("poll_reminder", poll, now=now, parties=silent)
