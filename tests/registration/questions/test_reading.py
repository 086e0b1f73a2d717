"""Sensitive answers: who reads them, what is entered of it, and where they never stand."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Grant, Party, Person
from forumhub.parties.queries import find_party
from forumhub.registration.actions import withdraw_registration
from forumhub.registration.models import Registration
from forumhub.registration.questions import sealing
from forumhub.registration.questions.actions import save_answers
from forumhub.registration.questions.models import Answer, SensitiveReader
from forumhub.registration.questions.queries import form_of, sheet_of
from forumhub.registration.questions.reading import name_reader
from forumhub.registration.questions.rules import STORED
from forumhub.registration.questions.values import Given
from tests.counting import counted
from tests.registration.examples import invite
from tests.registration.questions.examples import SCAN, answered, asking, name
from tests.world import NOW

PASSPORT = "MP1234567"
READ = "registration.read_sensitive"


@pytest.fixture
def registration(app, world):
    """The address of a registration of China's delegate, who gave a passport."""
    with app.app_context():
        return f"/registrations/{answered(world, asking(world)).ulid}"


def of_event(app):
    with app.app_context():
        return db.session.scalars(select(Answer)).first().registration.event


def named(app, world, party, reader):
    with app.app_context():
        event = db.session.scalars(select(Answer)).first().registration.event
        return name(world, event, party, reader).ulid


def readings(app):
    with app.app_context():
        statement = select(AuditEntry).where(AuditEntry.act.startswith(READ)).order_by(AuditEntry.id)
        return [(entry.act, entry.person_id) for entry in db.session.scalars(statement)]


@pytest.mark.parametrize("party", ["CN", "BY"])
@pytest.mark.parametrize("role", ["administrator", "organizer", "secretary", "head_of_delegation", "delegate"])
def test_nobody_reads_by_office(app, world, registration, party, role):
    answer = world.signed_in(party, role).post(f"{registration}/sensitive")

    assert answer.status_code == 404
    assert readings(app) == []


def test_who_is_named_reads_and_it_is_entered(app, world, registration):
    named(app, world, "CN", ("BY", "secretary"))

    answer = world.signed_in("BY", "secretary").post(f"{registration}/sensitive")

    assert answer.status_code == 200
    assert PASSPORT in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert readings(app) == [(READ, world.person["BY", "secretary"])]


def test_reading_by_get_does_not_exist(app, world, registration):
    named(app, world, "CN", ("BY", "secretary"))

    answer = world.signed_in("BY", "secretary").get(f"{registration}/sensitive")

    assert answer.status_code == 405
    assert readings(app) == []


def test_who_is_named_for_one_party_does_not_read_of_the_other(app, world, registration):
    named(app, world, "BY", ("BY", "secretary"))

    answer = world.signed_in("BY", "secretary").post(f"{registration}/sensitive")

    assert answer.status_code == 404


def test_who_is_removed_reads_no_more(app, world, registration):
    row = named(app, world, "CN", ("BY", "secretary"))
    event = of_event(app)
    world.signed_in("CN", "organizer").post(f"/events/{event.ulid}/questions/readers/{row}/remove")

    answer = world.signed_in("BY", "secretary").post(f"{registration}/sensitive")

    assert answer.status_code == 404


def test_who_is_named_and_left_every_office_reads_no_more(app, world, registration):
    named(app, world, "CN", ("BY", "secretary"))
    event = of_event(app).ulid
    reader = world.signed_in("BY", "secretary")
    before = reader.get(f"/events/{event}/sensitive").status_code

    with app.app_context(), writing():
        db.session.scalars(select(Grant).where(Grant.person_id == world.person["BY", "secretary"])).one().ended_at = NOW

    found = reader.get(f"/events/{event}/sensitive"), reader.post(f"{registration}/sensitive")
    assert (before, [answer.status_code for answer in found]) == (200, [404, 404])


def test_who_holds_no_role_is_not_named_and_who_holds_none_any_more_is_marked(app, world, registration):
    named(app, world, "CN", ("BY", "secretary"))
    event = of_event(app).ulid
    organizer = world.signed_in("CN", "organizer")
    with app.app_context(), writing():
        for role in ("secretary", "observer"):
            grant = select(Grant).where(Grant.person_id == world.person["BY", role])
            db.session.scalars(grant).one().ended_at = NOW

    answer = organizer.post(
        f"/events/{event}/questions/readers", {"party": "CN", "email": world.email("BY", "observer")}
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "This person holds no role of their party today" in page
    assert world.email("BY", "observer") in page
    assert page.count("holds no role today, and reads nothing") == 1
    assert "Nobody is named to read the sensitive answers." in world.signed_in("CN", "delegate").text(registration)


def test_a_party_does_not_name_readers_for_the_other(app, world, registration):
    with app.app_context(), writing():
        event = db.session.scalars(select(Answer)).first().registration.event
        person = db.session.get_one(Person, world.person["BY", "organizer"])
        china = db.session.get_one(Party, world.party["CN"])

        with pytest.raises(NotAllowed):
            name_reader(event, china, person, by=world.reader("BY", "organizer"), now=NOW)


def test_the_page_of_the_other_party_offers_its_own_people_only(app, world, registration):
    event = of_event(app)
    path = f"/events/{event.ulid}/questions/readers"
    client = world.signed_in("BY", "organizer")

    refused = client.post(path, {"party": "CN", "email": world.email("BY", "organizer")})
    taken = client.post(path, {"party": "BY", "email": world.email("BY", "organizer")})

    assert refused.status_code == 422
    assert taken.status_code == 302
    with app.app_context():
        assert [row.party_id for row in db.session.scalars(select(SensitiveReader))] == [world.party["BY"]]


def test_naming_is_entered_for_all_parties(app, world, registration):
    named(app, world, "CN", ("BY", "secretary"))

    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "registration.name_reader")).one()
        assert {row.party_id for row in entry.readers} == {world.party["CN"], world.party["BY"]}
        assert entry.details == {"party": "CN", "person": world.ulid["BY", "secretary"]}
        assert "secretary by" not in entry.label


def test_an_unknown_reader_is_refused_in_words_and_the_address_stays(app, world, registration):
    event = of_event(app)

    answer = world.signed_in("CN", "organizer").post(
        f"/events/{event.ulid}/questions/readers", {"party": "CN", "email": "nobody@example.org"}
    )

    assert answer.status_code == 422
    assert "Nobody with this address is known here." in answer.get_data(as_text=True)
    assert "nobody@example.org" in answer.get_data(as_text=True)


def test_a_sensitive_file_is_opened_by_post_decrypted_and_entered(app, world, registration):
    named(app, world, "CN", ("BY", "secretary"))
    with app.app_context():
        scan = db.session.scalars(select(Answer).where(Answer.sealed != "", Answer.file_sha256.is_not(None))).one()
        path = f"{registration}/sensitive/{scan.ulid}"
        open_path = f"{registration}/answers/{scan.ulid}"

    answer = world.signed_in("BY", "secretary").post(path)

    assert answer.data == SCAN
    assert answer.headers["Content-Disposition"] == "attachment; filename=passport.pdf"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert readings(app) == [(f"{READ}_file", world.person["BY", "secretary"])]
    assert world.signed_in("CN", "delegate").get(open_path).status_code == 404


def test_the_delegate_sees_their_own_masked_and_who_read_it(app, world, registration):
    named(app, world, "CN", ("BY", "secretary"))
    world.signed_in("BY", "secretary").post(f"{registration}/sensitive")

    text = world.signed_in("CN", "delegate").text(registration)

    assert PASSPORT not in text
    assert "••••••67" in text
    assert "Sensitive answers can be read by: secretary by." in text
    assert "They were read:" in text


@pytest.mark.parametrize("role", ["organizer", "secretary"])
def test_others_see_nothing_of_them_anywhere(app, world, registration, role):
    event = of_event(app)
    client = world.signed_in("CN", role)
    people = f"/events/{event.ulid}/registrations"
    pages = [registration, people, f"{people}?search=MP123", f"{people}/export", "/"]

    texts = "".join(client.text(path) for path in pages)
    file = client.post(f"{people}/export", {"kind": "csv", "columns": ["name", "email", "state"]})

    assert "delegate cn" in file.get_data(as_text=True)
    assert PASSPORT not in texts + file.get_data(as_text=True)
    assert "passport.pdf" not in texts
    assert "••••••67" not in texts
    with app.app_context():
        entries = [f"{entry.label} {entry.details}" for entry in db.session.scalars(select(AuditEntry))]
        mails = [str(mail.snapshot) for mail in db.session.scalars(select(OutboxMail))]
    assert not [text for text in entries + mails if PASSPORT in text or "passport.pdf" in text]


def test_a_lost_key_is_said_in_words(app, world, registration):
    named(app, world, "CN", ("BY", "secretary"))
    key = sealing.key_file()
    before = key.read_text()
    try:
        key.write_text(sealing.new_key())

        reader = world.signed_in("BY", "secretary").post(f"{registration}/sensitive")
        own = world.signed_in("CN", "delegate").get(registration)
        key.write_text("no key at all")
        broken = world.signed_in("BY", "secretary").post(f"{registration}/sensitive")
    finally:
        key.write_text(before)

    assert reader.status_code == 200
    assert "This was encrypted with another key." in reader.get_data(as_text=True)
    assert "This was encrypted with another key." in own.get_data(as_text=True)
    assert "is damaged" in broken.get_data(as_text=True)


def test_the_list_of_who_is_named_holds_names_alone_in_a_constant_number_of_queries(app, world, registration):
    named(app, world, "CN", ("BY", "secretary"))
    event = of_event(app)
    path, client = f"/events/{event.ulid}/sensitive", world.signed_in("BY", "secretary")
    with counted() as few:
        text = client.text(path)
    with app.app_context():
        again = db.session.get_one(Event, event.id)
        answered(world, again, ("CN", "observer"))
        answered(world, again, ("CN", "secretary"))

    with counted() as more:
        client.text(path)

    assert "delegate cn" in text
    assert PASSPORT not in text
    assert len(more) == len(few)


@pytest.mark.parametrize("party", ["BY", None])
def test_what_was_given_for_one_party_stays_closed_to_another_for_which_the_person_comes_later(app, world, party):
    with app.app_context():
        event = asking(world)
        registration, by = answered(world, event), world.reader("BY", "organizer")
        path, people = f"/registrations/{registration.ulid}", f"/events/{event.ulid}/sensitive"
        name(world, event, "BY", ("BY", "secretary"))
        with writing():
            person = db.session.get_one(Person, world.person["BY", "secretary"])
            name_reader(event, None, person, by=by, now=NOW)
        with writing():
            withdraw_registration(db.session.merge(registration), by=by, now=NOW)
        invite(world, event, email=world.email("CN", "delegate"), party=party and find_party(party))
        scan = db.session.scalars(select(Answer.ulid).where(Answer.sealed != "", Answer.file_sha256.is_not(None))).one()
    client = world.signed_in("BY", "secretary")

    listed, read, file = client.text(people), client.post(f"{path}/sensitive"), client.post(f"{path}/sensitive/{scan}")

    assert "delegate cn" not in listed
    assert PASSPORT not in read.get_data(as_text=True)
    assert "Nothing is stored, or it was purged." in read.get_data(as_text=True)
    assert file.status_code == 404


def test_what_is_stored_for_one_party_is_answered_anew_for_another(app, world):
    with app.app_context():
        event, own = asking(world), world.reader("CN", "delegate")
        registration = answered(world, event)
        name(world, event, "BY", ("BY", "secretary"))
        with writing():
            db.session.get_one(Registration, registration.id).party_id = world.party["BY"]
        seen = sheet_of(registration).lock_version
        kept, typed = Given(form_of(event).id, {"passport": STORED}, seen), {"passport": "BY7654321"}

        with pytest.raises(RuleBroken, match="Answer this again"), writing():
            save_answers(db.session.get_one(Registration, registration.id), kept, by=own, now=NOW)
        with writing():
            again = replace(kept, values=typed)
            save_answers(db.session.get_one(Registration, registration.id), again, by=own, now=NOW)
        path = f"/registrations/{registration.ulid}"

    text = world.signed_in("BY", "secretary").post(f"{path}/sensitive").get_data(as_text=True)

    assert "BY7654321" in text
    assert PASSPORT not in text


def test_whose_party_takes_no_part_is_answered_like_somebody_unknown(app, world, registration):
    path = f"/events/{of_event(app).ulid}/questions/readers"

    answer = world.signed_in("CN", "organizer").post(path, {"party": "CN", "email": world.email("KZ", "secretary")})

    assert answer.status_code == 422
    assert "Nobody with this address is known here." in answer.get_data(as_text=True)
