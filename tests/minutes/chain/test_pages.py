"""The page of a register's ledger: who sees it, what it asks of the database, and the export that it hands out."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import text

from forumhub import ledger, verify
from forumhub.database import db, writing
from forumhub.events.models import EventParty
from forumhub.minutes.chain import queries
from tests.counting import counted
from tests.minutes.arranging import Meeting, make_event
from tests.world import NOW


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Ledger HLM"), ("zh", "台账 HLM"), ("ru", "Журнал согласований HLM")]
)
def test_ledger_shows_entries_and_the_present_head(held, language, words):
    with held.world.app.app_context():
        held.agreed()
        head = ledger.head(held.row().register_id)
    delegate = held.world.signed_in("BY", "delegate")
    delegate.get(f"/language?to={language}")

    page = delegate.text("/registers/HLM/ledger")

    assert head in page.replace(" ", "")
    assert page.count('<th scope="row">') == 4
    assert words in page


def test_ledger_asks_the_same_of_a_short_and_of_a_long_chain(held):
    with held.world.app.app_context():
        ulid = held.circulated()
    reader = held.world.signed_in("CN", "secretary")
    reader.text("/registers/HLM/ledger")
    with counted() as short:
        reader.text("/registers/HLM/ledger")
    with held.world.app.app_context(), writing():
        for number in range(60):
            body = {"item": f"A-{number}", "document": ulid}
            ledger.append(held.row().register_id, "HLM", "closing", body, now=NOW + timedelta(hours=number))

    with counted() as long:
        page = reader.text("/registers/HLM/ledger")

    assert len(long) == len(short)
    assert page.count('<th scope="row">') == queries.PAGE


def test_ledger_is_not_there_for_a_party_to_some_of_its_meetings(held):
    """The chain names acts of all of them."""
    world = held.world
    with world.app.app_context():
        held.circulated()
        with writing():
            made = Meeting(world, make_event(world, "NEW", parties=("CN", "BY")))
        made.circulate(made.create())
        with writing():
            other = made.row()
            other.register_id = held.row().register_id
            db.session.flush()
            db.session.execute(
                EventParty.__table__.delete().where(
                    EventParty.event_id == other.id, EventParty.party_id == world.party["BY"]
                )
            )

    answers = [world.signed_in(party, "secretary").get("/registers/HLM/ledger").status_code for party in ("CN", "BY")]

    assert answers == [200, 404]


def test_ledger_zip_is_verified_by_the_head_that_was_mailed(held, tmp_path):
    with held.world.app.app_context():
        held.agreed()
        head = ledger.head(held.row().register_id)

    answer = held.world.signed_in("BY", "secretary").get("/registers/HLM/ledger.zip")

    said: list[str] = []
    (tmp_path / "ledger.zip").write_bytes(answer.data)
    assert verify.verify(tmp_path / "ledger.zip", [head], said.append) == 0
    assert "commitments.json" not in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()


def with_its_hash(statement: str) -> str:
    """What sets an entry so that it bears its own hash."""
    return f"'{statement}', sha256 = '{ledger.sha256(statement.encode())}'"


@pytest.mark.parametrize(
    "change",
    [
        "replace(statement, '{', '')",
        "'[7]'",
        "replace(statement, '2026', '2027')",
        "''",
        with_its_hash('{"x": 1}'),
        with_its_hash('{"at": "2026-11-22T09:00:00+00:00", "type": 7}'),
        with_its_hash('{"at": 7, "type": "forumhub/approval/v1"}'),
        with_its_hash('{"at": "yesterday", "type": "forumhub/approval/v1"}'),
    ],
)
@pytest.mark.parametrize("number", [2, 4])
def test_ledger_says_loudly_that_an_entry_was_changed_by_hand(held, tmp_path, change, number):
    with held.world.app.app_context():
        held.agreed()
        head = ledger.head(held.row().register_id)
        with writing():
            db.session.execute(text(f"UPDATE ledger_entry SET statement = {change} WHERE number = {number}"))
    secretary = held.world.signed_in("BY", "secretary")

    page, answer = secretary.text("/registers/HLM/ledger"), secretary.get("/registers/HLM/ledger.zip")

    said: list[str] = []
    (tmp_path / "ledger.zip").write_bytes(answer.data)
    assert (page.count('<th scope="row">'), page.count("Unreadable")) == (4, 1)
    assert "1 entry on this page cannot be read: its bytes are not those that were written." in page
    assert verify.verify(tmp_path / "ledger.zip", [head], said.append) == 1
