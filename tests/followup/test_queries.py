from datetime import date, timedelta

import pytest

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.events import actions as events
from forumhub.followup import actions, queries
from forumhub.followup.register import PAGE, Filters
from forumhub.followup.story import story_of
from forumhub.markdown import NO_STATE
from forumhub.parties.models import Party
from forumhub.parties.policy import ANONYMOUS, ROLES
from tests.agreements import examples as agreements
from tests.counting import counted
from tests.followup import examples
from tests.followup.examples import item
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("database")

TODAY = NOW.date()


def who_sees(world) -> set[tuple[str, str]]:
    found = set()
    for party, role in world.person:
        reader = world.reader(party, role)
        if queries.register_page(reader, Filters(kind="all"), today=TODAY).items:
            found.add((party, role))
            assert queries.get_item("HLM", "A-1", reader).code == "A-1"
        else:
            with pytest.raises(NotFound):
                queries.get_item("HLM", "A-1", reader)
    return found


def codes(world, **filters: str) -> list[str]:
    reader = world.reader("BY", "delegate")
    return [found.code for found in queries.register_page(reader, Filters(**filters), today=TODAY).items]


@pytest.mark.parametrize("access", ["public", "parties"])
def test_items_are_seen_by_the_people_of_the_meetings_parties(world, access):
    agreements.in_force(world)
    of = examples.event(world, access=access)
    examples.agreed(world, of, **examples.TEXTS)

    assert who_sees(world) == {(party, role) for party in ("CN", "BY") for role in ROLES}
    assert queries.register_page(ANONYMOUS, Filters(), today=TODAY).counts["all"] == 0


def test_items_of_a_closed_meeting_are_seen_by_those_who_see_the_meeting(world):
    agreements.in_force(world)
    of = examples.event(world, access="delegates")
    examples.agreed(world, of, **examples.TEXTS)
    events.set_standing(of, world.person["KZ", "delegate"], "confirmed")

    keepers = {(party, role) for party in ("CN", "BY") for role in ("organizer", "secretary")}
    assert who_sees(world) == {*keepers, ("KZ", "delegate")}


def test_proposed_items_are_in_no_register(world):
    document = examples.circulated(world)
    provisional = codes(world)
    actions.void_items(document)

    assert (provisional, codes(world)) == (["A-2", "A-1", "A-3"], [])
    assert len(queries.items_of_document(document.id)) == 5


def test_what_minutes_of_an_unseen_meeting_say_is_not_shown(world):
    examples.agreed(world)
    closed_doors = examples.event(world, register="SECRET", access="delegates")
    examples.agreed(world, closed_doors, en="## 1. x\n\n- **STATUS HLM/A-1** (blocked): секрет")

    shown = {role: queries.reports_of(item("A-1"), world.reader("BY", role)) for role in ("delegate", "secretary")}

    assert [len(reports) for reports in shown.values()] == [0, 1]
    assert len(queries.said_of(item("A-1"))) == 1


def test_links_lead_both_ways_and_only_to_what_is_seen(world):
    examples.agreed(world)
    hidden = examples.event(world, register="SEC", access="delegates")
    examples.issue(hidden, ACTION=1)
    examples.agreed(world, hidden, en="## 1. x\n\n- **ACTION A-1** (BY; from HLM/D-1): y")

    def links(role: str) -> list[tuple[str, bool, str]]:
        story = story_of(item("D-1"), queries.visible_to(world.reader("BY", role)))
        return [(told.relation, told.away, told.item.reference) for told in story.others]

    seen = [("from", True, "HLM/C-1"), ("from", False, "HLM/A-1"), ("from", False, "HLM/A-2")]
    assert (links("delegate"), links("secretary")) == (seen, [*seen, ("from", False, "SEC/A-1")])


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["A-2", "A-1", "A-3"]),
        ({"kind": "all", "sort": "reference"}, ["A-1", "A-2", "A-3", "C-1", "D-1"]),
        ({"kind": "DECISION"}, ["D-1"]),
        ({"sort": "-due"}, ["A-1", "A-2", "A-3"]),
        ({"sort": "nonsense"}, ["A-1", "A-2", "A-3"]),
        ({"party": "BY"}, ["A-1", "A-3"]),
        ({"organ": "CN-MPS"}, ["A-2"]),
        ({"agreement": "CN-BY-2016"}, ["A-2", "A-1"]),
        ({"agreement": "CN-BY-2016", "clause": "2.1"}, ["A-2"]),
        ({"agreement": "CN-BY-1999"}, []),
        ({"register": "HLM"}, ["A-2", "A-1", "A-3"]),
        ({"register": "FTP"}, []),
        ({"state": "overdue"}, ["A-2"]),
        ({"state": "unfinished"}, ["A-2", "A-1", "A-3"]),
        ({"state": "closed"}, []),
        ({"q": "officers"}, ["A-1"]),
        ({"q": "OFFICERS"}, ["A-1"]),
        ({"q": "值班"}, ["A-1"]),
        ({"q": "проверить"}, ["A-2"]),
        ({"q": "hlm/a-3"}, ["A-3"]),
        ({"q": "А-3"}, ["A-3"]),
        ({"q": "100%"}, []),
        ({"kind": "", "state": "lost"}, []),
    ],
)
def test_the_register_filters_by_its_address(world, filters, expected):
    examples.agreed(world)

    assert codes(world, **filters) == expected


def test_what_is_finished_stands_behind_what_is_due(world):
    examples.agreed(world)
    closing = examples.event(world, register="FTP")

    examples.agreed(world, closing, en="## 1. x\n\n- **STATUS HLM/A-2** (closed): Проверено.")

    assert codes(world) == ["A-1", "A-3", "A-2"]


def test_the_counts_are_of_the_other_filters(world):
    examples.agreed(world)

    page = queries.register_page(world.reader("CN", "delegate"), Filters(state="overdue"), today=TODAY)

    assert page.counts == {"all": 3, "unfinished": 3, "overdue": 1, "open": 3}
    assert (page.total, page.pages, page.page) == (1, 1, 1)


def many(world, number: int) -> None:
    of = examples.event(world)
    examples.issue(of, ACTION=number)
    lines = [f"- **ACTION A-{n}** (BY-MIA; with CN): Дело {n}" for n in range(1, number + 1)]
    examples.agreed(world, of, en="## 1. x\n\n" + "\n".join(lines))


def test_pages_hold_fifty_and_one_beyond_the_last_is_the_last(world):
    many(world, PAGE + 3)
    reader = world.reader("BY", "observer")

    pages = [queries.register_page(reader, Filters(), today=TODAY, page=number) for number in (1, 2, 9, -1)]

    assert [(len(page.items), page.page, page.pages) for page in pages] == [
        (50, 1, 2),
        (3, 2, 2),
        (3, 2, 2),
        (50, 1, 2),
    ]


@pytest.mark.parametrize("number", [1, 20])
def test_the_register_takes_a_constant_number_of_queries(world, number):
    many(world, number)
    db.session.commit()
    db.session.expunge_all()

    with counted() as selects:
        page = queries.register_page(world.reader("BY", "delegate"), Filters(), today=TODAY)
        shown = [(found.event.titles, found.owners[0].code, found.clauses, found.reference) for found in page.items]

    assert (len(shown), len(selects)) == (number, 6)


def tallies_by_clause(agreement_id: int, reader, today: date) -> dict[str, tuple[int, int, int]]:
    return queries.tallies_of_agreements([agreement_id], reader, today)[agreement_id]


def test_tallies_count_agreed_actions_by_clause(world):
    document = examples.circulated(world)
    agreement_id = item("A-1").clauses[0].agreement_id
    reader = world.reader("BY", "delegate")
    provisional = tallies_by_clause(agreement_id, reader, TODAY)
    actions.open_items(document, NOW)

    opened = tallies_by_clause(agreement_id, reader, TODAY)
    later = tallies_by_clause(agreement_id, reader, date(2027, 3, 2))
    by = world.reader("BY", "secretary")
    actions.report_item(item("A-1"), db.session.get(Party, world.party["BY"]), "reported", words="x", by=by, now=NOW)
    cn = world.reader("CN", "secretary")
    actions.close_item(item("A-1"), db.session.get(Party, world.party["CN"]), by=cn, now=NOW)

    assert (provisional, opened) == ({}, {"2": (0, 1, 0), "2.1": (0, 0, 1)})
    assert later == {"2": (0, 0, 1), "2.1": (0, 0, 1)}
    assert tallies_by_clause(agreement_id, reader, TODAY + timedelta(days=200))["2"] == (1, 0, 0)
    assert tallies_by_clause(agreement_id, world.reader("KZ", "delegate"), TODAY) == {}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "- **STATUS A-1**: Name the officers on duty.\n"
            "- **STATUS A-2**: Test the channel.\n"
            "- **STATUS A-3**: Keep each other informed.",
        ),
        (
            "zh",
            "- **状态 A-1**：指定值班人员。\n- **状态 A-2**：测试渠道。\n- **状态 A-3**：相互通报情况。",
        ),
        (
            "ru",
            "- **СТАТУС A-1**: Назвать дежурных.\n"
            "- **СТАТУС A-2**: Проверить канал.\n"
            "- **СТАТУС A-3**: Информировать друг друга.",
        ),
    ],
)
def test_matters_arising_are_stubs_that_say_nothing_yet(world, language, expected):
    document = examples.agreed(world)
    by = world.reader("BY", "secretary")
    actions.report_item(item("A-1"), db.session.get(Party, world.party["BY"]), "reported", words="x", by=by, now=NOW)

    markdown = queries.matters_arising(document.event, language)

    read = examples.texts(en=f"## 2. x\n\n{markdown}\n")["en"]
    assert markdown == expected
    assert [(line.kind, line.id, line.state) for line in read.items] == [
        ("STATUS", "A-1", None),
        ("STATUS", "A-2", None),
        ("STATUS", "A-3", None),
    ]
    assert {(remark.msgid, remark.blocks) for remark in read.remarks} == {(NO_STATE, True)}


def test_nothing_arises_from_an_empty_register(world):
    assert queries.matters_arising(examples.event(world), "zh") == ""


@pytest.mark.parametrize("codes", [("CN", "BY", "KZ"), ("BY", "KZ"), ("BY",)])
def test_nothing_arises_for_other_parties_than_those_who_agreed_it(world, codes):
    agreed = examples.agreed(world).event
    other = examples.event(world, register="OTH", codes=codes)
    other.register = agreed.register
    db.session.flush()

    markdown = queries.matters_arising(other, "en")

    assert markdown == ""


@pytest.mark.parametrize(
    ("agreed_at", "next_meeting", "kept_back"),
    [
        ("delegates", "parties", True),
        ("delegates", "public", True),
        ("delegates", "delegates", False),
        ("parties", "delegates", False),
        ("public", "parties", False),
    ],
)
def test_nothing_arises_of_itself_from_a_meeting_that_fewer_may_see(world, agreed_at, next_meeting, kept_back):
    agreed = examples.agreed(world).event
    agreed.access = agreed_at
    other = examples.event(world, register="OTH", access=next_meeting)
    other.register = agreed.register
    db.session.flush()
    readers = [world.reader("BY", role) for role in ("secretary", "delegate")]

    markdown = queries.matters_arising(other, "en")

    assert markdown.count("STATUS") == (0 if kept_back else 3)
    assert [len(queries.kept_back(other, reader)) for reader in readers] == [3 if kept_back else 0, 0]
