"""Choosing silence beforehand, breaking it, and what a deadline brings: each decided under the document's lock."""

from datetime import datetime

from forumhub import audit, ledger
from forumhub.database import db, locked
from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.minutes import rules as minutes
from forumhub.minutes.acts import (
    agree,
    enter,
    hold_chains,
    party_among,
    pending_version,
    record,
    who,
    who_under_grant,
    why_in_time,
)
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.models import Approval, Circulation, Document
from forumhub.minutes.notices import let_out, tell_of_choice, tell_secretariats
from forumhub.minutes.queries import approving_parties, find_circulation
from forumhub.minutes.silence import rules
from forumhub.minutes.silence.models import SilenceBreak, SilenceChoice
from forumhub.minutes.silence.queries import (
    find_choice,
    parties_to_speak_for,
    silence_until,
    silent_of,
    told_of_silence,
)
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language


def choose_silence(event: Event, *, party_code: str, days: int, by: Reader, now: datetime) -> SilenceChoice:
    """From now on texts of the event's register may be agreed by the party's silence of at least so many days.

    Another number of days replaces the one before, and who approves at this event confirms what another chose.
    Raises NotAllowed unless the event names `by` to approve for the party, RuleBroken for a wrong number of days, the
    one that they chose already, or a meeting that is over.
    """
    party = _choosing(event, party_code, by)
    rules.check_choosable(event.state, event.ends_at, now)
    rules.check_days(days)
    choice = find_choice(event.register_id, party.id)
    if choice and choice.days == days and choice.person_id == by.person_id:
        raise RuleBroken(N_("This number of days is what your party has chosen already."), field="days")
    person = db.session.get_one(Person, by.person_id)
    body = {**_acting(event, party, person), "days": days}
    entry = ledger.append(event.register_id, event.register.code, "silence_choice", body, now=now)
    choice = choice or SilenceChoice(register_id=event.register_id, party_id=party.id)
    choice.person, choice.days, choice.chosen_at, choice.entry_sha256 = person, days, now, entry.sha256
    db.session.add(choice)
    db.session.flush()
    _tell("minutes.choose_silence", event, party, days, by, now)
    return choice


def take_back_silence(event: Event, *, party_code: str, by: Reader, now: datetime) -> None:
    """For what is not circulated yet: a version in circulation keeps the choices that it was circulated under."""
    party = _choosing(event, party_code, by)
    choice = find_choice(event.register_id, party.id)
    if choice is None:
        raise RuleBroken(N_("Your party has not chosen the silence procedure, so there is nothing to take back."))
    person = db.session.get_one(Person, by.person_id)
    body = {**_acting(event, party, person), "entry": choice.entry_sha256}
    ledger.append(event.register_id, event.register.code, "silence_withdrawal", body, now=now)
    db.session.delete(choice)
    db.session.flush()
    _tell("minutes.take_back_silence", event, party, None, by, now)


def _acting(event: Event, party: Party, person: Person) -> dict[str, object]:
    """Who chooses; and at which meeting they may approve, where no grant says so."""
    acting = who_under_grant(event, party, person)
    return acting if acting["grant"] else {**acting, "event": event.ulid}


def _choosing(event: Event, party_code: str, by: Reader) -> Party:
    """The party for which the reader chooses; the chain is held, so that nobody unnames them meanwhile."""
    ledger.hold(event.register_id)
    party = party_among(event, approving_parties(event.id, by), party_code)
    require_committing(by)
    return party


def _tell(act: str, event: Event, party: Party, days: int | None, by: Reader, now: datetime) -> None:
    label, register = in_language(event.titles, "en"), event.register.code
    about = {"party": party.code, "register": register, "days": days}
    audit.record(act, event.ulid, by=by.person_id, parties=event.party_ids, now=now, label=label, **about)
    tell_of_choice(event, party, days, now=now)


def break_silence(
    document: Document, *, party_code: str, manifest_sha256: str, text: str, by: Reader, now: datetime
) -> SilenceBreak:
    """A party does not agree yet to the manifest that its person saw: the version stays, and waits for every party's
    approval.

    It binds nobody, so the party's secretaries may do it, too, and no account has to wait for it. Raises RuleBroken
    where there is no silence to break, it is too late, or another manifest is circulated now.
    """
    document = locked(Document, document.id)
    party = party_among(document.event, parties_to_speak_for(document.event, by), party_code)
    circulation = pending_version(document, now)
    minutes.check_written_of(manifest_sha256, circulation.manifest_sha256)
    rules.check_running(circulation.procedure, circulation.silence_broken_at is not None)
    text, person = rules.check_reason(text), db.session.get_one(Person, by.person_id)
    late = why_in_time(circulation, now)
    broken = SilenceBreak(circulation_id=circulation.id, party=party, person=person, text=text, at=now)
    circulation.silence_broken_at = now
    db.session.add(broken)
    db.session.flush()
    said = ledger.sha256(text.encode()) if text else None
    enter(circulation, "silence_break", now, **who(party, person), text=said, **late)
    record("minutes.break_silence", circulation, by.person_id, now, party=party.code)
    tell_secretariats("silence_broken", circulation, now=now, by_names=party.names, text=let_out(text, circulation))
    return broken


def meet_deadline(document_id: int, *, now: datetime) -> str | None:
    """Does what the deadline of the circulated version calls for (`rules.due_step`), and says what that was.

    Whoever locks the document first is first: a worker that comes second finds nothing due. However late the worker
    comes, nobody speaks once the time has passed at which silence settles the text (`acts.pending_version`).
    """
    document = locked(Document, document_id)
    circulation = find_circulation(document.id, document.version)
    if document.state != minutes.CIRCULATED or circulation is None or circulation.deadline is None:
        return None
    step = rules.due_step(_waiting(circulation, circulation.deadline), now)
    if step == rules.SETTLE:
        hold_chains(document)
        _settle(circulation, now)
    elif step == rules.WARN:
        circulation.warned_at = now
        tell_secretariats("deadline_near", circulation, now=now, **_heard(circulation))
    elif step == rules.TELL:
        circulation.told_at = now
        tell_secretariats("deadline_passed", circulation, now=now, **_heard(circulation))
    return step


def _waiting(circulation: Circulation, deadline: datetime) -> rules.Waiting:
    return rules.Waiting(
        silence_until=silence_until(circulation),
        circulated_at=circulation.circulated_at,
        deadline=deadline,
        warned=circulation.warned_at is not None,
        told=circulation.told_at is not None,
    )


def _heard(circulation: Circulation) -> dict[str, object]:
    """For a message: names of the parties whose word is waited for, and whether silence settles the text."""
    return {"silent": [party.names for party in _silent(circulation)], **told_of_silence(circulation)}


def _silent(circulation: Circulation) -> list[Party]:
    spoken = {given.party_id for given in circulation.approvals if not given.provisional}
    return [party for party in circulation.document.event.parties if party.id not in spoken]


def _settle(circulation: Circulation, now: datetime) -> None:
    """Agreed by silence: the entry says who approved, who was silent, by which prior choice that counts, and since
    when: `sent` is when the text was sent to the party's secretariat.
    """
    silent, head_seen = _silent(circulation), ledger.head(circulation.document.event.register_id)
    counted = sorted(silent_of(circulation), key=lambda each: each.party)
    approved = sorted({given.party.code for given in circulation.approvals})
    for party in silent:
        circulation.approvals.append(
            Approval(
                party=party,
                way=minutes.SILENCE,
                manifest_sha256=circulation.manifest_sha256,
                head_seen=head_seen,
                approved_at=now,
            )
        )
    circulation.told_at = now
    db.session.flush()
    enter(circulation, "silence", now, approved=approved, silent=[each.stated for each in counted])
    agree(circulation, None, now, act="minutes.agree_by_silence")
