"""Pure decisions about agendas and minutes."""

from collections.abc import Collection, Mapping
from datetime import datetime

from forumhub.errors import N_, Conflict, RuleBroken

AGENDA = "agenda"
MINUTES = "minutes"
KINDS = (AGENDA, MINUTES)

PARTY_DRAFT = "party_draft"
SHARED_DRAFT = "shared_draft"
CIRCULATED = "circulated"
AGREED = "agreed"
STATES = (PARTY_DRAFT, SHARED_DRAFT, CIRCULATED, AGREED)
DRAFTS = (PARTY_DRAFT, SHARED_DRAFT)
FROZEN = (CIRCULATED, AGREED)

LEGAL_STATUSES = ("record", "agreed_minutes", "joint_statement", "binding")
WAYS = ("totp", "password", "in_the_room", "by_note", "ad_referendum")
ELSEWHERE = ("in_the_room", "by_note", "ad_referendum")
"""Ways in which a party approved otherwise than here; a note says where and how."""

PROCEDURE = "approval_by_every_party"
MOST_NOTE = 2000
"""Characters of a note or of an objection."""


def check_draft(state: str) -> None:
    """Raises RuleBroken where the text is frozen."""
    if state == AGREED:
        raise RuleBroken(
            N_("The text is agreed, so it stays as it is. What changed since belongs in the next minutes.")
        )
    if state == CIRCULATED:
        raise RuleBroken(N_("The text is circulated, so it is frozen. An objection makes it a draft again."))


def check_shared(state: str) -> None:
    """Raises RuleBroken unless the text is a draft that every party sees: only that can be circulated."""
    check_draft(state)
    if state == PARTY_DRAFT:
        raise RuleBroken(N_("The draft is one side's own. Share it with the other parties first, then circulate it."))


def check_circulated(state: str) -> None:
    """Raises RuleBroken where there is nothing to approve or object to."""
    if state in DRAFTS:
        raise RuleBroken(N_("The text is a draft. It can be approved once it is circulated."))
    if state == AGREED:
        raise RuleBroken(N_("Every party has approved this text already; it is agreed."))


def check_base(base: int, latest: int) -> None:
    """Raises Conflict where somebody saved since the revision `base` was opened; 0 stands before the first."""
    if base != latest:
        raise Conflict(N_("Somebody else saved this text since you opened it, so yours was not saved."))


def check_same_manifest(seen: str, current: str) -> None:
    """Raises Conflict where the approver saw another frozen text than the one that is circulated now."""
    if seen != current:
        raise Conflict(N_("What you saw is no longer what is circulated. Read the present version, then approve it."))


def check_way(way: str, note: str) -> str:
    """The note without blanks around it. Raises RuleBroken for an unknown way, or one that wants a note."""
    note = note.strip()
    if way not in WAYS:
        raise RuleBroken(N_("Choose how the party approved."), field="way")
    if way in ELSEWHERE and not note:
        raise RuleBroken(N_("Say where and how, such as 'signed in the room, Minsk' or 'note 114/2026'."), field="note")
    if len(note) > MOST_NOTE:
        raise RuleBroken(N_("The note is longer than %(most)s characters; shorten it."), field="note", most=MOST_NOTE)
    return note


def check_objection(text: str) -> str:
    """The text without blanks around it. Raises RuleBroken where there is none, or too much of it."""
    text = text.strip()
    if not text:
        raise RuleBroken(
            N_("Say what is objected to and what would be right; the other parties read it."), field="text"
        )
    if len(text) > MOST_NOTE:
        raise RuleBroken(
            N_("The objection is longer than %(most)s characters; put the new wording in the draft."),
            field="text",
            most=MOST_NOTE,
        )
    return text


def check_deadline(deadline: datetime | None, now: datetime) -> None:
    """Raises RuleBroken for a deadline that has passed."""
    if deadline is not None and deadline <= now:
        raise RuleBroken(N_("The deadline has passed already; set a later one, or none."), field="deadline")


def everyone_approved(parties: Collection[str], approvals: Mapping[str, str], manifest_sha256: str) -> bool:
    """Whether each party approved this very manifest; `approvals` holds the hash approved, by the party's code."""
    return all(approvals.get(party) == manifest_sha256 for party in parties)
