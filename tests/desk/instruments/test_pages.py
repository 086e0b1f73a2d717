"""The agreement's page as its readers see it."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from tests.desk.examples import CODE
from tests.desk.instruments.arranging import Instrument


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def moved(app, world) -> Instrument:
    """Art. 4 became art. 5 in 2020; under it and under what it was, something was decided."""
    with app.app_context():
        instrument = Instrument.make(world)
        instrument.amend()
        document = instrument.document(instrument.meeting("HLM", "2018-11-25"))
        instrument.item(document, "D-1", "4")
        instrument.item(document, "D-2", "1")
        instrument.item(instrument.document(instrument.meeting("TRAIN", "2026-09-08", clause="5")), "A-1", "5")
    return instrument


@time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False)
def test_the_agreement_names_what_moved_and_what_lies_still(moved, world):
    page = world.signed_in("BY", "delegate").text(f"/agreements/{CODE}")

    text = text_of(page)
    assert "Regular high-level meetings nothing since 2018" in text
    assert "Forums until version 2: “Annual forums and seminars” (Fri 1 May 2020)" in text
    assert "Personnel communication and training art. 4 until version 2 (Fri 1 May 2020)" in text
    assert "Clauses of earlier versions art. 4" in text
    assert "art. 5 since version 2 (Fri 1 May 2020)" in text
    assert "Version 2 in force since Fri 1 May 2020" in text
    assert re.search(r"2026 1 0 0 1 0 2025 0 0 0 0 0 2024", text)
    assert f'href="/follow-up?agreement={CODE}&amp;clause=5"' in page
