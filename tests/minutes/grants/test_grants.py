"""The chain says who was named to approve, all parties are told together, and each act names the grant it rests on."""

import json

import pytest

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.errors import NotAllowed
from forumhub.events.heads.actions import enter_head, leave_head, name_head
from forumhub.events.models import EventHead
from forumhub.events.queries import find_head, heads_of
from forumhub.ledger import Commitment
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.minutes.chain.queries import find_readable
from forumhub.parties.models import Party, Person
from tests.counting import counted
from tests.minutes.arranging import Meeting, make_event, statements, under_agreement
from tests.minutes.grants.arranging import HEAD, Granting
from tests.minutes.test_notices import link, mail_to, words
from tests.world import NOW


def chain(meeting: Meeting) -> list[tuple[str, dict]]:
    """Kind and fields of each entry."""
    read = [json.loads(statement) for statement in statements(meeting)]
    return [(each["type"].split("/")[1], each) for each in read]


def hashes(meeting: Meeting) -> list[str]:
    return [entry.sha256 for entry in ledger.entries(meeting.row().register_id)]


def opened(commitment: str) -> int:
    return db.session.get_one(Commitment, commitment).person_id


def test_naming_enters_a_grant_and_unnaming_its_end(meeting):
    person = meeting.world.person

    meeting.name("BY")
    meeting.name("BY", leads=False)
    meeting.name("BY", may_approve=False)
    meeting.name("BY")
    meeting.unname("BY")

    (_, grant), (_, end), (_, again), (_, removed) = entries = chain(meeting)
    assert [kind for kind, _entry in entries] == ["grant", "grant_end", "grant", "grant_end"]
    assert (grant["party"], grant["event"]) == ("BY", meeting.event)
    assert (opened(grant["person"]), opened(grant["by"]["person"])) == (person["BY", HEAD], person["BY", "secretary"])
    assert (end["party"], opened(end["by"]["person"])) == ("BY", person["BY", "secretary"])
    assert [end["entry"], removed["entry"]] == [hashes(meeting)[0], hashes(meeting)[2]]
    assert again["person"] != grant["person"]


def test_each_act_of_an_approver_names_the_grant_that_stands(meeting):
    for party in ("CN", "BY"):
        meeting.name(party)
    meeting.name("BY", "delegate")
    by_china, by_minsk, by_deputy = ({"entry": sha256} for sha256 in hashes(meeting))
    ulid = meeting.circulated()

    meeting.approve(ulid, "CN")
    meeting.object(ulid, "BY")
    meeting.circulate(ulid)
    meeting.approve(ulid, "CN", way="ad_referendum")
    meeting.approve(ulid, "CN")
    meeting.unname("CN")
    meeting.name("CN")
    meeting.choose("CN")
    meeting.take_back_choice("CN")
    meeting.approve(ulid, "BY", by=meeting.world.reader("BY", "delegate"))

    again = {"entry": hashes(meeting)[10]}
    assert [(kind, entry["grant"]) for kind, entry in chain(meeting) if "grant" in entry] == [
        ("approval", by_china),
        ("objection", by_minsk),
        ("approval", by_china),
        ("confirmation", by_china),
        ("silence_choice", again),
        ("silence_withdrawal", again),
        ("approval", by_deputy),
    ]


def test_who_was_named_before_the_chain_told_of_it_acts_without_a_grant(meeting):
    ulid = meeting.circulated()

    meeting.approve(ulid, "CN")
    meeting.unname("CN")
    meeting.name("BY")
    meeting.approve(ulid, "BY")

    acts = [(kind, entry.get("grant")) for kind, entry in chain(meeting)]
    assert acts == [
        ("circulation", None),
        ("approval", None),
        ("grant", None),
        ("approval", {"entry": hashes(meeting)[2]}),
        ("agreement", None),
    ]


def test_first_grant_of_a_party_brings_in_all_whom_it_had_named_before(meeting):
    world, before = meeting.world, EventHead(leads=False, may_approve=True)
    with writing():
        before.event_id, before.party_id = meeting.row().id, world.party["BY"]
        before.person_id = world.person["BY", "delegate"]
        db.session.add(before)
    ulid = meeting.circulated()

    meeting.choose("BY")
    meeting.name("BY", "observer", leads=False)
    meeting.unname("BY", "observer")
    meeting.unname("BY")
    meeting.approve(ulid, "BY", by=world.reader("BY", "delegate"))
    meeting.name("BY", "delegate", leads=False)

    (_, circulation), (_, choice), *granted, (_, approval) = entries = chain(meeting)
    kinds = [kind for kind, _entry in entries]
    people = [opened(grant["person"]) for _kind, grant in granted[:3]]
    deputy = hashes(meeting)[2 + people.index(world.person["BY", "delegate"])]
    assert kinds == ["circulation", "silence_choice", *["grant"] * 3, *["grant_end"] * 2, "approval"]
    assert (choice["grant"], choice["event"], "event" in circulation) == (None, meeting.event, False)
    assert sorted(people) == sorted(world.person["BY", role] for role in (HEAD, "delegate", "observer"))
    assert approval["grant"] == {"entry": deputy}
    told = [mail.snapshot for mail in db.session.query(OutboxMail).filter_by(template="grant")]
    heads = {each["head"] for each in told if each["approves"]}
    assert heads == set(hashes(meeting)[2:5])


def test_end_of_the_last_role_ends_the_grant_at_every_meeting_and_a_new_one_takes_a_new_naming(meeting):
    world, by = meeting.world, meeting.world.reader("BY", HEAD)
    with writing():
        other = Granting(world, make_event(world, "NEW"))
    ulid = meeting.circulated()
    for each in (meeting, other):
        each.name("BY")
        each.name("BY", "observer", leads=False)

    for person in (HEAD, "observer"):
        meeting.end_role("BY", person)
        meeting.give_role("BY", person, "delegate")
    with pytest.raises(NotAllowed):
        meeting.approve(ulid, "BY", by=by)
    meeting.name("BY")
    meeting.approve(ulid, "BY", by=by)

    _first, _deputy, (_, end), (_, other_end), *_ = entries = chain(meeting)[1:]
    assert [kind for kind, _entry in entries] == ["grant", "grant", "grant_end", "grant_end", "grant", "approval"]
    assert [end["entry"], other_end["entry"]] == hashes(meeting)[1:3]
    assert opened(end["by"]["person"]) == world.person["BY", "administrator"]
    assert entries[5][1]["grant"] == {"entry": hashes(meeting)[5]}
    assert [kind for kind, _entry in chain(other)] == ["grant", "grant", "grant_end", "grant_end"]
    named = {head.person_id: (head.leads, head.may_approve) for head in heads_of(other.row().id)}
    assert (named[world.person["BY", HEAD]], world.person["BY", "observer"] in named) == ((True, False), False)
    told = db.session.query(OutboxMail).filter_by(template="grant").all()
    assert len([mail for mail in told if not mail.snapshot["approves"]]) == 8  # each party, of each person, at each


def test_end_of_one_role_of_several_ends_no_grant(meeting):
    meeting.name("BY")
    meeting.give_role("BY", HEAD, "delegate", later=9)

    meeting.end_role("BY")

    assert [kind for kind, _entry in chain(meeting)] == ["grant"]


def test_who_leads_alone_gets_no_grant_by_naming_or_by_a_list(meeting):
    world = meeting.world
    by, party = world.reader("BY", "secretary"), db.session.get_one(Party, world.party["BY"])
    meeting.name("BY", may_approve=False)
    meeting.name("BY", "delegate", may_approve=False)
    meeting.name("BY", "observer")

    with writing():
        for role in (HEAD, "observer"):
            enter_head(meeting.row(), party, db.session.get_one(Person, world.person["BY", role]), by=by, now=NOW)
        head = find_head(meeting.row().id, party.id, world.person["BY", "delegate"])
        leave_head(meeting.row(), head, by=by, now=NOW)

    assert [kind for kind, _entry in chain(meeting)] == ["grant"]


def test_a_naming_that_is_refused_grants_nothing(meeting):
    world = meeting.world

    party = db.session.get_one(Party, world.party["BY"])
    person = db.session.get_one(Person, world.person["BY", HEAD])

    with pytest.raises(NotAllowed), writing():
        name_head(meeting.row(), party, person, True, True, by=world.reader("CN", "secretary"), now=NOW)

    assert (chain(meeting), db.session.query(OutboxMail).all()) == ([], [])


@pytest.mark.parametrize(
    ("language", "named", "unnamed"),
    [
        (
            "en",
            ("Named to approve at a meeting: HLM", "Belarus named {} to approve texts for it at this meeting."),
            ("Named to approve no more: HLM", "{} may not approve texts for Belarus at this meeting any more."),
        ),
        (
            "zh",
            ("已指定会晤核准人：HLM", "白俄罗斯指定{}在本次会晤中代表其核准文本。"),
            ("已终止核准人指定：HLM", "{}不再代表白俄罗斯核准本次会晤的文本。此前已核准的仍然有效。"),
        ),
        (
            "ru",
            (
                "Назначен одобряющий тексты на встрече: HLM",
                "Сторона «Беларусь» назначила: {} может одобрять за неё тексты на этой встрече.",
            ),
            (
                "Назначение одобряющего прекращено: HLM",
                "{} больше не может одобрять тексты за сторону «Беларусь» на этой встрече.",
            ),
        ),
    ],
)
def test_all_parties_read_one_message_with_the_head(meeting, language, named, unnamed):
    person = db.session.get_one(Person, meeting.world.person["BY", HEAD]).name

    meeting.name("BY")
    head = ledger.head(meeting.row().register_id)

    recipients = [mail.recipient for mail in db.session.query(OutboxMail).filter_by(template="grant")]
    subject, text = words("grant", "secretariat.cn@example.org", language)
    page = compose(mail_to("grant", "secretariat.cn@example.org"), link, "f@example.org").get_body(("html",))
    assert sorted(recipients) == ["secretariat.by@example.org", "secretariat.cn@example.org"]
    assert (subject, text.strip().splitlines()[0]) == (named[0], named[1].format(person))
    assert (head in text, head in page.get_content()) == (True, True)
    assert f"https://forum.example/desk.event/{meeting.event}" in text

    with writing():
        db.session.query(OutboxMail).delete()
    meeting.unname("BY")
    subject, text = words("grant", "secretariat.cn@example.org", language)
    assert subject == unnamed[0]
    assert text.strip().splitlines()[0].startswith(unnamed[1].format(person))
    assert ledger.head(meeting.row().register_id) in text


def test_chain_that_tells_of_a_grant_is_for_who_sees_its_meeting(meeting):
    world = meeting.world
    ulid = meeting.circulated()
    with writing():
        other = in_register_of(meeting, make_event(world, "NEW", access="delegates"))
    readers = [world.reader("BY", "delegate"), world.reader("BY", "secretary")]

    before = [bool(find_readable("HLM", reader)) for reader in readers]
    other.name("BY")
    other.unname("BY")
    after = [bool(find_readable("HLM", reader)) for reader in readers]

    assert (before, after) == ([True, True], [False, True])
    assert meeting.document(ulid).state == "circulated"


def in_register_of(meeting: Granting, event: str) -> Granting:
    other = Granting(meeting.world, event)
    other.row().register_id = meeting.row().register_id
    db.session.flush()
    return other


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("Named to approve", "Named to approve no more", "Rests on No. 1")),
        ("zh", ("指定核准人", "终止核准人指定", "依据第 1 号")),
        ("ru", ("Назначен одобряющий тексты", "Назначение одобряющего прекращено", "Опирается на № 1")),
    ],
)
def test_ledger_page_names_grants_and_what_rests_on_them(app, world, language, expected):
    with app.app_context():
        meeting = Granting(world, under_agreement(world))
        meeting.name("BY")
        meeting.unname("BY")
    secretary = world.signed_in("CN", "secretary")
    secretary.get(f"/language?to={language}")

    page = secretary.text("/registers/HLM/ledger")

    assert [words in page for words in expected] == [True] * 3
    assert f'href="/events/{meeting.event}"' in page


def test_ledger_page_asks_the_same_of_one_grant_and_of_many(app, world):
    with app.app_context():
        meeting = Granting(world, under_agreement(world))
        meeting.name("BY")
        meeting.unname("BY")
    reader = world.signed_in("CN", "secretary")
    reader.text("/registers/HLM/ledger")
    with counted() as few:
        reader.text("/registers/HLM/ledger")
    with app.app_context():
        for party in ("BY", "CN", "BY", "CN"):
            meeting.name(party)
            meeting.unname(party)

    with counted() as many:
        page = reader.text("/registers/HLM/ledger")

    assert (len(many), page.count("Rests on No.")) == (len(few), 5)
