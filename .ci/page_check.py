"""Waits for a server, then asks for one page and for all that the page loads: each must answer 200."""

import sys
import time
from html.parser import HTMLParser
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

PATIENCE = 120  # seconds, for the demo data to be made
NEEDED = {"css/bootstrap.min.css", "forumhub.css", "dist/forumhub.js"}


class Loads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get("href") if tag == "link" else values.get("src")
        if tag in {"link", "script", "img"} and address:
            self.found.append(address)


def patiently(address: str) -> tuple[str, str]:
    """The page and its final address, once the server answers. Raises URLError when it does not in time."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address, timeout=10) as answer:
                return answer.read().decode(), answer.url
        except URLError as error:
            if hasattr(error, "code") or time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def main(address: str) -> None:
    page, final = patiently(address)
    loads = Loads()
    loads.feed(page)
    for load in loads.found:
        with urlopen(urljoin(final, load), timeout=10) as answer:
            print(answer.status, load)
    unnamed = {needed for needed in NEEDED if not any(needed in load for load in loads.found)}
    if unnamed:
        raise SystemExit(f"the page does not load {', '.join(sorted(unnamed))}")


if __name__ == "__main__":
    main(sys.argv[1])
