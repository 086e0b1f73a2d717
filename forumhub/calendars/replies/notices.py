"""Who is told what of an answer: its person that it was taken, the host's organizers that another time is proposed."""

from datetime import datetime

from forumhub import installation
from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.queries import withdrawal_token
from forumhub.mail.actions import post, post_to_each
from forumhub.mail.rendering import answering
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.delegations.notices import recipients
from forumhub.registration.models import Registration
from forumhub.registration.rules import DECLINED
from forumhub.registration.snapshots import event_snapshot


def tell_intention(registration: Registration, *, now: datetime) -> bool:
    """What their calendar answered and what it leaves as it was; who does not come is sent the link to withdraw.

    Returns whether that link was posted.
    """
    to, declined = registration.person, registration.intention == DECLINED
    if not to.email:
        return False
    post(
        "reply_taken",
        to_email=to.email,
        to_name=to.name,
        language=to.language,
        timezone=to.timezone,
        snapshot={
            "event": event_snapshot(registration.event, installation.uid_host(), now=now),
            "intention": registration.intention,
            "state": registration.state,
        },
        now=now,
        secret=withdrawal_token(registration) if declined else "",
    )
    return declined


def tell_proposal(mail: ReceivedMail, *, now: datetime) -> None:
    """The host's organizers and secretariat, those of all parties where nobody hosts."""
    registration = mail.registration
    assert registration
    assert mail.proposed_start
    assert mail.proposed_end
    event = registration.event
    hosts = [event.host] if event.host else event.parties
    snapshot = {
        "event": event_snapshot(event, installation.uid_host(), now=now),
        "person": registration.person.name,
        "comment": mail.comment,
        "proposed_start": mail.proposed_start.isoformat(),
        "proposed_end": mail.proposed_end.isoformat(),
        "proposed_days": [each.isoformat() for each in mail.proposed_days or ()],
    }
    post_to_each("reply_proposed", recipients(hosts, ORGANIZER, now), snapshot, now=now)


answering.add("reply_taken")
