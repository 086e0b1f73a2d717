"""What is done with many registrations at once: as each action does it with one, in a few statements for all.

Each takes row ids of one event's registrations, passes over those with whom it does not fit any more, and returns how
many it was done with. A caller with thousands gives them in batches, a transaction each, so that others get a turn.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from forumhub import audit, installation
from forumhub.database import db, locked, new_ulid
from forumhub.events.entering import require_organizer
from forumhub.events.models import Event
from forumhub.mail import sealing
from forumhub.mail.actions import Recipient, post_to_each
from forumhub.parties.policy import Reader
from forumhub.phrases import in_language
from forumhub.registration import notices, rules
from forumhub.registration.bulk.entering import enter_all, leave_all
from forumhub.registration.bulk.rules import CONFIRM, DECLINE, FITS, may_remind
from forumhub.registration.models import Invitation, Registration
from forumhub.registration.places import promote_waiting
from forumhub.registration.queries import token_sha256
from forumhub.registration.selecting import Asking, asking, registrations
from forumhub.registration.snapshots import event_snapshot


def confirm_applied(event: Event, ids: Sequence[int], *, by: Reader, now: datetime) -> int:
    """As `confirm_registration`: their places were counted when they asked, so capacity and quotas hold.

    Raises NotAllowed unless `by` organizes the event, RuleBroken where it is over.
    """
    event = _locked_open(event, by, now)
    found = [each for each in registrations(ids) if each.state in FITS[CONFIRM]]
    if found:
        enter_all(found, "confirm", rules.CONFIRMED, by=by.person_id, now=now)
        notices.tell_confirmed(found, now=now)
    return len(found)


def decline_asking(event: Event, ids: Sequence[int], *, promote: bool = True, by: Reader, now: datetime) -> int:
    """As `decline_registration`, but all of them leave before the places that become free go to who waits: nobody is
    given a place to be declined a moment later. Of several batches only the last is to `promote`. Raises as
    `confirm_applied`.
    """
    event = _locked_open(event, by, now)
    found = [each for each in registrations(ids) if each.state in FITS[DECLINE]]
    if found:
        leave_all(found, "decline", rules.DECLINED, by=by.person_id, now=now)
        notices.tell_declined(found, now=now)
    if promote:
        promote_waiting(event, now=now)
    return len(found)


def remind_invited(event: Event, ids: Sequence[int], *, by: Reader, now: datetime) -> int:
    """Mails a new link to those who have not answered; the one that they have holds as well, until the same moment.

    Raises NotAllowed unless `by` organizes the event, RuleBroken where it is over.
    """
    event = _locked_open(event, by, now)
    asked = asking(ids)
    silent = [each for each in registrations(ids) if _is_to_remind(each, asked.get(each.id), now)]
    if not silent:
        return 0
    invitations = [_invitation(each, asked.get(each.id), by, now) for each in silent]
    tokens = [invitation.pop("token") for invitation in invitations]
    db.session.execute(insert(Invitation), invitations)
    audit.record(
        "registration.remind", event.ulid, by=by.person_id, parties=event.party_ids, now=now,
        label=in_language(event.titles, "en"), number=len(silent),
    )  # fmt: skip
    people = [each.person for each in silent]
    post_to_each(
        "registration_reminder",
        [
            Recipient(
                str(person.email), person.name, person.language, person.timezone,
                {"expires_at": invitation["expires_at"].isoformat()}, token,
            )
            for person, invitation, token in zip(people, invitations, tokens, strict=True)
        ],
        reminder_snapshot(event, by, now),
        now=now,
    )  # fmt: skip
    return len(silent)


def reminder_snapshot(event: Event, by: Reader, now: datetime) -> dict[str, object]:
    """What all reminders share."""
    return {"event": event_snapshot(event, installation.uid_host(), now=now), "inviter": by.name}


def _locked_open(event: Event, by: Reader, now: datetime) -> Event:
    event = locked(Event, event.id)
    require_organizer(by, event.party_ids)
    rules.check_open(event.state, event.ends_at, now)
    return event


def _is_to_remind(registration: Registration, asked: Asking | None, now: datetime) -> bool:
    invited = registration.state == rules.INVITED and registration.person.email
    return bool(invited) and may_remind(asked.last if asked else None, now)


def _invitation(registration: Registration, asked: Asking | None, by: Reader, now: datetime) -> dict[str, Any]:
    """The row of a further link, with its token: it ends when the newest one does, or anew where that has ended."""
    until = asked.until if asked and asked.until > now else rules.invitation_expiry(registration.event.ends_at, now)
    token = sealing.new_token()
    return {
        "ulid": new_ulid(),
        "registration_id": registration.id,
        "token": token,
        "token_sha256": token_sha256(token),
        "invited_by_id": by.person_id,
        "created_at": now,
        "expires_at": until,
        "reminder": asked is not None,
    }
