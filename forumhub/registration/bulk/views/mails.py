"""What the mails of a step look like, one in each language in which one is written."""

from datetime import datetime
from typing import Any

from flask import current_app

from forumhub import installation
from forumhub.events.models import Event
from forumhub.mail.actions import Recipient
from forumhub.mail.rendering import Preview, preview
from forumhub.mail.worker import link_maker
from forumhub.parties.policy import Reader
from forumhub.registration import rules
from forumhub.registration.bulk.rules import CONFIRM, DECLINE, REMIND, Chosen, Outlook
from forumhub.registration.snapshots import event_snapshot

TEMPLATES = {
    CONFIRM: "registration_confirmed",
    DECLINE: "registration_cancelled",
    REMIND: "registration_reminder",
}


def previews(step: str, event: Event, foreseen: Outlook, by: Reader, now: datetime) -> list[Preview]:
    """As the first of each language would get it."""
    expires_at = rules.invitation_expiry(event.ends_at, now).isoformat()
    snapshot = {
        "event": event_snapshot(event, installation.uid_host(), now=now),
        "method": "",
        "outcome": rules.DECLINED,
        "inviter": by.name,
        "expires_at": expires_at,
    }
    return [shown(TEMPLATES[step], each, snapshot) for each in first_of_each_language(foreseen)]


def first_of_each_language(foreseen: Outlook) -> list[Chosen]:
    """The language of most people first."""
    first = {each.language: each for each in reversed(foreseen.told)}
    return [first[language] for language, _number in foreseen.languages.most_common()]


def shown(template: str, to: Chosen, snapshot: dict[str, Any]) -> Preview:
    link = link_maker(current_app)
    return preview(template, Recipient(str(to.email), to.name, to.language, to.timezone), snapshot, link)
