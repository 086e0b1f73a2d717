"""What the rules find of what people labelled by hand, and that the sample is the one that was drawn."""

from pathlib import Path

import pytest

from forumhub.minutes.importing.words import KINDS
from tests.minutes.importing.measuring import HALVES, LANGUAGES, Counts, drawn, labels, measure

FLOORS = {
    ("development", "ATTENDANCE"): (1.0, 0.92),
    ("development", "DECISION"): (0.90, 0.86),
    ("development", "ACTION"): (1.0, 0.78),
    ("held out", "ATTENDANCE"): (0.95, 0.92),
    ("held out", "DECISION"): (1.0, 0.55),
    ("held out", "ACTION"): (0.86, 0.38),
}
"""(precision, recall) as measured, rounded down."""


@pytest.fixture(scope="module")
def measured(shared_data: Path) -> dict[tuple[str, str], Counts]:
    """By half and kind, all languages together."""
    counts = measure(shared_data / "minutes")
    return {
        (half, kind): sum((counts.get((half, language, kind), Counts()) for language in LANGUAGES), Counts())
        for half in HALVES
        for kind in KINDS
    }


def test_labels_are_of_the_sample_that_is_drawn(shared_data: Path):
    assert [(row["language"], row["half"], row["sha256"]) for row in labels()] == drawn(shared_data / "minutes")


@pytest.mark.parametrize(("half", "kind"), FLOORS)
def test_precision_and_recall_are_at_least_what_was_measured(measured, half: str, kind: str):
    counts, (precision, recall) = measured[half, kind], FLOORS[half, kind]

    assert (counts.there > 20, counts.precision >= precision, counts.recall >= recall) == (True, True, True), counts
