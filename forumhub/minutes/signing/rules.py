"""Pure decisions about signatures, and the order of the parties in each side's copy."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forumhub.errors import N_, RuleBroken
from forumhub.minutes.rules import AGREED, IN_THE_ROOM, LANGUAGE_VERSION, SIGNED, SIGNED_KINDS
from forumhub.unseen import has_unseen

SCANS = (".jpeg", ".jpg", ".pdf", ".png")


@dataclass(frozen=True)
class Signer:
    """Who signed for a party, as the paper names them."""

    name: str
    office: str = ""


@dataclass(frozen=True)
class Signing:
    """What is said of a signature. `signers` by the party's code."""

    number: str
    place: str
    signed_on: date
    signers: Mapping[str, Signer]


def check_signable(kind: str, state: str) -> None:
    """Raises RuleBroken unless it is minutes or a corrigendum that every party approved and nobody signed yet."""
    if kind == LANGUAGE_VERSION:
        raise RuleBroken(N_("A language version is agreed; the text to which it belongs is what is signed."))
    if kind not in SIGNED_KINDS:
        raise RuleBroken(N_("An agenda is agreed; it is not signed."))
    if state == SIGNED:
        raise RuleBroken(N_("The text is signed already."))
    if state != AGREED:
        raise RuleBroken(N_("The text can be signed once every party has approved it."))


def proposed_number(register: str, year: int, given: Collection[str]) -> str:
    """`HLM/2026/1`, the first of its year that is not `given`."""
    count = 1
    while f"{register}/{year}/{count}" in given:
        count += 1
    return f"{register}/{year}/{count}"


def proposed_correction(corrected: str, given: Collection[str]) -> str:
    """`HLM/2026/1/Corr.1`, the first for the text of this number that is not `given`."""
    count = 1
    while f"{corrected}/Corr.{count}" in given:
        count += 1
    return f"{corrected}/Corr.{count}"


def check_number(number: str, given: Collection[str]) -> None:
    """Raises RuleBroken for a number that another text of the register bears, or that is not seen as it is."""
    if not number.strip() or has_unseen(number):
        raise RuleBroken(N_("Give the text its official number, such as HLM/2026/1."), field="number")
    if number.casefold() in {other.casefold() for other in given}:
        raise RuleBroken(N_("Another text of the register bears this number; give one that is free."), field="number")


def check_place(place: str) -> None:
    """Raises RuleBroken for a place that is empty, or that is not seen as it is."""
    if not place.strip() or has_unseen(place):
        raise RuleBroken(N_("Say where it was signed, without characters that are not seen."), field="place")


def was_in_the_room(ways: Collection[str]) -> bool:
    """Whether every party approved on paper in the room: that paper may be older than its circulation here."""
    return set(ways) == {IN_THE_ROOM}


def proposed_day(ways: Collection[str], *, met_until: date, agreed_on: date, today: date) -> date:
    """The day of the agreement; the meeting's last day where all `ways` of approval were in the room."""
    return min(met_until if was_in_the_room(ways) else agreed_on, today)


def check_day(signed_on: date, *, met_on: date, existed_on: date, today: date) -> None:
    """All on the clock of the meeting's place: its first day, and the day from which there was a text to sign.

    Raises RuleBroken.
    """
    if signed_on > today:
        raise RuleBroken(N_("The day is in the future; enter the signature once it is given."), field="signed_on")
    if signed_on < met_on:
        raise RuleBroken(N_("The text was signed on the day of the meeting, or after it."), field="signed_on")
    if signed_on < existed_on:
        message = N_("The text was signed on the day of its circulation, or after it: before, it could still change.")
        raise RuleBroken(message, field="signed_on")


def check_signers(parties: Collection[str], signers: Mapping[str, Signer]) -> None:
    """Raises RuleBroken unless somebody signed for each party, and for no other, named as it is seen."""
    if set(signers) != set(parties) or not all(signer.name.strip() for signer in signers.values()):
        raise RuleBroken(N_("Say who signed for each party."))
    if any(has_unseen(signer.name) or has_unseen(signer.office) for signer in signers.values()):
        raise RuleBroken(N_("The name or office of who signed holds characters that are not seen; type it anew."))


def check_scans(parties: Collection[str], names: Mapping[str, str]) -> None:
    """`names` of files by the code of the party whose copy it is. Raises RuleBroken without one, or for its kind."""
    if not names or not set(names) <= set(parties):
        raise RuleBroken(N_("Choose the scan of the signed original, of one side's copy at least."), field="copies")
    for name in names.values():
        if Path(name).suffix.lower() not in SCANS:
            raise RuleBroken(N_("A scan is a PDF, PNG or JPEG file; '%(name)s' is none."), field="copies", name=name)


def alternat(parties: Iterable[str], copy: str) -> list[str]:
    """The parties as the copy of one of them names them: that one first, the others in their order."""
    codes = list(parties)
    return sorted(codes, key=lambda code: (code != copy, codes.index(code)))
