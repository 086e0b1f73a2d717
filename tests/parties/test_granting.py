"""Roles: who may grant and end them, for which days, and who is told. On both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from forumhub.audit import readable_by
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.mail.models import OutboxMail
from forumhub.parties import actions, policy, queries
from forumhub.parties.models import Grant, Party, Person
from tests.counting import counted
from tests.world import NOW

TODAY = date(2026, 11, 22)


def grant(world, code="CN", holder="delegate", role=policy.SECRETARY, term=(TODAY, None), by=None) -> Grant:
    with writing():
        return actions.grant_role(
            db.session.get_one(Person, world.person[code, holder]),
            queries.get_party(code),
            role,
            *term,
            by=by or world.reader(code, "administrator"),
            now=NOW,
        )


def of(world, code: str, role: str) -> Grant:
    held = select(Grant).where(Grant.person_id == world.person[code, role], Grant.role == role)
    return db.session.scalars(held).one()


def end(world, code: str, role: str, reason: str = "调任", by=None) -> Grant:
    with writing():
        by = by or world.reader(code, "administrator")
        return actions.end_role(of(world, code, role), reason, by=by, now=NOW)


def mails() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    return [(mail.template, mail.recipient, mail.snapshot["role"]) for mail in rows]


def test_a_granted_role_counts_from_its_day_on(world, database):
    grant(world, role=policy.ORGANIZER, term=(TODAY + timedelta(1), None))

    held = [
        {grant.role for grant in queries.grants_in_force(world.person["CN", "delegate"], NOW + timedelta(days=later))}
        for later in (0, 1)
    ]
    assert held == [{"delegate"}, {"delegate", "organizer"}]


def test_the_days_of_a_role_are_those_of_the_partys_own_calendar(world, database):
    evening = NOW.replace(hour=17)  # the 23rd in Beijing, the 22nd in Minsk
    for code in ("CN", "BY"):
        grant(world, code, role=policy.ORGANIZER, term=(TODAY, TODAY))

    holders = queries.people_with_role(world.party.values(), [policy.ORGANIZER], evening)

    assert {person.id for person in holders} == {
        *(world.person[code, "organizer"] for code in ("CN", "BY", "KZ")),
        world.person["BY", "delegate"],
    }


def test_a_grant_is_told_to_the_secretariat_and_the_person_and_audited(world, database):
    made = grant(world)

    entry = db.session.scalars(readable_by([world.party["CN"]])).first()
    assert (entry.act, entry.subject, entry.person_id) == (
        "parties.grant_role",
        made.ulid,
        world.person["CN", "administrator"],
    )
    assert db.session.scalars(readable_by([world.party["BY"]])).all() == []
    assert mails() == [
        ("role_granted", "secretariat.cn@example.org", "secretary"),
        ("role_granted", "delegate.cn@example.org", "secretary"),
    ]


@pytest.mark.parametrize("role", [role for role in policy.ROLES if role != policy.ADMINISTRATOR])
def test_no_other_role_grants(world, database, role):
    with pytest.raises(NotAllowed, match="party's own administrator"):
        grant(world, by=world.reader("CN", role))


@pytest.mark.parametrize("code", ["BY", "KZ"])
def test_another_partys_administrator_does_not_grant(world, database, code):
    with pytest.raises(NotAllowed, match="party's own administrator"):
        grant(world, by=world.reader(code, "administrator"))


def test_an_administrator_within_the_72_hours_neither_grants_nor_ends(world, database):
    waiting = world.reader("CN", "administrator", quarantined=True)

    with pytest.raises(NotAllowed, match="was reset lately"):
        grant(world, by=waiting)
    with pytest.raises(NotAllowed, match="was reset lately"):
        end(world, "CN", "observer", by=waiting)

    assert mails() == []


def test_the_operator_names_the_first_administrator_and_nothing_else(world, database):
    with writing():
        party = actions.add_party(
            code="RU",
            names={"ru": "Россия"},
            secretariat_email="s@example.org",
            timezone="Europe/Moscow",
            city={},
            by=policy.INSTALLATION,
            now=NOW,
        )
        person = actions.add_person(name="А", email="a@example.org", party=party, by=policy.INSTALLATION, now=NOW)
        first = actions.grant_role(person, party, policy.ADMINISTRATOR, TODAY, None, by=policy.INSTALLATION, now=NOW)

    assert first.granted_by_id is None
    for role in (policy.ADMINISTRATOR, policy.SECRETARY):
        with pytest.raises(NotAllowed), writing():
            actions.grant_role(person, queries.get_party("RU"), role, TODAY, None, by=policy.INSTALLATION, now=NOW)


def test_a_person_of_another_party_gets_no_role(world, database):
    stranger = db.session.get_one(Person, world.person["BY", "delegate"])
    by, party = world.reader("CN", "administrator"), queries.get_party("CN")

    with pytest.raises(RuleBroken, match="somebody of CN would be right"):
        actions.grant_role(stranger, party, policy.DELEGATE, TODAY, None, by=by, now=NOW)


def test_a_role_held_already_is_not_granted_twice_for_the_same_days(world, database):
    grant(world, role=policy.ORGANIZER, term=(TODAY, TODAY + timedelta(9)))

    with pytest.raises(RuleBroken, match="holds this role already"):
        grant(world, role=policy.ORGANIZER, term=(TODAY + timedelta(9), None))
    assert grant(world, role=policy.ORGANIZER, term=(TODAY + timedelta(10), None)).role == "organizer"


def test_an_unknown_role_is_refused_with_those_there_are(world, database):
    with pytest.raises(RuleBroken, match="'king' is no role; one of administrator, organizer"):
        grant(world, role="king")


def test_an_ended_role_counts_no_more_and_is_told(world, database):
    ended = end(world, "BY", "secretary", "Перевод на другую должность")

    assert (ended.ended_at, ended.reason) == (NOW, "Перевод на другую должность")
    assert queries.people_with_role([world.party["BY"]], ["secretary"], NOW) == []
    assert [mail[:2] for mail in mails()] == [
        ("role_ended", "secretariat.by@example.org"),
        ("role_ended", "secretary.by@example.org"),
    ]


def test_a_role_is_not_ended_twice_or_without_a_reason(world, database):
    with pytest.raises(RuleBroken, match="reason is missing"):
        end(world, "CN", "observer", "  ")
    end(world, "CN", "observer")

    with pytest.raises(Conflict, match="ended already"):
        end(world, "CN", "observer")


def test_the_last_administrator_stays_until_there_is_another(world, database):
    with pytest.raises(RuleBroken, match="left without an administrator"):
        end(world, "CN", "administrator")

    grant(world, holder="head_of_delegation", role=policy.ADMINISTRATOR)
    end(world, "CN", "administrator")

    holders = queries.people_with_role([world.party["CN"]], [policy.ADMINISTRATOR], NOW)
    assert [person.id for person in holders] == [world.person["CN", "head_of_delegation"]]


def test_people_with_a_role_come_once_each_in_one_query(world, database):
    for role in (policy.ORGANIZER, policy.SECRETARY):
        grant(world, role=role)

    with counted() as asked:
        people = queries.people_with_role(
            [world.party["CN"]], [policy.ORGANIZER, policy.SECRETARY, policy.DELEGATE], NOW
        )
        names = [person.name for person in people]

    assert (names, len(asked)) == (["delegate cn", "organizer cn", "secretary cn"], 1)


def test_a_person_is_entered_once_for_an_address(world, database):
    with pytest.raises(Conflict, match="known already"), writing():
        actions.add_person(
            name="李伟",
            email="DELEGATE.cn@example.org",
            party=queries.get_party("CN"),
            by=world.reader("CN", "organizer"),
            now=NOW,
        )


def test_a_person_takes_the_partys_language_and_clock_where_none_is_given(world, database):
    with writing():
        db.session.get_one(Party, world.party["CN"]).language = "zh"
        person = actions.add_person(
            name="Li Wei",
            own_name="李伟",
            email=None,
            party=queries.get_party("CN"),
            by=world.reader("CN", "organizer"),
            now=NOW,
        )

    assert (person.language, person.timezone, person.own_name) == ("zh", "Asia/Shanghai", "李伟")


def test_a_delegate_enters_nobody(world, database):
    with pytest.raises(NotAllowed, match="entered by those who invite"), writing():
        actions.add_person(
            name="Х", email=None, party=queries.get_party("BY"), by=world.reader("BY", "delegate"), now=NOW
        )


def test_only_the_operator_makes_parties_organs_and_accounts(world, database):
    by = world.reader("CN", "administrator")
    person = db.session.get_one(Person, world.person["CN", "delegate"])

    for attempt in (
        lambda: actions.add_organ(queries.get_party("CN"), code="CN-X", names={"zh": "外交部"}, by=by, now=NOW),
        lambda: actions.add_account(person, None, by=by, now=NOW),
        lambda: actions.add_party(
            code="XX", names={"en": "X"}, secretariat_email="x@x.org", timezone="UTC", city={}, by=by, now=NOW
        ),
    ):
        with pytest.raises(NotAllowed, match="made by the operator"):
            attempt()


def test_the_reason_of_an_end_is_one_line_that_every_database_takes(world, database):
    ended = end(world, "CN", "observer", "переведён\0\r\nв Минск")

    assert ended.reason == "переведён в Минск"


@pytest.mark.parametrize("reason", ["", "\0", " \r\n"])
def test_a_reason_of_nothing_is_missing(world, database, reason):
    with pytest.raises(RuleBroken) as refused:
        end(world, "CN", "observer", reason)

    assert refused.value.field == "reason"
