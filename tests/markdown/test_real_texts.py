"""Real minutes from all over, and texts made to do harm: each becomes a page, quickly, and nothing in it runs."""

import time
from pathlib import Path

import pytest

from forumhub.markdown import Document, items_as_json, read
from forumhub.markdown.sanitising import sanitise
from tests.markdown.test_properties import Attributes

SECONDS = 3.0


def read_all(folder: Path) -> dict[str, Document]:
    """Every file of the folder by its name, each within its time."""
    documents = {}
    for path in sorted(folder.iterdir()):
        source = path.read_bytes().decode("utf-8", "replace")
        started = time.perf_counter()
        documents[path.name] = read(source)
        assert time.perf_counter() - started < SECONDS, path.name
    return documents


@pytest.fixture(scope="module")
def minutes(shared_data: Path) -> dict[str, Document]:
    return read_all(shared_data / "minutes")


@pytest.fixture(scope="module")
def hostile(shared_data: Path) -> dict[str, Document]:
    return read_all(shared_data / "hostile")


def test_all_real_minutes_are_read(minutes: dict[str, Document]):
    assert (len(minutes), [name for name, document in minutes.items() if not document.html.strip()]) == (192, [])


def test_real_minutes_hold_no_items_but_those_that_open_like_one(minutes: dict[str, Document]):
    found = {name: [item.line for item in document.items] for name, document in minutes.items() if document.items}

    assert found == {"carpentries_executive-council-info__EC-minutes-2018-09-20.md": [9, 17, 37, 53]}


def test_near_misses_of_real_minutes_offer_lines_that_are_items(minutes: dict[str, Document]):
    offered = [remark.suggestion for document in minutes.values() for remark in document.remarks if remark.suggestion]

    unread = [line for line in offered if len(read(line.lstrip("\n ")).items) != 1]

    assert (len(offered) > 80, unread) == (True, [])


def test_hostile_texts_are_read_and_make_no_items(hostile: dict[str, Document]):
    assert (len(hostile), [name for name, document in hostile.items() if document.items]) == (25, [])


def test_nothing_in_hostile_texts_runs_even_where_each_line_stands_alone(hostile: dict[str, Document]):
    lines = {line for document in hostile.values() for line in document.source.split("\n")[:3000]}
    pages = [document.html for document in hostile.values()] + [read(line).html for line in sorted(lines)[::7]]

    for html in pages:
        page = Attributes()
        page.feed(html)

        assert sanitise(html) == html
        assert page.names <= {"id", "class", "href", "src", "alt", "start", "align", "rel"}
        assert not [
            address for address in page.addresses if address.lower().startswith(("javascript", "data:", "vbscript"))
        ]


def test_items_injected_into_real_minutes_are_found_on_their_lines(minutes: dict[str, Document]):
    """Behind a heading at the end, where no text before it can swallow the list."""
    block = "\n\n## 99. 后续\n\n- **行动 A-99**（BY-MIA；期限：2027-03-01）：做\n"

    missed = []
    for name, document in minutes.items():
        source = document.source.rstrip() + block
        last = read(source).items[-1:]
        line = source.replace("\r\n", "\n").count("\n")
        if [(item.id, item.section, item.line) for item in last] != [("A-99", "99", line)]:
            missed.append(name)

    assert missed == []


def test_items_command_prints_json_for_real_minutes(shared_data: Path):
    raw = (shared_data / "minutes" / "graphql_graphql-wg__2021-2021-01-07.md").read_bytes()

    assert items_as_json(raw) == "[]"
