"""What is printed, by Chromium's own printing: the pages, and that no name is cut off or runs over another's badge."""

import csv
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIZES, Site, Visitor
from tests.browser.test_pages import violations
from tests.events.examples import make_event
from tests.registration.badges.examples import add_delegate, add_many, inc_10

pytestmark = pytest.mark.browser
OVERFLOWING = """() => {
  const beside = (a, b) => a.left < b.left - 1 || a.right > b.right + 1;
  const outside = (a, b) => beside(a, b) || a.top < b.top - 1 || a.bottom > b.bottom + 1;
  const leaves = (part) => outside(part.getBoundingClientRect(), part.parentElement.getBoundingClientRect());
  const parts = [...document.querySelectorAll(".badge :is(div, p, h2, .qr, svg)")];
  return parts.filter((part) => leaves(part) || part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.tagName} ${part.getAttribute("class")}: ${part.textContent.trim().slice(0, 80)}`);
}"""
OUT_OF_CHAIR = """() => {
  const chairs = [...document.querySelectorAll(".plan svg .chair")].map((chair) => chair.getBoundingClientRect());
  const holds = (box, x, y) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
  return [...document.querySelectorAll(".plan svg :is(.name, .own, .person)")].filter((text) => {
    const own = text.getBoundingClientRect();
    const chair = chairs.find((box) => holds(box, own.x + own.width / 2, own.y + own.height / 2));
    return !chair || own.left < chair.left || own.right > chair.right || own.bottom > chair.bottom + 1;
  }).map((text) => text.textContent);
}"""


def printed(page: Page, name: str) -> int:
    """How many pages of paper it has."""
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    if folder := os.environ.get("FORUMHUB_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{name}.pdf").write_bytes(pdf)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def own_names(folder: Path) -> list[dict[str, str]]:
    """Real names in Arabic, Cyrillic and Hangul, each with a Latin one that it could be the own form of."""
    found = []
    for pattern in ("*iran*assembly*", "*kazakhstan*", "*south-korea*"):
        (path,) = (folder / "registration").glob(f"{pattern}.csv")
        with path.open(encoding="utf-8-sig", newline="") as source:
            found += [row["itemLabel"].strip() for row in csv.DictReader(source)][:60]
    latin = [each["name"] for each in inc_10(folder)]
    return [{"name": name, "own_name": own, "party": "Парламент"} for name, own in zip(latin, found, strict=False)]


@pytest.fixture
def organizer(visit) -> Visitor:
    return visit("CN", "organizer")


def event_with(site: Site, people: list[dict[str, str]], **changes: object) -> str:
    with site.app.app_context():
        event = make_event(site.world, **changes)
        add_many(event, people)
        return f"/events/{event.ulid}/prints"


def test_all_names_of_inc_10_fit_on_their_badges(organizer, site: Site, shared_data: Path):
    people = inc_10(shared_data)
    prints, seen = event_with(site, people), []

    for part in (1, 2):
        page = organizer.open(f"{prints}/badges?page={part}")
        page.emulate_media(media="print")
        seen += page.locator(".badge h2").all_inner_texts()
        assert page.evaluate(OVERFLOWING) == []
        assert printed(page, f"badges-{part}") == -(-page.locator(".badge").count() // 8)

    assert len(people) == 738
    assert sorted(seen) == sorted(" ".join(each["name"].split()) for each in people)


def test_names_in_their_own_scripts_and_the_longest_fit(organizer, site: Site, shared_data: Path):
    long = {"name": "Wolfeschlegelsteinhausenbergerdorff " * 5, "own_name": "مسعود پزشکیان " * 13, "party": "Z " * 90}
    titles = {"en": "Open-ended intergovernmental working group on the prevention of trafficking in persons " * 3}
    wide = {"name": "W" * 200, "own_name": "王" * 200, "party": ""}
    prints = event_with(site, [*own_names(shared_data), long, wide], titles=titles)

    page = organizer.open(f"{prints}/badges")
    page.emulate_media(media="print")

    assert page.evaluate(OVERFLOWING) == []
    assert printed(page, "badges-own") == 23
    assert page.locator(".badge .own[dir=rtl]").count() == 61


@pytest.mark.parametrize("size", SIZES)
def test_badges_on_a_screen_keep_their_promises(visit, site: Site, shared_data: Path, size: str):
    prints = event_with(site, own_names(shared_data)[55:65])
    page = visit("CN", "organizer", size=size, color_scheme="dark").open(f"{prints}/badges")

    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert page.evaluate(OVERFLOWING) == []
    assert violations(page) == []


def test_two_delegations_are_seated_on_one_page_of_paper(organizer, site: Site, shared_data: Path):
    with site.app.app_context():
        event = make_event(site.world)
        for number, each in enumerate(own_names(shared_data)[50:75]):
            add_delegate(
                site.world, event, each["name"], ("BY", "CN")[number % 2], own_name=each["own_name"], precedence=number
            )
        plan = f"/events/{event.ulid}/prints/seating"

    page = organizer.open(plan)
    page.emulate_media(media="print")

    assert page.locator(".plan svg .chair").count() == 25
    assert page.evaluate(OUT_OF_CHAIR) == []
    assert printed(page, "seating") == 3


def test_many_delegations_sit_in_rows_and_are_listed(organizer, site: Site, shared_data: Path):
    prints = event_with(site, inc_10(shared_data)[:300])

    page = organizer.open(f"{prints}/seating")
    page.emulate_media(media="print")

    assert page.evaluate(OUT_OF_CHAIR) == []
    assert page.locator(".plan").count() == 5
    assert printed(page, "seating-rows") == 9
    listed = organizer.open(f"{prints}/delegates")
    listed.emulate_media(media="print")
    assert listed.locator(".delegates tbody tr").count() == 300
    assert printed(listed, "delegates") == 11
