"""What a reader sees of one delegation, and may do with its list: the beginning of each of its pages."""

from dataclasses import dataclass

from forumhub import clock
from forumhub.errors import N_, NotAllowed, NotFound
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.registration import rules as registration
from forumhub.registration.delegations import queries, rules
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.queries import settings_of
from forumhub.web import current_reader


@dataclass
class Seen:
    """`nomination` is None where there is none that the reader may see; `own`: it is of one of the reader's parties."""

    event: Event
    party: Party
    settings: RegistrationSettings
    nomination: Nomination | None
    nominates: bool
    decides: bool
    organizes: bool
    own: bool

    @property
    def sight(self) -> str:
        return rules.sight(own=self.own, organizes=self.organizes, shown=self.settings.shown)

    @property
    def is_open(self) -> bool:
        return registration.is_open(self.event.state, self.event.ends_at, clock.now())

    @property
    def may_amend(self) -> bool:
        state = self.nomination.state if self.nomination else rules.DRAFT
        return self.nominates and rules.may_amend(
            state, is_open=self.is_open, deadline=self.settings.deadline, now=clock.now()
        )

    @property
    def may_take_back(self) -> bool:
        return (
            self.nominates
            and self.nomination is not None
            and rules.may_take_back(
                self.nomination.state, is_open=self.is_open, deadline=self.settings.deadline, now=clock.now()
            )
        )


def read(ulid: str, code: str) -> Seen:
    """Raises NotFound where the reader may not see who is in the delegation."""
    reader = current_reader()
    event = get_event(ulid, reader)
    party = next((party for party in event.parties if party.code == code), None)
    if party is None:
        raise NotFound
    led = queries.parties_led(event.id, reader)
    seen = Seen(
        event,
        party,
        settings_of(event),
        queries.find_nomination(event.id, party.id, reader),
        nominates=policy.may_nominate(reader, party.id, leads=party.id in led),
        decides=policy.may_give_places(reader, party.id, event.host_id, event.party_ids),
        organizes=policy.may_organize(reader, event.party_ids),
        own=party.id in reader.party_ids | led,
    )
    if not (takes_part(event, led) and rules.sees_names(seen.sight)):
        raise NotFound
    return seen


def takes_part(event: Event, led: set[int]) -> bool:
    """Whether the reader is of one of the event's parties: delegations are no matter of the public's."""
    return bool((current_reader().party_ids | led) & event.party_ids)


def read_to_nominate(ulid: str, code: str) -> Seen:
    seen = read(ulid, code)
    if not seen.nominates:
        raise NotAllowed(N_("A party's list is kept by its secretaries, its organizers and the head it named."))
    return seen


def read_to_decide(ulid: str, code: str) -> tuple[Seen, Nomination]:
    seen = read(ulid, code)
    if not seen.decides:
        raise NotAllowed(
            N_("Lists are decided on by the host's organizers; where nobody hosts, by those of another party.")
        )
    rules.check_submitted(seen.nomination.state if seen.nomination else rules.DRAFT)
    assert seen.nomination is not None
    return seen, seen.nomination
