"""A series' agenda template: Markdown in which places are filled in for each meeting. Pure."""

import re
from collections.abc import Mapping

from forumhub.errors import N_, RuleBroken

ARISING = "arising"
PLACES = ("title", "number", "date", "place", "host", ARISING)
"""What stands in braces and is filled in; the same words in every language, as codes are."""
LONGEST = 20_000
"""Characters of a template in one language."""

_PLACE = re.compile(r"\{([^{}\n]*)\}")


def check_outline(source: str) -> None:
    """Raises RuleBroken for a place that nothing fills, and where what arises has no place, or more than one."""
    if len(source) > LONGEST:
        raise RuleBroken(N_("The template is longer than %(most)s characters; shorten it."), most=LONGEST)
    named = [name.strip() for name in _PLACE.findall(source)]
    if unknown := next((name for name in named if name not in PLACES), None):
        raise RuleBroken(N_("Nothing fills {%(name)s}. There are %(places)s."), name=unknown, places=places_in_words())
    if named.count(ARISING) != 1:
        raise RuleBroken(N_("Put {arising} once, on a line of its own, where the open actions are to stand."))
    if not any(line.strip() == "{arising}" for line in _PLACE.sub(_plain, source).splitlines()):
        raise RuleBroken(N_("{arising} needs a line of its own: it becomes a list."))


def places_in_words() -> str:
    return ", ".join(f"{{{name}}}" for name in PLACES)


def _plain(match: re.Match[str]) -> str:
    return f"{{{match[1].strip()}}}"


def filled(source: str, values: Mapping[str, str]) -> str:
    """The source with each place filled in, once: what a value holds is no place again. Unknown ones stay."""
    return _PLACE.sub(lambda match: values.get(match[1].strip(), match[0]), source)
