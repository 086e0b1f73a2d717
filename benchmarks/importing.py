"""Import of old minutes: what the rules find, against labels made by hand. Run: python -m benchmarks.importing

How the sample was drawn and labelled stands in tests/minutes/importing/measuring.py. It needs the shared data, by
FORUMHUB_DATA. Cases are lines; the last line is one JSON object of the held-out half, all languages together.
"""

import json
import os
from pathlib import Path

from benchmarks.tables import print_table
from forumhub.minutes.importing.words import KINDS
from tests.minutes.importing.measuring import HALVES, LANGUAGES, Counts, measure

COLUMNS = ("half", "language", "kind", "there", "found", "precision", "recall")


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def main() -> None:
    counts = measure(Path(os.environ["FORUMHUB_DATA"]) / "minutes")
    rows, ratios = [], {}
    for half in HALVES:
        for kind in KINDS:
            of_each = {language: counts.get((half, language, kind), Counts()) for language in LANGUAGES}
            of_all = sum(of_each.values(), Counts())
            for language, row in (*of_each.items(), ("all", of_all)):
                shares = percent(row.precision), percent(row.recall)
                rows.append((half, language, kind, row.there, row.found, *shares))
            if half == HALVES[1]:
                ratios |= {f"{kind.lower()}_precision": of_all.precision, f"{kind.lower()}_recall": of_all.recall}
    print_table(COLUMNS, rows)
    print(json.dumps({name: round(value, 2) if value is not None else None for name, value in ratios.items()}))


if __name__ == "__main__":
    main()
