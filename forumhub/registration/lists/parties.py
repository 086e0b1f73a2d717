"""Which of the event's parties a text means. Pure."""

from collections.abc import Iterable, Mapping

from forumhub.registration.lists.countries import find_country, key


class PartyNames:
    """By code and by name in any language; a country's name or code means the party with that ISO 3166 code."""

    def __init__(self, parties: Iterable[tuple[str, Mapping[str, str]]]) -> None:
        listed = list(parties)
        self.codes = frozenset(code for code, _ in listed)
        self._by_name = {key(name): code for code, names in listed for name in (code, *names.values())}
        countries = ((find_country(name), code) for name, code in self._by_name.items())
        self._by_country = {country: code for country, code in countries if country}
        """A party with a longer code is known by its names."""

    def find(self, text: str) -> str | None:
        """The party's code; None where the text names none of them."""
        said = self._by_name.get(key(text))
        if said:
            return said
        country = find_country(text)
        return self._by_country.get(country) if country else None

    def names_some(self, text: str) -> bool:
        """Whether the text names a party, or a country at all: by this a column of parties is known."""
        return self.find(text) is not None or find_country(text) is not None
