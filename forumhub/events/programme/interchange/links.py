"""Which links of a file pages may show."""

from collections.abc import Mapping, Sequence
from typing import Any

from forumhub.errors import RuleBroken
from forumhub.events.programme.interchange.raw import text_of
from forumhub.events.programme.rules import MOST_LINKS, check_links


def web_links(links: Sequence[Any]) -> list[dict[str, str]]:
    """Those that lead to web pages, at most as many as a session has, each with url and title alone."""
    told = [link for link in links if isinstance(link, Mapping)]
    plain = [{"url": text_of(link.get("url")), "title": text_of(link.get("title"))} for link in told]
    return [link for link in plain if _is_web(link)][:MOST_LINKS]


def _is_web(link: dict[str, str]) -> bool:
    try:
        check_links([link])
    except RuleBroken:
        return False
    return True
