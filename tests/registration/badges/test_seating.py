from hypothesis import given
from hypothesis import strategies as st

from forumhub.registration.badges import seating
from forumhub.registration.badges.seating import Place

counts = st.integers(0, 80)


def test_the_first_sits_in_the_middle_and_the_next_right_and_left_of_it():
    places = [seating.place_of(number) for number in range(10)]

    assert [place.right for place in places[:9]] == [0, 1, -1, 2, -2, 3, -3, 4, -4]
    assert places[9] == Place(1, 0)


@given(st.integers(1, 80), st.integers(1, 80))
def test_heads_face_each_other_and_deputies_sit_at_their_right_hands(first, second):
    plan = seating.two_sides(first, second)

    below, above = plan.first, plan.second
    assert below[0].x == above[0].x
    assert above[0].y < plan.table_y < below[0].y
    if first > 1 and second > 1:
        assert below[1].x - below[0].x == above[0].x - above[1].x == seating.SEAT_WIDTH


@given(counts, counts)
def test_no_two_seats_overlap_and_all_are_in_the_drawing(first, second):
    plan = seating.two_sides(first, second)

    corners = [(seat.x, seat.y) for seat in [*plan.first, *plan.second]]
    assert len(corners) == len(set(corners)) == seating.seated(first) + seating.seated(second)
    assert all(0 <= x <= seating.WIDTH - seating.SEAT_WIDTH for x, _y in corners)
    assert all(y >= -1e-9 and y + seating.SEAT_HEIGHT <= plan.height + 1e-9 for _x, y in corners)
    on_table = [y for _x, y in corners if plan.table_y - seating.SEAT_HEIGHT < y < plan.table_y + seating.TABLE_HEIGHT]
    assert on_table == []


@given(st.integers(0, 200))
def test_every_delegation_has_a_block_in_order(count):
    pages = seating.in_rows(count)

    assert sum(map(len, pages)) == count
    for page in pages:
        assert len({(seat.x, seat.y) for seat in page}) == len(page) <= seating.COLUMNS * seating.ROWS
        assert page == sorted(page, key=lambda seat: (seat.y, seat.x))
