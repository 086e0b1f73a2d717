import pytest
from sqlalchemy import select

from forumhub import audit, ledger
from forumhub.database import db
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.followup.officers.actions import name_officer
from forumhub.followup.officers.queries import officer_of, officers_of, officers_seen
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party, Person
from tests.followup import examples
from tests.followup.examples import item
from tests.world import NOW

PLACES = ("/follow-up", "/follow-up/HLM/A-1", "/follow-up.csv", "/follow-up?q=Wei", "/follow-up/HLM/A-1/officer/BY")


def test_an_officer_is_known_to_the_own_party_alone(world):
    examples.arranged(world)
    with world.app.app_context():
        person = db.session.scalars(
            select(Person).where(Person.party_id == world.party["BY"]).order_by(Person.id)
        ).first()
        person.name, ulid, person_id = "Wei Officer", person.ulid, person.id
        db.session.commit()
    address = "/follow-up/HLM/A-1/officer/BY"

    answer = world.signed_in("BY", "secretary").post(address, {"person": ulid})

    assert answer.status_code == 302
    own = [world.signed_in("BY", "delegate").get(path).get_data(as_text=True) for path in PLACES[:3]]
    theirs = [
        world.signed_in("CN", role).get(path).get_data(as_text=True)
        for role in ("secretary", "administrator")
        for path in (*PLACES, "/audit")
    ]
    assert ["Wei Officer" in page for page in own] == [True, True, True]
    assert [page for page in theirs if "Wei Officer" in page or ulid in page] == []
    with world.app.app_context():
        mails = [mail for mail in db.session.scalars(select(OutboxMail)) if "Wei" in str(mail.snapshot)]
        entries = db.session.scalars(audit.readable_by([world.party["CN"]])).unique()
        assert (mails, [entry.act for entry in entries if "officer" in entry.act]) == ([], [])
        ours = db.session.scalars(audit.readable_by([world.party["BY"]])).unique()
        assert [entry.act for entry in ours if "officer" in entry.act] == ["followup.name_officer"]
        found = item("A-1")
        assert [entry.statement for entry in ledger.entries(found.register_id)] == []
        assert officer_of(found.id, world.party["BY"]).id == person_id
        assert officers_of([found.id]).keys() == {(found.id, world.party["BY"])}
        seen = (
            officers_seen([found], world.reader("CN", "secretary")),
            officers_seen([found], world.reader("BY", "observer")),
        )
        assert [[officer.person_id for officer in each[found.id]] for each in seen] == [[], [person_id]]


def test_only_an_owners_secretariat_names_one_of_its_own_people(world, database):
    examples.agreed(world)
    by, cn = (db.session.get_one(Party, world.party[code]) for code in ("BY", "CN"))
    stranger = db.session.scalars(select(Person).where(Person.party_id == cn.id)).first()
    own = db.session.scalars(select(Person).where(Person.party_id == by.id)).first()

    with pytest.raises(RuleBroken, match="own party"):
        name_officer(item("A-1"), by, stranger, by=world.reader("BY", "secretary"), now=NOW)
    with pytest.raises(RuleBroken, match="owns the item"):
        name_officer(item("A-2"), by, own, by=world.reader("BY", "secretary"), now=NOW)
    for code, role in (("CN", "secretary"), ("BY", "head_of_delegation"), ("BY", "delegate")):
        with pytest.raises(NotAllowed):
            name_officer(item("A-1"), by, own, by=world.reader(code, role), now=NOW)
    name_officer(item("A-1"), by, own, by=world.reader("BY", "organizer"), now=NOW)
    name_officer(item("A-1"), by, None, by=world.reader("BY", "organizer"), now=NOW)
    assert officer_of(item("A-1").id, by.id) is None
