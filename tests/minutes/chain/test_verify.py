"""`verify` finds whatever was done to an export; each test does one thing to a clean one, without the database."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from forumhub import files, ledger, verify
from forumhub.database import db, writing
from forumhub.minutes.chain import exporting, queries
from forumhub.minutes.rules import Grounds, Scan
from tests.agreements.examples import in_force
from tests.minutes.arranging import PDF, Meeting, make_event
from tests.world import NOW, World

NOTE = "签字，北京"
ANNEX = PDF + "% Приложение 1: 名单\n".encode()
Parts = dict[str, bytes]


MADE: dict[str, Parts] = {}
"""By kind of database, what it exported: made once, since what is done to an export touches no database."""


@pytest.fixture
def parts(app, tmp_path) -> Parts:
    """The export of a register in which minutes with an annex were circulated, objected to, circulated again and
    agreed.
    """
    return made_once(app, MADE, lambda meeting: _exported(meeting, app.config["INSTANCE"] / "files"))


def made_once(app, made: dict[str, Parts], exported: Callable[[Meeting], Parts]) -> Parts:
    kind = app.config["SQLALCHEMY_DATABASE_URI"].split(":")[0]
    if kind not in made:
        world = World.make(app)
        with app.app_context():
            with writing():
                in_force(world)
                event = make_event(world)
            made[kind] = exported(Meeting(world, event))
    return dict(made[kind])


def _exported(meeting: Meeting, root: Path) -> Parts:
    ulid = meeting.circulated()
    meeting.object(ulid, "BY")
    meeting.annex(ulid, content=ANNEX)
    meeting.circulate(ulid)
    meeting.approve(ulid, "CN")
    scan = files.take(root, "签字页.pdf", io.BytesIO(b"%PDF-1.7 signed"), limit=1000)
    meeting.approve(
        ulid, "BY", way="in_the_room", grounds=Grounds(note=NOTE, scan=Scan(scan.name, scan.sha256, scan.size))
    )
    of_unknown_kind(meeting, root)
    return export(meeting, root)


def of_unknown_kind(meeting: Meeting, root: Path) -> None:
    """A statement of a kind that `verify` does not know, which names a stored file."""
    sha256, size = files.keep(root, io.BytesIO(b"%PDF-1.7 scan"), limit=1000)
    named = {"name": "scan.pdf", "type": "application/pdf", "size": size, "sha256": sha256}
    with writing():
        files.enter(sha256, size, "application/pdf", now=NOW)
        ledger.append(meeting.row().register_id, "HLM", "attachment", {"attached": [named]}, now=NOW)


def export(meeting: Meeting, root: Path, **options: bool) -> Parts:
    target = io.BytesIO()
    exporting.write(exporting.gather(meeting.row().register, root, **options), target, root, now=NOW)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Parts, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def lines(parts: Parts) -> list[bytes]:
    return parts["chain.jsonl"].splitlines()


def heads(parts: Parts) -> list[str]:
    return [hashlib.sha256(line).hexdigest() for line in lines(parts)]


def with_lines(parts: Parts, changed: list[bytes]) -> Parts:
    return {**parts, "chain.jsonl": b"".join(line + b"\n" for line in changed)}


def rewritten(statements: list[dict]) -> list[bytes]:
    """The chain recomputed from its start, as somebody with the database could."""
    chain, previous = [], verify.GENESIS
    for number, statement in enumerate(statements, start=1):
        seen = {"head_seen": previous} if "head_seen" in statement else {}
        chain.append(verify.canonical({**statement, **seen, "number": number, "previous": previous}))
        previous = hashlib.sha256(chain[-1]).hexdigest()
    return chain


def outcome(parts: Parts, tmp_path: Path, *given: str) -> tuple[int, list[str]]:
    """The exit code and what was said."""
    said: list[str] = []
    return verify.verify(pack(parts, tmp_path / "export.zip"), given, said.append), said


def faults(said: list[str]) -> list[str]:
    return [line.removeprefix("  WRONG: ") for line in said if line.startswith("  WRONG: ")]


def text_of(parts: Parts, language: str) -> str:
    """The name of a language's file, by the first manifest."""
    manifest = json.loads(parts["files/" + json.loads(lines(parts)[0])["manifest"]])
    return next("files/" + text["sha256"] for text in manifest["texts"] if text["language"] == language)


def flipped(content: bytes, at: int = -2) -> bytes:
    changed = bytearray(content)
    changed[at] ^= 1
    return bytes(changed)


def test_verify_clean_export_with_its_head(parts, tmp_path):
    code, said = outcome(parts, tmp_path, heads(parts)[-1])

    assert (code, faults(said)) == (0, [])
    assert said[-1] == "VERIFIED: whole, and anchored by 1 head."


def test_verify_labels_each_approval(parts, tmp_path):
    document = json.loads(lines(parts)[0])["document"]

    _code, said = outcome(parts, tmp_path, heads(parts)[-1])

    assert [line for line in said if "approved" in line] == [
        f"  entry 4: CN, document {document}, version 2: approved - attested by operator (password)",
        f"  entry 5: BY, document {document}, version 2: approved - on paper (in_the_room)",
    ]


def test_verify_without_a_head(parts, tmp_path):
    code, said = outcome(parts, tmp_path)

    assert code == 3
    assert said[-1].startswith("consistent, not anchored: no head was given.")


@pytest.mark.parametrize("content", [b"%PDF-1.7 signed", NOTE.encode(), "2.1 应改为…".encode()])
def test_verify_changed_byte_in_a_scan_a_note_or_an_objection(parts, tmp_path, content):
    name = "files/" + hashlib.sha256(content).hexdigest()

    code, said = outcome({**parts, name: flipped(parts[name])}, tmp_path, heads(parts)[-1])

    assert code == 1
    assert faults(said)[0].startswith(f"file {name.removeprefix('files/')} has other bytes")


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_verify_changed_byte_in_a_text(parts, tmp_path, language):
    name = text_of(parts, language)

    code, said = outcome({**parts, name: flipped(parts[name])}, tmp_path, heads(parts)[-1])

    assert code == 1
    assert faults(said)[0].startswith(f"file {name.removeprefix('files/')} has other bytes")


def test_verify_changed_byte_in_an_annex(parts, tmp_path):
    """One that its manifest names, and so its circulation, approvals and agreement."""
    manifest = json.loads(parts["files/" + json.loads(lines(parts)[-2])["manifest"]])
    (annex,) = manifest["annexes"]
    name = "files/" + annex["sha256"]

    code, said = outcome({**parts, name: flipped(parts[name])}, tmp_path, heads(parts)[-1])

    assert (annex["name"], parts[name]) == ("附件一.pdf", ANNEX)
    assert code == 1
    assert [fault.split(":")[0] for fault in faults(said)] == [f"file {annex['sha256']} has other bytes"]


def test_verify_changed_byte_in_a_file_of_an_unknown_kind_of_statement(parts, tmp_path):
    name = next(name for name, content in parts.items() if content == b"%PDF-1.7 scan")

    code, said = outcome({**parts, name: flipped(parts[name])}, tmp_path, heads(parts)[-1])

    assert code == 1
    assert [fault[:11] for fault in faults(said)] == [f"file {name[6:12]}"]


def test_verify_changed_byte_in_a_manifest(parts, tmp_path):
    name = "files/" + json.loads(lines(parts)[0])["manifest"]

    code, said = outcome({**parts, name: parts[name].replace(b'"record"', b'"binding"')}, tmp_path, heads(parts)[-1])

    assert (code, faults(said)[0][:10]) == (1, f"file {name[6:11]}")


def test_verify_changed_byte_in_an_agreement(parts, tmp_path):
    name = next(name for name, content in parts.items() if b'"forumhub/agreement/v1"' in content and name[0] == "f")

    code, said = outcome({**parts, name: flipped(parts[name])}, tmp_path, heads(parts)[-1])

    assert (code, faults(said)[0][:10]) == (1, f"file {name[6:11]}")


@pytest.mark.parametrize("number", [1, 4, 7])
def test_verify_changed_byte_in_a_statement(parts, tmp_path, number):
    """The entry after it shows; for the last one, the head."""
    chain = lines(parts)
    chain[number - 1] = chain[number - 1].replace(b"2026", b"2027", 1)

    code, said = outcome(with_lines(parts, chain), tmp_path, heads(parts)[-1])

    shows = f"the head {heads(parts)[-1]} is not" if number == 7 else f"entry {number + 1} does not follow the entry"
    assert code == 1
    assert faults(said)[0][: len(shows)] == shows


@pytest.mark.parametrize("number", [1, 3, 6])
def test_verify_dropped_entry(parts, tmp_path, number):
    chain = lines(parts)
    del chain[number - 1]

    code, said = outcome(with_lines(parts, chain), tmp_path, heads(parts)[-1])

    assert code == 1
    assert f"entry {number} bears the number {number + 1}" in faults(said)


@pytest.mark.parametrize("number", [1, 4, 8])
def test_verify_added_entry(parts, tmp_path, number):
    """One that fits what is before it; at the end of the chain, it is what the heads do not speak of."""
    chain = lines(parts)
    previous = [verify.GENESIS, *heads(parts)][number - 1]
    said = {"item": "A-1", "party": "BY", "person": "ab" * 32, "at": json.loads(chain[-1])["at"]}
    added = {"type": "forumhub/closing/v1", "register": "HLM", "number": number, "previous": previous, **said}
    chain.insert(number - 1, verify.canonical(added))

    code, said = outcome(with_lines(parts, chain), tmp_path, heads(parts)[-1])

    assert code == (3 if number == 8 else 1)
    assert said[-1].startswith("consistent, anchored up to entry 7 of 8" if number == 8 else "NOT VERIFIED")


def test_verify_reordered_entries(parts, tmp_path):
    chain = lines(parts)
    chain[3], chain[4] = chain[4], chain[3]

    code, said = outcome(with_lines(parts, chain), tmp_path, heads(parts)[-1])

    assert code == 1
    assert "entry 4 bears the number 5" in faults(said)


def test_verify_full_rewrite_with_recomputed_hashes(parts, tmp_path):
    statements = [json.loads(line) for line in lines(parts)]
    kept = [{**each, "at": "2026-01-01T00:00:00+00:00"} for each in statements]
    forged = with_lines(parts, rewritten(kept))

    unanchored, anchored = outcome(forged, tmp_path)[0], outcome(forged, tmp_path, heads(parts)[-1])

    assert unanchored == 3
    assert anchored[0] == 1
    assert faults(anchored[1])[0].startswith(f"the head {heads(parts)[-1]} is not in this chain")


def test_verify_truncated_chain(parts, tmp_path):
    name = next(name for name, content in parts.items() if content == b"%PDF-1.7 scan")
    cut = with_lines({key: value for key, value in parts.items() if key != name}, lines(parts)[:-1])

    code, said = outcome(cut, tmp_path, heads(parts)[-1])

    assert code == 1
    assert [fault[:8] for fault in faults(said)] == ["the head"]
    assert outcome(cut, tmp_path, heads(parts)[-2])[0] == 0


def test_verify_restored_backup(parts, tmp_path):
    """The database was set back to before the approvals, and work went on in another way: the chain is as long as the
    one whose head was mailed, whole and anchored by its own head, and the mailed one tells.
    """
    mailed, kept = heads(parts)[3], [json.loads(line) for line in lines(parts)][:3]
    words = "files/" + hashlib.sha256("2.1 应改为…".encode()).hexdigest()
    objection = {**kept[1], "party": "CN", **{field: kept[2][field] for field in ("manifest", "version")}}
    named = {"files/" + file["sha256"] for each in manifests(parts) for file in (*each["texts"], *each["annexes"])}
    cited = {"files/" + each["sha256"] for manifest in manifests(parts) for each in manifest["agreements"]}
    own = {"files/" + each["manifest"] for each in kept if "manifest" in each}
    held = {name: content for name, content in parts.items() if name[:6] != "files/" or name in named | cited | own}
    gone_on = with_lines({**held, words: parts[words]}, rewritten([*kept, objection]))

    alone, (code, said) = (
        outcome(gone_on, tmp_path, heads(gone_on)[-1]),
        outcome(gone_on, tmp_path, mailed, heads(gone_on)[-1]),
    )

    assert (alone[0], faults(alone[1]), heads(gone_on)[:3]) == (0, [], heads(parts)[:3])
    assert (code, len(lines(gone_on))) == (1, 4)
    assert faults(said) == [
        f"the head {mailed} is not in this chain: it was cut, set back to an older state, or rewritten, "
        "or another history was shown to whoever received that head"
    ]


def manifests(parts: Parts) -> list[dict]:
    return [json.loads(parts["files/" + json.loads(lines(parts)[at])["manifest"]]) for at in (0, 2)]


def test_verify_two_histories(parts, tmp_path):
    """Each of two parties got a head of its own chain; no one chain holds both."""
    other = [json.loads(line) for line in lines(parts)]
    other[3]["party"], other[4]["party"] = "BY", "CN"
    shown_to_other = hashlib.sha256(rewritten(other)[-1]).hexdigest()

    code, said = outcome(parts, tmp_path, heads(parts)[-1], shown_to_other)

    assert code == 1
    assert faults(said)[0].startswith(f"the head {shown_to_other} is not in this chain")


def test_verify_two_heads_of_one_history(parts, tmp_path):
    code, said = outcome(parts, tmp_path, heads(parts)[2], heads(parts)[-1])

    assert (code, said[-1]) == (0, "VERIFIED: whole, and anchored by 2 heads.")


def test_verify_missing_and_added_file(parts, tmp_path):
    name = text_of(parts, "zh")
    stray = "files/" + hashlib.sha256(b"stray").hexdigest()
    changed = {key: value for key, value in parts.items() if key != name} | {stray: b"stray"}

    code, said = outcome(changed, tmp_path, heads(parts)[-1])

    assert code == 1
    assert [fault.split(",")[0].split(" is ")[0] for fault in faults(said)] == [f"file {name[6:]}", f"file {stray[6:]}"]


@pytest.mark.parametrize("name", ["note.txt", "./chain.jsonl", "files/x.pdf", "more/", "files/../verify.py"])
def test_verify_what_is_no_part_of_an_export(parts, tmp_path, name):
    folders = {**parts, "files/": b""}

    code, said = outcome({**folders, name: b""}, tmp_path, heads(parts)[-1])

    assert (code, faults(said)) == (1, [f"{name} is no part of an export: it was added"])
    assert outcome(folders, tmp_path, heads(parts)[-1])[0] == 0


def test_verify_further_version_of_what_nobody_objected_to(parts, tmp_path):
    whole = [json.loads(line) for line in lines(parts)]
    unvoided = rewritten([each for each in whole if each["type"] != "forumhub/objection/v1"])
    unfollowed = rewritten(whole[2:])

    found = [faults(outcome(with_lines(parts, chain), tmp_path)[1]) for chain in (unvoided, unfollowed)]

    assert "entry 2 circulates a document whose version before nobody had objected to" in found[0]
    assert "entry 1 does not follow the version of its document before it" in found[1]


def test_verify_agreement_without_an_approval(parts, tmp_path):
    """Consistent by its hashes, and yet no party approved."""
    statements = [json.loads(line) for line in lines(parts)]
    forged = rewritten([each for each in statements if each.get("party") != "BY" or "way" not in each])
    note = "files/" + hashlib.sha256(NOTE.encode()).hexdigest()
    scan = "files/" + hashlib.sha256(b"%PDF-1.7 signed").hexdigest()
    without = {key: value for key, value in parts.items() if key not in (note, scan)}
    changed = with_lines(without, forged)

    code, said = outcome(changed, tmp_path, heads(changed)[-1])

    assert code == 1
    assert "entry 5 says agreed, but BY has not approved" in faults(said)


def test_verify_program_alone_in_its_own_process(parts, tmp_path):
    """As a third person runs it: the copy from the export, the folder unpacked, the heads in a file."""
    for name, content in parts.items():
        target = tmp_path / "unpacked" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (tmp_path / "heads").write_text(f"# from the mail of 22 November\n{heads(parts)[-1]}\n")
    words = [
        str(tmp_path / "unpacked" / "verify.py"),
        str(tmp_path / "unpacked"),
        "--head-file",
        str(tmp_path / "heads"),
    ]

    done = subprocess.run([sys.executable, "-I", *words], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "VERIFIED: whole, and anchored by 1 head."


@pytest.mark.parametrize("content", [b"", b"PK", b"not an archive"])
def test_verify_what_is_no_export(tmp_path, content, capsys):
    (tmp_path / "export.zip").write_bytes(content)

    code = verify.main([str(tmp_path / "export.zip")])

    assert code == 2
    assert "neither a ZIP archive nor a folder" in capsys.readouterr().err


def test_verify_head_that_is_none(parts, tmp_path, capsys):
    code = verify.main([str(pack(parts, tmp_path / "export.zip")), "--head", "abc"])

    assert (code, capsys.readouterr().err[:58]) == (2, "This cannot be read: a head has 64 hexadecimal digits; thi")


def test_export_opens_commitments_only_when_asked(world, meeting, tmp_path):
    meeting.circulated()

    closed, opened = export(meeting, tmp_path), export(meeting, tmp_path, persons=True)

    openings = json.loads(opened["commitments.json"])
    assert "commitments.json" not in closed
    assert [each["person"] for each in openings] == [world.ulid["CN", "secretary"]]
    assert outcome(opened, tmp_path, heads(opened)[-1])[0] == 0


def test_export_says_what_was_lost(meeting, tmp_path):
    of_unknown_kind(meeting, tmp_path)
    name = hashlib.sha256(b"%PDF-1.7 scan").hexdigest()
    (tmp_path / name[:2] / name).unlink()

    exported = export(meeting, tmp_path)

    code, said = outcome(exported, tmp_path, heads(exported)[-1])
    assert code == 4
    assert [line for line in said if "not in this export" in line] == [
        f"  not in this export: {name}, named by entry 1 ({exporting.LOST})",
        "consistent and anchored, but not whole: 1 of the files named are not in this export.",
    ]


CHANGED = {
    "UPDATE revision_text SET source = source || ' '": 1,
    "UPDATE circulation SET manifest = 'no JSON'": 1,
    f"UPDATE revision_text SET source = source || ' ', sha256 = '{'0' * 64}'": 4,
    "UPDATE objection SET text = text || '。'": 4,
    "UPDATE ledger_entry SET statement = replace(statement, '{', '') WHERE number = 1": 1,
    "UPDATE ledger_entry SET statement = 'не JSON 不是'": 1,
    "UPDATE ledger_entry SET statement = '[7]' WHERE number = 2": 1,
    "UPDATE ledger_entry SET statement = statement || ' '": 1,
    "UPDATE ledger_entry SET statement = replace(statement, 'BY', 'KZ') WHERE number = 2": 1,
    f"UPDATE circulation SET manifest = '[{'0' * 64}]'": 1,
}
"""What somebody with the database does, and the exit code: 1 it was changed, 4 what the chain names is not there."""


@pytest.mark.parametrize(("change", "expected"), CHANGED.items())
def test_what_is_changed_in_the_database_by_hand_is_found(meeting, tmp_path, change, expected):
    ulid = meeting.circulated()
    meeting.object(ulid, "BY")
    meeting.circulate(ulid)
    head = heads(export(meeting, tmp_path))[-1]
    with writing():
        db.session.execute(text(change))

    code, said = outcome(export(meeting, tmp_path), tmp_path, head)

    assert (code, said[-1].startswith("VERIFIED")) == (expected, False)


def test_export_and_verify_two_registers_apart(world, database, tmp_path):
    with writing():
        in_force(world)
        one, other = Meeting(world, make_event(world, "ONE")), Meeting(world, make_event(world, "TWO"))
    one.circulated(), other.circulated()

    exported = export(other, tmp_path)

    assert [json.loads(line)["register"] for line in lines(exported)] == ["TWO"]


def test_export_note_that_looks_like_a_statement(meeting, tmp_path):
    """Neither a draft nor a stored file comes into the export because a party's words spell its hash."""
    ulid = meeting.circulated()
    sha256, size = files.keep(tmp_path, io.BytesIO(b"%PDF-1.7 of another"), limit=1000)
    with writing():
        files.enter(sha256, size, "application/pdf", now=NOW)
    approve_in_the_room(meeting, ulid, tmp_path, naming(sha256))
    meeting.object(ulid, "CN", text=naming(sha256))

    exported = export(meeting, tmp_path)

    assert f"files/{sha256}" not in exported
    assert json.loads(exported["export.json"])["left_out"] == []
    assert outcome(exported, tmp_path, heads(exported)[-1])[0] == 0


def test_export_note_that_names_a_private_draft(meeting, tmp_path):
    ulid, private = meeting.circulated(), meeting.create("CN", kind="agenda", shared=False)
    (draft,) = meeting.sources(private).values()
    sha256 = ledger.sha256(draft.encode())
    approve_in_the_room(meeting, ulid, tmp_path, naming(sha256))

    exported = export(meeting, tmp_path)

    assert f"files/{sha256}" not in exported
    assert queries.held(meeting.row().register_id, {sha256}, None) == {}
    assert outcome(exported, tmp_path, heads(exported)[-1])[0] == 0


def approve_in_the_room(meeting: Meeting, ulid: str, root: Path, note: str) -> None:
    scan = files.take(root, "签字页.pdf", io.BytesIO(b"%PDF-1.7 signed"), limit=1000)
    grounds = Grounds(note=note, scan=Scan(scan.name, scan.sha256, scan.size))
    meeting.approve(ulid, "BY", way="in_the_room", grounds=grounds)


def naming(sha256: str) -> str:
    return ledger.canonical({"type": "forumhub/x", "x": sha256}).decode()


def test_verify_register_that_writes_lines_of_its_own(parts, tmp_path):
    about = {**json.loads(parts["export.json"]), "register": "HLM\nVERIFIED: whole"}

    code, said = outcome({**parts, "export.json": json.dumps(about).encode()}, tmp_path, heads(parts)[-1])

    assert (code, said[0][:30]) == (1, "Register HLM\\nVERIFIED: whole:")
    assert [line for line in said if "\n" in line] == []


@pytest.mark.parametrize("odd", [{"manifest": []}, {"parties": 7, "type": "forumhub/agreement/v1"}])
def test_verify_entry_with_values_of_another_kind(parts, tmp_path, odd, capsys):
    statements = [json.loads(line) for line in lines(parts)]
    changed = with_lines(parts, rewritten([{**statements[0], **odd}, *statements[1:]]))

    code = verify.main([str(pack(changed, tmp_path / "export.zip"))])

    assert (code, capsys.readouterr().err[:36]) == (2, "This cannot be read: a field holds a")


def test_verify_left_out_of_another_kind(parts, tmp_path, capsys):
    about = {**json.loads(parts["export.json"]), "left_out": [{"sha256": 1, "reason": "x"}]}

    code = verify.main([str(pack({**parts, "export.json": json.dumps(about).encode()}, tmp_path / "export.zip"))])

    assert (code, capsys.readouterr().err[:33]) == (2, "This cannot be read: export.json ")


def test_verify_what_an_approval_must_say(parts, tmp_path):
    """Each forged and recomputed from its start: consistent by its hashes, and yet wrong."""
    whole = [json.loads(line) for line in lines(parts)]
    at = next(place for place, each in enumerate(whole) if each.get("way") == "password")
    approval, head = whole[at], heads(parts)
    unseen = {key: value for key, value in approval.items() if key != "head_seen"}
    outsider = {**approval, "party": "KZ"}
    signature = {**whole[at - 1], "type": "forumhub/signature/v1"}
    acts = {"type": "forumhub/due/v1", "item": "A-1", "due": "2027-01-01", "acts": [{"party": "BY", "person": head[0]}]}
    forged = {
        f"entry {at + 1} does not say which head its approver saw": [*whole[:at], unseen, *whole[at + 1 :]],
        f"entry {at + 1} is of KZ, which is no party to its manifest": [*whole[:at], outsider, *whole[at + 1 :]],
        f"entry {at + 1} is a signature of what was not agreed before it": [*whole[:at], signature, *whole[at:]],
        f"entry {at + 1} does not name an act of each party that it took": [
            *whole[:at],
            {**acts, "at": approval["at"], "register": "HLM"},
            *whole[at:],
        ],
    }

    found = {
        fault: faults(outcome(with_lines(parts, rewritten(chain)), tmp_path)[1]) for fault, chain in forged.items()
    }

    assert [fault for fault, others in found.items() if fault not in others] == []


def test_verify_approval_that_saw_an_older_head_than_its_circulation(parts, tmp_path):
    whole = [json.loads(line) for line in lines(parts)]
    at = next(place for place, each in enumerate(whole) if each.get("way") == "password")
    chain, previous = [], verify.GENESIS
    for number, each in enumerate(whole):
        older = {"head_seen": heads(parts)[0]} if number == at else {}
        chain.append(verify.canonical({**each, **older, "previous": previous}))
        previous = hashlib.sha256(chain[-1]).hexdigest()

    said = outcome(with_lines(parts, chain), tmp_path)[1]

    assert f"entry {at + 1} saw a head that is older than what it approves" in faults(said)
