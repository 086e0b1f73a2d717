"""By which names the parties of an event and their organs can stand in its old minutes."""

from forumhub.events.models import Event


def names_at(event: Event) -> dict[str, str]:
    """The code of each by its code and by its names in every language; a name that two bear is nobody's."""
    found: dict[str, set[str]] = {}
    named = [(party.code, party.names) for party in event.parties]
    named += [(organ.code, organ.names) for party in event.parties for organ in party.organs]
    for code, names in named:
        for name in {code, *names.values()}:
            found.setdefault(name, set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
