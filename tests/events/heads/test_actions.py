"""Each party names its own heads."""

import pytest

from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.events.actions import name_head, remove_head
from forumhub.events.queries import find_event, heads_of, may_approve_for
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.parties.models import Party, Person
from tests.events.examples import make_event
from tests.world import NOW


def name(world, event, code: str, person: tuple[str, str], by: tuple[str, str], **how: bool):
    with writing():
        party, who = db.session.get(Party, world.party[code]), db.session.get(Person, world.person[person])
        how = {"leads": True, "may_approve": True, **how}
        return name_head(event, party, who, by=world.reader(*by), now=NOW, **how)


@pytest.mark.parametrize("role", ["organizer", "secretary"])
def test_a_party_names_its_own_person(world, database, role):
    event = make_event(world, access="delegates")

    name(world, event, "CN", ("CN", "head_of_delegation"), ("CN", role))

    person_id = world.person["CN", "head_of_delegation"]
    assert [(head.person_id, head.leads) for head in heads_of(event.id)] == [(person_id, True)]
    assert may_approve_for(event.id, person_id) == {world.party["CN"]}
    assert find_event(event.ulid, world.reader("CN", "head_of_delegation")) is event


def test_the_party_is_told_in_its_language_whoever_acts_for_it(world, database):
    event, who, by = make_event(world), ("BY", "head_of_delegation"), ("BY", "secretary")
    head = name(world, event, "BY", who, by)
    name(world, event, "BY", who, by, leads=False)
    name(world, event, "BY", who, by, may_approve=False)
    with writing():
        remove_head(event, head, by=world.reader(*by), now=NOW)

    mails = db.session.query(OutboxMail).filter_by(template="event_head").order_by(OutboxMail.id).all()
    home = db.session.get_one(Party, world.party["BY"])
    assert {(mail.recipient, mail.language) for mail in mails} == {(home.secretariat_email, home.language)}
    said = []
    for mail, language in zip(mails, ("en", "zh", "ru", "en"), strict=True):
        mail.language = language
        message = compose(mail, lambda endpoint, **values: f"https://e/{values.get('ulid')}", "forumhub@example.org")
        text = message.get_body(("plain",)).get_content()
        assert f"https://e/{event.ulid}" in text
        said.append((message["Subject"], text.strip().splitlines()[0]))
    person = head.person.name
    assert said == [
        (f"Named for Belarus: {person}",
         f"{person} leads the delegation of Belarus at this event and may approve texts for it."),
        (f"白俄罗斯的指定人员：{person}", f"{person}可在本次活动中代表白俄罗斯核准文本。"),
        (f"Назначение от стороны «Беларусь»: {person}",
         f"{person} возглавляет на этом мероприятии делегацию стороны «Беларусь» и не одобряет за неё тексты."),
        (f"Named no more for Belarus: {person}",
         f"{person} neither leads nor approves for Belarus at this event any more."),
    ]  # fmt: skip


def test_naming_again_changes_what_for(world, database):
    event, who, by = make_event(world), ("BY", "head_of_delegation"), ("BY", "secretary")
    name(world, event, "BY", who, by)

    name(world, event, "BY", who, by, may_approve=False)

    mails = db.session.query(OutboxMail).count()
    name(world, event, "BY", who, by, may_approve=False)  # the same form, sent twice

    assert db.session.query(OutboxMail).count() == mails
    assert [(head.leads, head.may_approve) for head in heads_of(event.id)] == [(True, False)]
    assert may_approve_for(event.id, world.person[who]) == set()


@pytest.mark.parametrize(
    ("code", "person", "by", "error"),
    [
        ("CN", ("CN", "delegate"), ("BY", "organizer"), NotAllowed),
        ("CN", ("CN", "delegate"), ("CN", "delegate"), NotAllowed),
        ("CN", ("BY", "delegate"), ("CN", "organizer"), RuleBroken),
        ("KZ", ("KZ", "delegate"), ("KZ", "organizer"), RuleBroken),
    ],
)
def test_nobody_names_for_another_party(world, database, code, person, by, error):
    event = make_event(world)

    with pytest.raises(error):
        name(world, event, code, person, by)

    assert heads_of(event.id) == []


def test_somebody_is_named_for_something(world, database):
    event = make_event(world)

    with pytest.raises(RuleBroken, match="to lead, to approve, or both"):
        name(world, event, "CN", ("CN", "delegate"), ("CN", "organizer"), leads=False, may_approve=False)

    assert heads_of(event.id) == []


def test_a_head_who_is_removed_approves_no_more(world, database):
    event = make_event(world)
    head = name(world, event, "CN", ("CN", "delegate"), ("CN", "organizer"))

    with writing():
        remove_head(event, head, by=world.reader("CN", "secretary"), now=NOW)

    assert (heads_of(event.id), may_approve_for(event.id, world.person["CN", "delegate"])) == ([], set())


def test_an_account_that_was_reset_lately_names_nobody(world, database):
    event = make_event(world)
    by = world.reader("CN", "secretary", quarantined=True)
    party, person = db.session.get(Party, world.party["CN"]), db.session.get(Person, world.person["CN", "delegate"])

    with pytest.raises(NotAllowed), writing():
        name_head(event, party, person, True, True, by=by, now=NOW)

    assert heads_of(event.id) == []
