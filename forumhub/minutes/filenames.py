"""What the name of a downloaded text says, whatever a browser or a person put around it. Pure."""

import re

_NAMED = re.compile(r"-r(\d{1,9})-([a-z]{2,8})(?=[^a-z0-9]|$)", re.ASCII)


def named_in(name: str) -> tuple[int | None, str]:
    """The base revision and the language in `HLM-minutes-r3-en (1).md`; None and '' where it names none."""
    found = _NAMED.findall(name)
    return (int(found[-1][0]), found[-1][1]) if found else (None, "")
