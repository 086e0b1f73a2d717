"""Pure decisions on deadlines, and on the silence procedure: who is silent until the deadline agrees, having said so
beforehand.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forumhub.errors import N_, RuleBroken
from forumhub.events.rules import CLOSED
from forumhub.minutes.rules import MOST_NOTE, SILENCE

FEWEST_DAYS, MOST_DAYS = 3, 90
NEAR = timedelta(days=2)
"""How long before a deadline the secretariats are told that it comes."""

WARN, TELL, SETTLE = "warn", "tell", "settle"
"""What a deadline may call for: tell that it comes, tell that it passed, or agree by silence."""


def end_of_day(day: date, timezone: str) -> datetime:
    """The last second of the day on the clock of the meeting's place."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(timezone))


def check_days(days: int) -> int:
    """Raises RuleBroken for too few days to ask a capital, or for so many that the text is forgotten."""
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        message = N_("Give a number of days from %(fewest)s to %(most)s.")
        raise RuleBroken(message, field="days", fewest=FEWEST_DAYS, most=MOST_DAYS)
    return days


def longest(days: Mapping[str, int], parties: Collection[str]) -> int | None:
    """The days that every party has at least; `days` by the code of each that chose silence. None: not every one did.

    >>> longest({"BY": 10, "CN": 7}, ["BY", "CN"])
    10
    """
    return max(days[party] for party in parties) if parties and set(parties) <= set(days) else None


def earliest_day(days: int, timezone: str, now: datetime) -> date:
    """The first day at whose end each party has had this many days."""
    return (now + timedelta(days=days)).astimezone(ZoneInfo(timezone)).date()


def check_silence(legal_status: str, deadline: datetime | None, days: int | None, now: datetime) -> None:
    """Raises RuleBroken unless silence may settle such a text; `days` as `longest` has it."""
    if legal_status == "binding":
        message = N_("What binds the parties is never agreed by silence. Every party approves it.")
        raise RuleBroken(message, field="procedure")
    if days is None:
        message = N_("Not every party has chosen the silence procedure beforehand, so each has to approve.")
        raise RuleBroken(message, field="procedure")
    if deadline is None:
        raise RuleBroken(N_("Silence ends on a day: say until when the parties may answer."), field="deadline")
    if deadline < now + timedelta(days=days):
        message = N_("The parties agreed to have at least %(days)s days; choose a later day.")
        raise RuleBroken(message, field="deadline", days=days)


def check_heard(party: str, approvers: Collection[str]) -> None:
    """Raises RuleBroken where nobody could speak for the party: then its silence would say nothing."""
    if not approvers:
        message = N_("Nobody is named yet who may answer for %(party)s, so its silence would say nothing.")
        raise RuleBroken(message, field="procedure", party=party)


def check_reached(party: str, can_be_sent_to: bool) -> None:
    """Raises RuleBroken where no mail reaches the party's secretariat: it would never be told what it is silent of."""
    if not can_be_sent_to:
        message = N_(
            "No mail can be sent to the address of the secretariat of %(party)s, so it would not be told, and its"
            " silence would say nothing. Its administrator can correct the address."
        )
        raise RuleBroken(message, field="procedure", party=party)


def check_statement_kept(waits: bool, deadline: datetime | None, now: datetime) -> None:
    """`waits`: whether silence settles the version. Raises RuleBroken where taking back a statement after the deadline
    would make silence of it, at a moment of the party's choosing.
    """
    if waits and deadline is not None and now > deadline:
        message = N_(
            "The deadline of the silence procedure has passed, so the statement stands. Approve the text, or say that"
            " your party does not agree yet."
        )
        raise RuleBroken(message)


def check_told(procedure: str, *, sends_mail: bool) -> None:
    """Raises RuleBroken where no mail would tell the parties of what their silence settles."""
    if procedure == SILENCE and not sends_mail:
        message = N_("No mail server is set up here, so no party would be told, and silence would say nothing.")
        raise RuleBroken(message, field="procedure")


def check_running(procedure: str, broken: bool) -> None:
    """Raises RuleBroken where there is no silence to break."""
    if procedure != SILENCE:
        raise RuleBroken(N_("This text waits for the approval of every party; silence does not settle it."))
    if broken:
        raise RuleBroken(N_("The silence is broken already; the text waits for the approval of every party."))


def check_in_time(now: datetime, silence_until: datetime | None) -> None:
    """Raises RuleBroken once the deadline has passed at which silence settles the text; None: it settles nothing."""
    if silence_until is not None and now > silence_until:
        raise RuleBroken(N_("The deadline has passed: silence settles this text now, and every secretariat is told."))


@dataclass(frozen=True)
class Counted:
    """The silence of a party that has not spoken, as its prior choice has it (`days`, and `entry`, a hash)."""

    party: str
    days: int
    entry: str
    sent: datetime | None
    """When the text was sent to its secretariat; None where that was not told yet, and its silence says nothing."""
    reserved: bool
    """Whether it attached a statement: that is no silence, so it breaks the silence or approves."""

    @property
    def until(self) -> datetime | None:
        """When it has had its days; None as long as they have not begun, or do not count."""
        return None if self.sent is None or self.reserved else self.sent + timedelta(days=self.days)

    @property
    def stated(self) -> dict[str, object]:
        """As entries of the ledger have it; the statement of a party that attached one stands in the chain itself."""
        sent = self.sent.astimezone(UTC).isoformat(timespec="seconds") if self.sent else None
        return {"party": self.party, "days": self.days, "entry": self.entry, "sent": sent}


def settles_at(deadline: datetime, silent: Collection[Counted]) -> datetime | None:
    """When silence settles a text: at its deadline, or once each silent party has had its days since the sending.

    None as long as the silence of one of them does not count.
    """
    ends = [each.until for each in silent if each.until]
    return max([deadline, *ends]) if len(ends) == len(silent) else None


def check_choosable(state: str, ends_at: datetime, now: datetime) -> None:
    """Raises RuleBroken where the meeting is over or cancelled: who was named for it speaks for no later one."""
    if state in CLOSED or ends_at < now:
        raise RuleBroken(N_("This meeting is over or cancelled. Choose silence at one that is still ahead."))


def check_correctable_by_silence(later: bool, silent: bool) -> None:
    """`later`: it belongs to a settled text; `silent`: that was agreed by silence itself, and never signed.

    Raises RuleBroken where silence would touch what every party agreed to by its own word.
    """
    if later and not silent:
        message = N_("Every party agreed to the text that this belongs to by its own word, so each approves this, too.")
        raise RuleBroken(message, field="procedure")


def check_reason(text: str) -> str:
    """The words without blanks around them; none are needed. Raises RuleBroken for too many."""
    text = text.strip()
    if len(text) > MOST_NOTE:
        message = N_("The note is longer than %(most)s characters; shorten it.")
        raise RuleBroken(message, field="text", most=MOST_NOTE)
    return text


@dataclass(frozen=True)
class Waiting:
    """A circulated version that is neither agreed nor void, and what its deadline has brought so far."""

    silence_until: datetime | None
    """When silence settles it; None where it was not chosen, is broken, or does not count (yet)."""
    circulated_at: datetime
    deadline: datetime
    warned: bool
    told: bool


def due_step(waiting: Waiting, now: datetime) -> str | None:
    """What the deadline calls for now; None where nothing is due. Each step is due once.

    Of a deadline that was set for a short while the parties are told when half of that has gone.
    """
    if waiting.silence_until is not None and now > waiting.silence_until:
        return SETTLE
    if now > waiting.deadline:
        return None if waiting.told else TELL
    half = waiting.circulated_at + (waiting.deadline - waiting.circulated_at) / 2
    return WARN if not waiting.warned and now >= max(waiting.deadline - NEAR, half) else None
