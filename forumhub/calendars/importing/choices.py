"""How somebody wants a calendar imported: plain values, as a form, a command and a stored upload carry them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from forumhub import installation
from forumhub.calendars.importing.meetings import Window
from forumhub.calendars.importing.planning import Reading
from forumhub.calendars.importing.rules import check_prefix, check_window
from forumhub.calendars.importing.zones import named_zone
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.events.models import Series
from forumhub.events.queries import get_series
from forumhub.events.rules import KINDS
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER, Reader
from forumhub.parties.queries import all_parties


@dataclass(frozen=True)
class Choices:
    """`party` imports; it and `parties`, by code, meet. `series` is a ULID; without one, codes begin with `prefix`.

    `zone` is that of times without one; `since` and `until` are days, both included.
    """

    party: str
    parties: tuple[str, ...]
    kind: str
    series: str
    prefix: str
    zone: str
    since: date
    until: date

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "since": self.since.isoformat(), "until": self.until.isoformat()}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Choices":
        days = {name: date.fromisoformat(said[name]) for name in ("since", "until")}
        return cls(**{**said, **days, "parties": tuple(said["parties"])})


@dataclass(frozen=True)
class Settled:
    """The same as rows that the reader may use."""

    party: Party
    parties: list[Party]
    kind: str
    series: Series | None
    prefix: str
    zone: str
    window: Window

    def reading(self, languages: tuple[str, ...]) -> Reading:
        """How the file is read for this party; `languages` are the installation's."""
        return Reading(self.window, self.zone, self.party.timezone, languages, installation.uid_host())


def settle(choices: Choices, by: Reader) -> Settled:
    """Raises RuleBroken beside the field that is wrong, NotAllowed unless `by` organizes for the party."""
    every = {party.code: party for party in all_parties()}
    party = every.get(choices.party)
    if party is None:
        raise RuleBroken(N_("There is no party %(code)s."), field="party", code=choices.party[:40])
    if party.id not in by.parties_as(ORGANIZER):
        raise NotAllowed(N_("Only an organizer of the party imports for it."))
    if unknown := set(choices.parties) - set(every):
        raise RuleBroken(N_("There is no party %(code)s."), field="parties", code=sorted(unknown)[0][:40])
    if choices.kind not in KINDS:
        message = N_("There is no kind of event '%(kind)s'; these are: %(kinds)s.")
        raise RuleBroken(message, field="kind", kind=choices.kind[:40], kinds=", ".join(KINDS))
    series = get_series(choices.series, by, to_organize=True) if choices.series else None
    if series is None:
        check_prefix(choices.prefix)
    meeting = {choices.party, *choices.parties, *(each.code for each in (series.parties if series else []))}
    zone = named_zone(choices.zone) if choices.zone else ""
    if zone is None:
        message = N_("There is no time zone %(zone)s: name one such as Asia/Shanghai or Europe/Minsk.")
        raise RuleBroken(message, field="zone", zone=choices.zone[:64])
    return Settled(
        party=party,
        parties=[every[code] for code in sorted(meeting)],
        kind=choices.kind,
        series=series,
        prefix=choices.prefix,
        zone=zone,
        window=check_window(choices.since, choices.until),
    )
