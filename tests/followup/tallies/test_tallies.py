from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from forumhub.database import db, writing
from forumhub.followup import actions, queries, rules
from forumhub.followup.models import Item, ItemOwner
from forumhub.followup.register import Filters
from forumhub.followup.tallies.counting import count_all_again
from forumhub.followup.tallies.models import ItemTally
from forumhub.followup.tallies.rules import FINISHED, places
from forumhub.parties.models import Party
from tests.followup import examples
from tests.world import NOW

TODAY = date(2026, 11, 22)
FILTERS = [{}, {"kind": "all"}, {"party": "BY"}, {"organ": "CN-MPS"}, {"register": "HLM"}, {"register": "TWO"}]


def kept() -> dict[tuple, int]:
    """The tallies as they stand, by what they are of."""
    sort = ItemTally.event_id, ItemTally.kind, ItemTally.state, ItemTally.due_on, ItemTally.party_id, ItemTally.owner
    return {tuple(row[:6]): row[6] for row in db.session.execute(select(*sort, ItemTally.count))}


def counted() -> dict[tuple, int]:
    """The same, from the items one by one."""
    found: dict[tuple, int] = {}
    for item in db.session.scalars(select(Item).where(Item.state != rules.PROPOSED)).unique():
        day = item.due_on if item.kind == "ACTION" and item.state in rules.DUE_COUNTS else None
        owners = [owner for owner in item.owners if not owner.helps]
        whose = [(None, ""), *((party, "") for party in item.owner_ids), *((o.party_id, o.code) for o in owners)]
        for party, code in whose:
            key = (item.event_id, item.kind, item.state, day, party, code)
            found[key] = found.get(key, 0) + 1
    return found


def test_the_tallies_equal_the_items_after_every_change(world, database):
    seen = []
    with writing():
        document = examples.agreed(world)
    seen.append(kept() == counted())
    with writing():
        party, by = db.session.get_one(Party, world.party["CN"]), world.reader("CN", "secretary")
        actions.report_item(examples.item("A-2"), party, rules.DONE, words="x", by=by, now=NOW)
    seen.append(kept() == counted())
    with writing():
        other = examples.event(world, register="TWO")
        actions.void_items(examples.circulated(world, other, en="- **ACTION A-1** (BY): x.\n"))
    seen.append(kept() == counted())
    with writing():
        examples.agreed(world, document.event, en="- **STATUS A-1** (closed): x.\n- **STATUS A-3** (withdrawn): x.\n")
    seen.append(kept() == counted())

    assert seen == [True, True, True, True]
    assert sum(count for key, count in kept().items() if key[4] is None) == 5


def test_tallies_that_were_lost_are_counted_again_by_an_upgrade(world, database):
    with writing():
        examples.agreed(world)
    before = kept()
    with writing():
        db.session.execute(update(ItemTally).values(count=7))
        db.session.execute(update(Item).values(due_place=0, due_place_back=0))

    with writing():
        count_all_again()

    assert (kept(), min(db.session.scalars(select(Item.due_place)))) == (before, places("open", date(2026, 11, 20))[0])


def test_the_list_counts_what_tallies_have_as_the_items_do(world, database):
    examples.agreed(world)
    examples.agreed(world, examples.event(world, register="TWO"), en="- **ACTION A-1** (BY, CN): x.\n")
    readers = [world.reader("BY", "delegate"), world.reader("KZ", "delegate")]

    def pages(reader, **more):
        asked = (Filters(**{**filters, **more}) for filters in FILTERS)
        return [queries.register_page(reader, filters, today=TODAY).counts for filters in asked]

    by_tally, by_item = ([pages(reader, **more) for reader in readers] for more in ({}, {"q": "a"}))
    assert [page["all"] for page in by_tally[0]] == [4, 6, 3, 1, 3, 1]
    assert [page["all"] for page in by_tally[1]] == [0] * 6
    assert db.session.scalar(select(func.count(ItemOwner.id)).where(ItemOwner.helps)) == 1
    assert by_item[1] == by_tally[1]


states, dates = st.sampled_from(rules.STATES), st.none() | st.dates(date(2000, 1, 1), date(2999, 12, 31))


@given(st.tuples(states, dates), st.tuples(states, dates))
def test_places_have_what_is_finished_last_then_what_has_no_day(one, other):
    def key(item, sign):
        state, day = item
        return state in FINISHED, day is None, sign * (day or date.min).toordinal()

    for place, sign in ((0, 1), (1, -1)):
        first, second = places(*one)[place], places(*other)[place]
        assert (first < second) == (key(one, sign) < key(other, sign))


def test_a_day_later_is_a_place_further():
    day = date(2026, 12, 31)

    assert places("open", day + timedelta(days=1))[0] - places("open", day)[0] == 1
