"""docs/ledger.md says what is true: its test vectors have the hashes that it names, and make one chain."""

import hashlib
import json
import re
from pathlib import Path

from forumhub import ledger, verify

FORMAT = Path(__file__).parents[3] / "docs" / "ledger.md"
VECTOR = re.compile(r"```text\n(.*?)\n?```\nSHA-256 `([0-9a-f]{64})`", re.DOTALL)


def vectors() -> list[tuple[str, str]]:
    """What stands in each fence, and the hash below it; the first is a text, which ends with a line end."""
    found = VECTOR.findall(FORMAT.read_text("utf-8"))
    return [(found[0][0] + "\n", found[0][1]), *found[1:]]


def test_vectors_have_their_hashes():
    found = vectors()

    hashes = [hashlib.sha256(content.encode()).hexdigest() for content, _sha256 in found]

    assert hashes == [sha256 for _content, sha256 in found]
    assert len(hashes) == 6


def test_vectors_make_one_chain():
    (_text, text_hash), (manifest, manifest_hash), (first, first_hash), (_note, note_hash), (second, head), opening = (
        vectors()
    )

    entries = [json.loads(first), json.loads(second)]

    assert ledger.problems([first, second], head) == []
    assert [text["sha256"] for text in json.loads(manifest)["texts"]] == [text_hash]
    assert [entry["manifest"] for entry in entries] == [manifest_hash, manifest_hash]
    assert [entry["person"] for entry in entries] == [opening[1], opening[1]]
    assert (entries[1]["head_seen"], entries[1]["note"]) == (first_hash, note_hash)


def test_canonical_of_the_program_is_that_of_the_library():
    value = {"\U0001f600": 1, "\ufb33": [True, None, '\u2028\x7f\x1f\n"\\/'], "ключ": {"б": -5, "а": "纪要"}, "": {}}

    assert verify.canonical(value) == ledger.canonical(value)
