"""Precision and recall of what is found in old minutes, against labels made by hand.

The sample: of the 192 files of minutes those of at most 150 lines, by language (`language_of`), in the order of the
SHA-256 of their names, the first 16 of each. The first 8 are the development half, by which the rules were written;
the other 8 are held out: labelled by reading before the rules were measured on them, and not tuned on after.
A label is a file (the SHA-256 of its bytes), a line and a kind; `labels.json` holds no words of the files.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from forumhub.minutes.importing.rules import propose
from forumhub.minutes.importing.words import KINDS

LABELS = Path(__file__).with_name("labels.json")
LANGUAGES = ("en", "zh", "ru")
HALVES = ("development", "held out")
MOST_LINES = 150
EACH = 16


@dataclass(frozen=True)
class Counts:
    """Lines: rightly found, found, and there."""

    right: int = 0
    found: int = 0
    there: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.found + other.found, self.there + other.there)

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.right / self.there if self.there else None


def language_of(text: str) -> str:
    """By the share of Chinese and of Cyrillic letters: a tenth, a fifth."""
    if len(re.findall("[\u4e00-\u9fff]", text)) * 10 > len(text):
        return "zh"
    return "ru" if len(re.findall("[а-яёА-ЯЁ]", text)) * 5 > len(text) else "en"


def drawn(folder: Path) -> list[tuple[str, str, str]]:
    """(language, half, SHA-256 of the file) of the sample, as it is drawn."""
    rows = []
    paths = sorted(folder.iterdir(), key=lambda path: sha256(path.name.encode()).hexdigest())
    texts = [(path, path.read_bytes().decode("utf-8", "replace")) for path in paths]
    for language in LANGUAGES:
        chosen = [
            path for path, text in texts if text.count("\n") < MOST_LINES and language_of(text) == language
        ]  # a last line without an end counts
        for place, path in enumerate(chosen[:EACH]):
            rows.append((language, HALVES[place >= EACH // 2], sha256(path.read_bytes()).hexdigest()))
    return rows


def labels() -> list[dict]:
    return json.loads(LABELS.read_text())


def measure(folder: Path) -> dict[tuple[str, str, str], Counts]:
    """By half, language and kind."""
    texts = {sha256(raw).hexdigest(): raw.decode("utf-8", "replace") for raw in map(Path.read_bytes, folder.iterdir())}
    counts: dict[tuple[str, str, str], Counts] = {}
    for row in labels():
        for kind, counted in _counted(texts[row["sha256"]], row["lines"]):
            key = row["half"], row["language"], kind
            counts[key] = counts.get(key, Counts()) + counted
    return counts


def _counted(text: str, there: dict[str, list[int]]) -> Iterator[tuple[str, Counts]]:
    found = propose(text, {}).found
    for kind in KINDS:
        lines, wanted = {each.line for each in found if each.kind == kind}, set(there.get(kind, ()))
        yield kind, Counts(len(lines & wanted), len(lines), len(wanted))
