"""Who may do what: pure decisions on plain values. Every room asks here; nothing above is imported.

A decision says whether; the callers say NotFound (what you may not see does not exist) or NotAllowed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

ADMINISTRATOR = "administrator"
ORGANIZER = "organizer"
SECRETARY = "secretary"
HEAD = "head_of_delegation"
DELEGATE = "delegate"
OBSERVER = "observer"
ROLES = (ADMINISTRATOR, ORGANIZER, SECRETARY, HEAD, DELEGATE, OBSERVER)

PUBLIC = "public"
PARTIES = "parties"
DELEGATES = "delegates"
ACCESS_LEVELS = (PUBLIC, PARTIES, DELEGATES)
"""From the widest to the narrowest."""


@dataclass(frozen=True)
class Reader:
    """Who is reading, as plain values. `roles` holds what is granted today, by party row id."""

    person_id: int | None = None
    account_id: int | None = None
    name: str = ""
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    home_party_id: int | None = None
    operator: bool = False
    language: str = "en"
    timezone: str = "UTC"
    quarantined: bool = False
    """Within the 72 hours after a reset of the password or of the second factor."""

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def party_ids(self) -> frozenset[int]:
        """Every party for which the reader holds a role today."""
        return frozenset(self.roles)

    def parties_as(self, *roles: str) -> frozenset[int]:
        """The parties for which the reader holds one of these roles today."""
        return frozenset(party for party, held in self.roles.items() if held & set(roles))


ANONYMOUS = Reader()
INSTALLATION = Reader(operator=True)
"""Who acts at the command line."""


def may_see_event(reader: Reader, access: str, party_ids: Collection[int], *, named: bool) -> bool:
    """`named`: the reader is invited or registered there, or a head and in an office of that party.

    The operator sees what the public sees.
    """
    if access == PUBLIC or named:
        return True
    if access == PARTIES:
        return bool(reader.party_ids & set(party_ids))
    return bool(reader.parties_as(ORGANIZER, SECRETARY) & set(party_ids))


def is_narrowed(before: str, after: str) -> bool:
    """Whether fewer may see it under the second level of access than under the first."""
    return ACCESS_LEVELS.index(after) > ACCESS_LEVELS.index(before)


def may_organize(reader: Reader, party_ids: Collection[int]) -> bool:
    return bool(reader.parties_as(ORGANIZER) & set(party_ids))


def places_given_by(party_id: int, host_id: int | None, party_ids: Collection[int]) -> set[int]:
    """The parties whose organizers allot a delegation's places at an event, accept its list or return it.

    The host, since the room is its own; where nobody hosts, the other parties, so that none gives places to itself.
    Where a party meets alone, that party.
    """
    return {host_id} if host_id is not None else (set(party_ids) - {party_id} or {party_id})


def may_give_places(reader: Reader, party_id: int, host_id: int | None, party_ids: Collection[int]) -> bool:
    """Also to the host's own delegation: its quota binds it all the same, and each change of it is on record."""
    return bool(reader.parties_as(ORGANIZER) & places_given_by(party_id, host_id, party_ids))


def may_nominate(reader: Reader, party_id: int, *, leads: bool) -> bool:
    """Keeps the party's list for an event: its secretaries and organizers, and who `leads` it there."""
    return leads or party_id in reader.parties_as(SECRETARY, ORGANIZER)


def may_submit_papers(reader: Reader, party_ids: Collection[int]) -> bool:
    """Submits papers for one of these parties, and decides who sees them."""
    return bool(reader.parties_as(SECRETARY, ORGANIZER, HEAD) & set(party_ids))


def may_see_paper(reader: Reader, shared_with: str, party_id: int, event_party_ids: Collection[int]) -> bool:
    """Of who may see its event: its own party's people always, those of the event's parties, or everybody."""
    if shared_with == "everyone" or party_id in reader.party_ids:
        return True
    return shared_with == "parties" and bool(reader.party_ids & set(event_party_ids))


def may_write_minutes(reader: Reader, party_ids: Collection[int]) -> bool:
    return bool(reader.parties_as(SECRETARY) & set(party_ids))


def may_follow_up(reader: Reader, party_ids: Collection[int]) -> bool:
    """Reports, closes or returns for one of these parties."""
    return bool(reader.parties_as(SECRETARY, ORGANIZER, HEAD) & set(party_ids))


def may_administer(reader: Reader, party_id: int) -> bool:
    return party_id in reader.parties_as(ADMINISTRATOR)


def may_keep_mailbox(reader: Reader, party_id: int) -> bool:
    """Chooses what is sent regularly to the party's secretariat; what binds is sent whatever they choose."""
    return party_id in reader.parties_as(SECRETARY, ADMINISTRATOR)


def may_keep_agreements(reader: Reader, party_ids: Collection[int]) -> bool:
    """Drafts agreements and approves their versions for one of these parties."""
    return bool(reader.parties_as(SECRETARY, HEAD) & set(party_ids))


def may_commit_party(reader: Reader) -> bool:
    """Circulates, approves, objects, closes, grants: whatever binds a party. Says nothing of the role it needs."""
    return not reader.quarantined


def may_grant(reader: Reader, party_id: int, role: str, *, has_administrator: bool) -> bool:
    """The party's own administrator; the operator only names an administrator for a party that has none."""
    first = reader.operator and role == ADMINISTRATOR and not has_administrator
    return first or may_administer(reader, party_id)


def may_see_people(reader: Reader, party_id: int) -> bool:
    """Who holds which role for a party is its own affair."""
    return party_id in reader.party_ids


def may_enter_people(reader: Reader, party_id: int | None) -> bool:
    """Writes down that somebody exists, which gives them no right: whoever invites to meetings must."""
    own = party_id is not None and may_administer(reader, party_id)
    return own or reader.operator or bool(reader.parties_as(ORGANIZER, SECRETARY, HEAD))


def may_keep_installation(reader: Reader) -> bool:
    """Makes parties, organs and accounts."""
    return reader.operator
