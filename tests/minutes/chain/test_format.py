"""docs/ledger.md says what is true: its test vectors have the hashes that it names, and make one chain."""

import hashlib
import json
import re
import zipfile
from pathlib import Path

from forumhub import ledger, verify
from forumhub.minutes import rules

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
    assert len(hashes) == 10


def test_vectors_make_one_chain():
    (
        (_text, text_hash),
        (manifest, manifest_hash),
        (first, first_hash),
        (_note, note_hash),
        (second, head),
        opening,
        *_,
    ) = vectors()

    entries = [json.loads(first), json.loads(second)]

    assert ledger.problems([first, second], head) == []
    assert [text["sha256"] for text in json.loads(manifest)["texts"]] == [text_hash]
    assert [entry["manifest"] for entry in entries] == [manifest_hash, manifest_hash]
    assert [entry["person"] for entry in entries] == [opening[1], opening[1]]
    assert (entries[1]["head_seen"], entries[1]["note"]) == (first_hash, note_hash)


def test_vectors_are_an_export_that_verifies(tmp_path):
    text, manifest, first, note, second, (opening, commitment), *_ = vectors()
    salt, person = opening.split(":")
    about = {"type": "forumhub/export/v1", "register": "HLM", "left_out": []}
    opened = [{"commitment": commitment, "salt": salt, "person": person}]
    said: list[str] = []

    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for content, sha256 in (text, manifest, note):
            archive.writestr(f"files/{sha256}", content)
        archive.writestr("chain.jsonl", f"{first[0]}\n{second[0]}\n")
        archive.writestr("export.json", json.dumps(about))
        archive.writestr("commitments.json", json.dumps(opened))
    code = verify.verify(tmp_path / "export.zip", [first[1], second[1]], said.append)

    assert (code, said[-1]) == (0, "VERIFIED: whole, and anchored by 2 heads.")


def test_vectors_of_a_grant_go_on_with_the_chain_and_verify(tmp_path):
    text, manifest, first, note, second, _opening, _signed, grant, choice, end = vectors()
    chain = [first, second, grant, choice, end]
    said: list[str] = []

    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for content, sha256 in (text, manifest, note):
            archive.writestr(f"files/{sha256}", content)
        archive.writestr("chain.jsonl", "".join(f"{entry}\n" for entry, _sha256 in chain))
        archive.writestr("export.json", '{"type": "forumhub/export/v1", "register": "HLM", "left_out": []}')
    code = verify.verify(tmp_path / "export.zip", [end[1]], said.append)

    assert ledger.problems([entry for entry, _sha256 in chain], end[1]) == []
    assert [json.loads(choice[0])["grant"], json.loads(end[0])["entry"]] == [{"entry": grant[1]}, grant[1]]
    assert code == 0
    assert said[3:5] == [
        "  entry 2: who acted for BY: attested by operator, no grant in the chain",
        "  entry 4: who acted for BY: named in entry 3",
    ]


def test_vector_of_a_passkey_is_what_verify_and_the_program_take_as_signed():
    entry, (signed, challenge) = json.loads(vectors()[4][0]), vectors()[6]
    names = ("manifest", "document", "version", "party", "head_seen")

    statement = verify.signed_statement({**entry, "way": "passkey"})

    assert verify.canonical(statement) == signed.encode()
    assert rules.signed_statement(*(entry[name] for name in names)) == statement
    assert verify.sha256(verify.canonical(statement)) == challenge


def test_canonical_of_the_program_is_that_of_the_library():
    value = {"\U0001f600": 1, "\ufb33": [True, None, '\u2028\x7f\x1f\n"\\/'], "ключ": {"б": -5, "а": "纪要"}, "": {}}

    assert verify.canonical(value) == ledger.canonical(value)
