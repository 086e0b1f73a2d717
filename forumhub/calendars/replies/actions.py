"""What a mail to a reply address does: it is on record in any case, with what became of it or why nothing did."""

from datetime import datetime, timedelta

from forumhub import installation
from forumhub.calendars.membership import uid_of
from forumhub.calendars.replies import keeping, notices, queries, rules
from forumhub.calendars.replies.addresses import registration_of, token_in
from forumhub.calendars.replies.messages import LONGEST_ADDRESS
from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.proving import Prover, is_proved
from forumhub.calendars.replies.reading import COUNTER, Answer, Reading
from forumhub.calendars.replies.rules import Awaited, Kept
from forumhub.database import db
from forumhub.errors import N_, NotFound, RuleBroken
from forumhub.mail.rules import on_the_wire
from forumhub.parties.policy import Reader
from forumhub.registration.actions import withdraw_registration
from forumhub.registration.intentions import record_intention
from forumhub.registration.models import Registration
from forumhub.registration.places import under_lock
from forumhub.registration.rules import is_open

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def receive_mail(raw: bytes, reading: Reading, recipient: str, prover: Prover, *, now: datetime) -> ReceivedMail:
    """Keeps the mail, and does what it may: never more than to record what somebody intends or proposes.

    `reading` is that of `raw`, made before the transaction; `recipient` that of the envelope, empty where the mail's
    own headers have to say it.
    """
    address = _addressed(recipient, reading)
    registration = queries.find_by_token(registration_of(token_in(address) or ""))
    mail = ReceivedMail(
        received_at=now,
        recipient=_shown(address)[:LONGEST_ADDRESS],
        sender=_shown(reading.mail.sender)[:LONGEST_ADDRESS],
        message_id=_shown(reading.mail.message_id),
        size=len(raw),
        registration=under_lock(registration) if registration else None,
    )
    try:
        _take(mail, reading, prover, now)
    except Kept as kept:
        mail.outcome, mail.reason, mail.reason_values = kept.outcome, kept.msgid, rules.plain(kept.values)
    if registration:
        mail.method = _shown(reading.method)
        before = queries.number_since(registration.id, now - DAY) if registration.party_id else keeping.MOST_A_DAY
        mail.raw = keeping.extract(reading.mail, mail.outcome, before)  # of a guest nobody might read it
    db.session.add(mail)
    db.session.flush()
    return mail


def _addressed(recipient: str, reading: Reading) -> str:
    """Of the addresses that the mail names, the one that is ours; else the first."""
    named = [recipient] if recipient else reading.mail.sent_to
    return next((each for each in named if registration_of(token_in(each) or "")), named[0] if named else "")


def _shown(text: str) -> str:
    """Without what no database takes."""
    return "".join(each for each in text if each.isprintable())


def _take(mail: ReceivedMail, reading: Reading, prover: Prover, now: datetime) -> None:
    """Raises Kept."""
    if mail.registration is None:
        rules.check_readable(reading)
        raise Kept(rules.UNKNOWN, N_("Its address belongs to no invitation of ours."))
    awaited = _awaited(mail.registration, now)
    rules.check_readable(reading)
    answer, status = rules.answer_to(reading, awaited)
    mail.status, mail.sequence, mail.stamp = _shown(status), answer.sequence, answer.stamp
    said = reading.mail
    proved = is_proved(said.sender, said.attested, prover, said.attested_here)
    rules.check_sender(reading, awaited, proved=proved)
    mail.comment = rules.storable(answer.comment)
    if queries.was_taken(mail, reading.method):
        raise Kept(rules.STALE, N_("It was taken already, or a newer one was."))
    stamp = rules.check_current(answer, awaited, reading, now)
    mail.sequence = awaited.sequence  # a greater one than ours would outdo all that follow
    before = queries.number_since(mail.registration.id, now - HOUR, (rules.TAKEN, rules.PROPOSED))
    few, told = before < rules.MOST_TOLD, rules.may_set_off_mail(said.automatic)
    if reading.method == COUNTER:
        return _propose(mail, answer, now, told=few and told)
    intention = rules.intention_of(status)
    owed = rules.is_link_owed(intention, linked=queries.was_linked(mail))
    told = told or rules.may_send_link(said, owed=owed)
    _intend(mail, intention, stamp, now, told=few and told, owed=owed)


def _awaited(registration: Registration, now: datetime) -> Awaited:
    event, proposal = registration.event, queries.latest_proposal(registration.id)
    stamp = registration.intention_stamp
    return Awaited(
        uid=uid_of(event.ulid, installation.uid_host()),
        email=on_the_wire(registration.person.email or "").lower(),
        sequence=registration.calendar_sequence,
        in_calendar=registration.in_calendar,
        over=not is_open(event.state, event.ends_at, now),
        answered=(registration.intention_sequence, stamp) if stamp else None,
        intention=registration.intention,
        countered=min(proposal.stamp, proposal.received_at) if proposal and proposal.stamp else None,
    )


def _propose(mail: ReceivedMail, answer: Answer, now: datetime, *, told: bool) -> None:
    if isinstance(answer.proposed, RuleBroken):
        raise Kept(rules.BROKEN, answer.proposed.msgid, **answer.proposed.values)
    assert answer.proposed
    assert mail.registration
    mail.proposed_start, mail.proposed_end, mail.proposed_whole_days = answer.proposed
    before = queries.latest_proposal(mail.registration.id)
    mail.outcome = rules.PROPOSED
    if told and (before is None or _said(before) != _said(mail)):
        notices.tell_proposal(mail, now=now)


def _said(mail: ReceivedMail) -> tuple[object, ...]:
    return mail.proposed_start, mail.proposed_end, mail.proposed_whole_days, mail.comment


def _intend(mail: ReceivedMail, intention: str, stamp: datetime, now: datetime, *, told: bool, owed: bool) -> None:
    registration, sequence = mail.registration, mail.sequence
    assert registration
    assert sequence is not None
    mail.outcome = rules.TAKEN
    changed = record_intention(registration, intention, note=mail.comment, sequence=sequence, stamp=stamp, now=now)
    if told and (changed or owed):
        mail.linked = notices.tell_intention(registration, now=now)


def confirm_withdrawal(token: str, *, now: datetime) -> Registration:
    """By the link that who declined was sent; again it changes nothing.

    Raises NotFound for a token that is not ours, RuleBroken where they answered otherwise since, or were invited anew,
    and after the meeting.
    """
    found = queries.find_declined(token)
    if found is None:
        raise NotFound
    registration = under_lock(found[0])
    found = queries.find_declined(token)
    if found is None or not found[1]:
        raise RuleBroken(
            N_("Your calendar has answered otherwise since, or the meeting was changed, so this link no longer holds.")
        )
    if not is_open(registration.event.state, registration.event.ends_at, now):
        raise RuleBroken(N_("The meeting is over or does not take place, so no place is left to give back."))
    own = Reader(person_id=registration.person_id, name=registration.person.name)
    return withdraw_registration(registration, by=own, now=now)
