"""What a mail to a reply address may do: pure decisions. Whatever it says, it takes away no place."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from forumhub.calendars.replies.messages import REPLIED, Arrived
from forumhub.calendars.replies.reading import COUNTER, REPLY, Answer, Reading
from forumhub.errors import N_, ForumhubError
from forumhub.mail.rules import on_the_wire
from forumhub.registration.rules import DECLINED, INTENTIONS

TAKEN = "taken"
PROPOSED = "proposed"
STALE = "stale"
UNPROVED = "unproved"
UNKNOWN = "unknown"
BROKEN = "broken"
BOUNCED = "bounced"
AUTOMATIC = "automatic"
OUTCOMES = (TAKEN, PROPOSED, STALE, UNPROVED, UNKNOWN, BROKEN, BOUNCED, AUTOMATIC)
"""Of these, the first two had an effect; the others changed nothing."""

RAW_DAYS = 30
"""How long the calendar of a mail that changed nothing is kept."""
UNMATCHED_DAYS = 90
"""How long is kept that something came that belongs to no event; what belongs to one goes with its details."""
MOST_TOLD = 3
"""Answers of one registration in an hour of which anybody is told; later ones are recorded all the same."""
_EARLY = timedelta(days=1)
"""By how much a sender's clock may be fast."""

_STATUS = {each.upper(): each for each in INTENTIONS}


class Kept(ForumhubError):
    """The mail changes nothing, for this reason."""

    def __init__(self, outcome: str, msgid: str, **values: object) -> None:
        super().__init__(msgid, None, **values)
        self.outcome = outcome


class Awaited(NamedTuple):
    """What an answer is held against: the registration of its address, as it stands.

    `uid`, `email` (small letters, as mails are sent to it) and `sequence` are what its calendar was sent last;
    `answered` are SEQUENCE and DTSTAMP of the last answer that was taken, `intention` what it said, `countered` the
    DTSTAMP of the last proposal.
    """

    uid: str
    email: str
    sequence: int
    in_calendar: bool
    over: bool
    answered: tuple[int, datetime] | None
    intention: str
    countered: datetime | None


def check_readable(reading: Reading) -> None:
    """Raises Kept for what is no answer of a person's calendar."""
    mail = reading.mail
    if mail.bounced:
        raise Kept(BOUNCED, N_("The mail system reports that a mail of ours could not be delivered."))
    if reading.broken and mail.automatic:
        raise Kept(AUTOMATIC, N_("It was sent by a program that answers whatever comes, such as a notice of absence."))
    if reading.broken:
        raise Kept(BROKEN, reading.broken.msgid, **plain(reading.broken.values))
    if reading.method == "DECLINECOUNTER":
        raise Kept(BROKEN, N_("Only who organizes a meeting declines a proposal (DECLINECOUNTER)."))
    if reading.method not in (REPLY, COUNTER):
        raise Kept(BROKEN, N_("It is a %(method)s, which answers no invitation."), method=reading.method[:40])


def plain(values: dict[str, object]) -> dict[str, Any]:
    """Fit for JSON."""
    return {name: value if isinstance(value, int) else storable(str(value)) for name, value in values.items()}


def storable(text: str) -> str:
    """Without what no database takes: NUL, and halves of surrogate pairs."""
    return "".join(each for each in text if each != "\0" and not "\ud800" <= each <= "\udfff")


def answer_to(reading: Reading, awaited: Awaited) -> tuple[Answer, str]:
    """Of the meetings in the mail, the one that was asked of this person, and their PARTSTAT. Raises Kept."""
    meant = [answer for answer in reading.answers if answer.uid == awaited.uid]
    if not meant:
        raise Kept(UNKNOWN, N_("It answers another meeting than the one that its address belongs to."))
    own = [answer for answer in meant if answer.status_of(awaited.email) is not None]
    if not own:
        raise Kept(UNPROVED, N_("It answers for somebody else than the person who was invited."))
    answer = next((each for each in own if not each.occurrence), own[0])
    return answer, answer.status_of(awaited.email) or ""


def check_sender(reading: Reading, awaited: Awaited, *, proved: bool) -> None:
    """Raises Kept unless the mail comes from the invited person, as far as mail can prove it."""
    sender = reading.mail.sender
    if not sender:
        raise Kept(UNPROVED, N_("It does not name one sender."))
    if on_the_wire(sender) != awaited.email:
        raise Kept(UNPROVED, N_("It comes from %(sender)s, and not from the person who was invited."), sender=sender)
    if not proved:
        raise Kept(
            UNPROVED,
            N_("Nothing proves its sender: our mail server attests neither DKIM nor SPF nor DMARC of their domain."),
        )


def check_current(answer: Answer, awaited: Awaited, reading: Reading, now: datetime) -> datetime:
    """The answer's DTSTAMP, by which later ones are told; that of a fast clock is no later than `now`.

    Raises Kept for what is out of date, or was taken already (RFC 5546, 2.1.5).
    """
    stamp = answer.stamp
    if stamp is None:
        raise Kept(BROKEN, N_("It has no DTSTAMP, so it cannot be told whether it is newer than others."))
    if stamp > now + _EARLY:
        raise Kept(BROKEN, N_("Its DTSTAMP lies in the future: the clock of the computer that sent it is wrong."))
    if awaited.over:
        raise Kept(STALE, N_("The meeting is over."))
    if not awaited.in_calendar:
        raise Kept(STALE, N_("The meeting is not in this person's calendar any more: it or their place was cancelled."))
    if answer.sequence < awaited.sequence:
        raise Kept(STALE, N_("It answers an earlier time or place of the meeting; the new one was sent since."))
    earlier = awaited.answered if reading.method == REPLY else None
    countered = awaited.countered if reading.method == COUNTER else None
    again = earlier == (awaited.sequence, stamp) and not _says_otherwise(answer, awaited, reading.mail)
    if again or (earlier and (awaited.sequence, stamp) < earlier) or (countered and stamp <= countered):
        raise Kept(STALE, N_("It was taken already, or a newer one was."))
    return min(stamp, now)


def _says_otherwise(answer: Answer, awaited: Awaited, mail: Arrived) -> bool:
    """Of an answer with the DTSTAMP of the last one, whose mail was not taken yet: who presses one button and then
    another may be stamped within the same second, and mean the latter. A mail without a Message-ID may be the same.
    """
    return bool(mail.message_id) and (answer.status_of(awaited.email) or "").lower() != awaited.intention


def may_set_off_mail(automatic: str) -> bool:
    """Of an answer that was taken, by what marks its mail as automatic (RFC 3834).

    What a person presses in their calendar is often sent by its server, as auto-generated (5.1): they are told as
    others are. What a program says of itself that it answered alone gets no mail (2), but for `may_send_link`. There is
    no loop: our mails ask no calendar anything, and only a newer answer, proved to be the person's, that changes
    something sets one off.
    """
    return automatic != REPLIED


def is_link_owed(intention: str, *, linked: bool) -> bool:
    """Whether who answers is still to be sent the link to withdraw; `linked`: for an answer to this SEQUENCE it went.

    It holds for as long as they decline this time of the meeting, so one does, however often they answer.
    """
    return intention == DECLINED and not linked


def may_send_link(mail: Arrived, *, owed: bool) -> bool:
    """Of an answer that was taken, and that a program says it gave alone: some servers say so of what a person pressed.

    Who declines, and may have no account, has no other page on which to give back their place. RFC 3834 (2) has such
    mail unanswered against loops; here is none: the link goes once for each SEQUENCE (`owed`: it did not yet), to the
    address that was proved, in a mail that asks nothing, says itself that it is an answer (5), and is no answer to what
    wants none.
    """
    return mail.answerable and owed


def intention_of(status: str) -> str:
    """What a REPLY says its person intends. Raises Kept."""
    if status == "DELEGATED":
        raise Kept(BROKEN, N_("It passes the invitation on to somebody else; their party names them instead."))
    if status not in _STATUS:
        raise Kept(
            BROKEN, N_("It does not say whether the person comes (%(status)s)."), status=status or "NEEDS-ACTION"
        )
    return _STATUS[status]
