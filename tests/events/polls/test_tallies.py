"""What the answers add up to, and which slot suits best."""

from hypothesis import given
from hypothesis import strategies as st

from forumhub.events.polls import rules
from forumhub.events.polls.tallies import Best, Tally, best_of, tally

words = st.sampled_from([*rules.WORDS, None])
tables = st.integers(1, 6).flatmap(
    lambda parties: st.lists(st.lists(words, min_size=parties, max_size=parties), min_size=1, max_size=8)
)


def numbered(table: list[list[str | None]]) -> dict[int, Tally]:
    return {number: tally(row) for number, row in enumerate(table, 1)}


@given(st.lists(words))
def test_a_tally_counts_each_party_once(said):
    sums = tally(said)

    assert sums.yes + sums.if_need_be + sums.no + sums.missing == len(said)
    assert (sums.can, sums.missing) == (said.count("yes") + said.count("if_need_be"), said.count(None))


@given(tables, st.randoms())
def test_the_best_slot_does_not_depend_on_the_order_of_parties(table, random):
    shuffled = [random.sample(row, len(row)) for row in table]

    assert best_of(numbered(shuffled)) == best_of(numbered(table))


@given(tables)
def test_no_slot_is_refused_by_fewer_than_the_best(table):
    tallies = numbered(table)

    best = best_of(tallies)

    if best is None:
        assert [each.can for each in tallies.values()] == [0] * len(table)
    else:
        open_to_some = [each for each in tallies.values() if each.can]
        assert tallies[best.number].no == min(each.no for each in open_to_some)
        assert 1 <= best.equal <= len(open_to_some)


@given(tables)
def test_the_best_slot_stays_best_when_a_party_there_says_yes(table):
    best = best_of(numbered(table))

    if best is not None:
        better = [list(row) for row in table]
        row = better[best.number - 1]
        row[next((place for place, word in enumerate(row) if word != "yes"), 0)] = "yes"
        again = best_of(numbered(better))
        assert again is not None
        assert again.number == best.number


def test_why_a_slot_is_best_is_said():
    cases = {
        ("yes", "yes"): "all_yes",
        ("yes", "if_need_be"): "all_can",
        ("yes", None): "nobody_no",
        ("yes", "no"): "fewest_no",
    }

    found = {row: best_of({1: tally(row)}) for row in cases}

    assert found == {row: Best(1, why, 1) for row, why in cases.items()}


def test_of_equal_slots_the_earliest_is_best():
    assert best_of(numbered([["no", "yes"], ["yes", "yes"], ["yes", "yes"]])) == Best(2, "all_yes", 2)


def test_nothing_is_best_where_nobody_can_come():
    assert best_of(numbered([["no", "no"], [None, None]])) is None
