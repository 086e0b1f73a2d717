"""Pure decisions about agendas and minutes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from forumhub.errors import N_, Conflict, RuleBroken

AGENDA = "agenda"
MINUTES = "minutes"
CORRIGENDUM = "corrigendum"
LANGUAGE_VERSION = "language_version"
LATER = (CORRIGENDUM, LANGUAGE_VERSION)
"""What is made of a text that every party approved already: it belongs to that text, and leaves it as it is."""
KINDS = (AGENDA, MINUTES, *LATER)
SIGNED_KINDS = (MINUTES, CORRIGENDUM)

PARTY_DRAFT = "party_draft"
SHARED_DRAFT = "shared_draft"
CIRCULATED = "circulated"
AGREED = "agreed"
SIGNED = "signed"
WITHDRAWN = "withdrawn"
"""A corrigendum that its side proposed and gave up before it was agreed."""
STATES = (PARTY_DRAFT, SHARED_DRAFT, CIRCULATED, AGREED, SIGNED, WITHDRAWN)
DRAFTS = (PARTY_DRAFT, SHARED_DRAFT)
SETTLED = (AGREED, SIGNED)
"""Every party approved the text: it never changes again."""
FROZEN = (CIRCULATED, *SETTLED)

LEGAL_STATUSES = ("record", "agreed_minutes", "joint_statement", "binding")
PASSKEY = "passkey"
IN_THE_ROOM = "in_the_room"
BY_NOTE = "by_note"
AD_REFERENDUM = "ad_referendum"
SILENCE = "silence"
"""A procedure, and the way in which a party approved that did not speak until the deadline."""
GIVEN = (PASSKEY, "totp", "password", IN_THE_ROOM, BY_NOTE, AD_REFERENDUM)
WAYS = (*GIVEN, SILENCE)
ON_PAPER = (IN_THE_ROOM, BY_NOTE, AD_REFERENDUM)
"""Ways that a scan can show."""
SCANS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
"""Endings of the files that a scan may be."""

BY_EVERY_PARTY = "approval_by_every_party"
PROCEDURES = (BY_EVERY_PARTY, SILENCE)
MOST_NOTE = 2000
"""Characters of a note or of an objection."""
LONGEST_DEADLINE = timedelta(days=2 * 366)
"""How far ahead a deadline may lie."""
MOST_NUMBER = 120
"""Characters of a note's number."""


@dataclass(frozen=True)
class Scan:
    """What was signed on paper, as a file that is kept; `size` in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Grounds:
    """On what an approval rests that was not given here: words, a note's number and date, a scan."""

    note: str = ""
    number: str = ""
    dated: date | None = None
    scan: Scan | None = None


def check_draft(state: str) -> None:
    """Raises RuleBroken where the text is frozen."""
    if state == SIGNED:
        raise RuleBroken(N_("The text is signed, and what is signed is never reopened."))
    if state == AGREED:
        raise RuleBroken(
            N_("The text is agreed, so it stays as it is. What changed since belongs in the next minutes.")
        )
    if state == CIRCULATED:
        raise RuleBroken(N_("The text is circulated, so it is frozen. An objection makes it a draft again."))
    if state == WITHDRAWN:
        raise RuleBroken(N_("The corrigendum was withdrawn. Propose another one on the page of the text it corrects."))


def check_shared(state: str) -> None:
    """Raises RuleBroken unless the text is a draft that every party sees: only that can be circulated."""
    check_draft(state)
    if state == PARTY_DRAFT:
        raise RuleBroken(N_("The draft is one side's own. Share it with the other parties first, then circulate it."))


def check_circulated(state: str) -> None:
    """Raises RuleBroken where there is nothing to approve or object to."""
    if state in DRAFTS:
        raise RuleBroken(N_("The text is a draft. It can be approved once it is circulated."))
    if state in SETTLED:
        raise RuleBroken(N_("This text is agreed already."))
    if state == WITHDRAWN:
        check_draft(state)


def check_base(base: int, latest: int) -> None:
    """Raises Conflict where somebody saved since the revision `base` was opened; 0 stands before the first."""
    if base != latest:
        raise Conflict(N_("Somebody else saved this text since you opened it, so yours was not saved."))


def check_same_manifest(seen: str, current: str) -> None:
    """Raises Conflict where the approver saw another frozen text than the one that is circulated now."""
    if seen != current:
        raise Conflict(N_("What you saw is no longer what is circulated. Read the present version, then approve it."))


def check_written_of(seen: str, current: str) -> None:
    """Raises RuleBroken where a party's words are about another version than the one that is circulated now."""
    if seen != current:
        raise RuleBroken(
            N_("What you wrote is about a version that is circulated no more. Read the present text, then write.")
        )


def check_way(way: str, grounds: Grounds, now: datetime) -> Grounds:
    """The grounds without blanks around them. Raises RuleBroken for an unknown way, or one that lacks its grounds."""
    grounds = replace(grounds, note=grounds.note.strip(), number=grounds.number.strip())
    if way not in GIVEN:
        raise RuleBroken(N_("Choose how the party approved."), field="way")
    if len(grounds.note) > MOST_NOTE:
        raise RuleBroken(N_("The note is longer than %(most)s characters; shorten it."), field="note", most=MOST_NOTE)
    if way == IN_THE_ROOM and grounds.scan is None:
        raise RuleBroken(N_("Attach the scan of the signed page; it shows that the party signed."), field="scan")
    if way == BY_NOTE:
        _check_note(grounds, now)
    return grounds


def _check_note(grounds: Grounds, now: datetime) -> None:
    if not grounds.number or len(grounds.number) > MOST_NUMBER:
        raise RuleBroken(N_("Give the number that the note bears, such as 114/2026."), field="number")
    if grounds.dated is None:
        raise RuleBroken(N_("Give the date that the note bears."), field="dated")
    if grounds.dated > (now + timedelta(days=1)).date():  # it may be tomorrow already where the note was written
        raise RuleBroken(N_("The note's date lies in the future."), field="dated")


def check_scan(name: str) -> None:
    """Raises RuleBroken unless the file is, by its ending, a page that was scanned or photographed."""
    if not name.lower().endswith(SCANS):
        message = N_("'%(name)s' is no scan; these kinds are: %(kinds)s.")
        raise RuleBroken(message, field="scan", name=name, kinds=", ".join(SCANS))


def signed_statement(manifest: str, document: str, version: int, party: str, head_seen: str) -> dict[str, object]:
    """What a passkey signs: the challenge is the SHA-256 of its canonical JSON (RFC 8785). Every value of it stands in
    the ledger's entry, too, so that whoever has the entry can make it again.
    """
    return {
        "type": "forumhub/signed-approval/v1",
        "manifest": manifest,
        "document": document,
        "version": version,
        "party": party,
        "head_seen": head_seen,
        "way": PASSKEY,
    }


def is_provisional(way: str) -> bool:
    """Whether an approval in this way counts only once the party confirms it."""
    return way == AD_REFERENDUM


def check_not_by_silence(way: str, silence: bool) -> None:
    """Raises RuleBroken for an approval ad referendum of what silence settles: it would be neither word nor silence."""
    if silence and is_provisional(way):
        message = N_(
            "Silence settles this text at its deadline, so nothing is left to be confirmed: approve it,"
            " or say that your side does not agree yet."
        )
        raise RuleBroken(message, field="way")


def check_not_given(way: str, given: Collection[bool], party: str) -> None:
    """`given`: for each approval that the party has recorded of this version, whether it is provisional.

    Raises RuleBroken for a second one, except that what was ad referendum may be confirmed in another way.
    """
    if False in given:
        raise RuleBroken(N_("%(party)s has approved this version already."), party=party)
    if True in given and is_provisional(way):
        message = N_("%(party)s has approved this version ad referendum already. Confirm it in another way.")
        raise RuleBroken(message, field="way", party=party)


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
    """Raises RuleBroken for a deadline that has passed, or that lies too far ahead to be one."""
    if deadline is not None and deadline <= now:
        raise RuleBroken(N_("The deadline has passed already; set a later one, or none."), field="deadline")
    if deadline is not None and deadline > now + LONGEST_DEADLINE:
        message = N_("The deadline lies more than two years ahead; set an earlier one, or none.")
        raise RuleBroken(message, field="deadline")


def everyone_approved(parties: Collection[str], approvals: Mapping[str, str], manifest_sha256: str) -> bool:
    """Whether each party approved this very manifest; `approvals` holds the hash approved, by the party's code."""
    return all(approvals.get(party) == manifest_sha256 for party in parties)
