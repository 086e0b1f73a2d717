"""The editor without a script, as browsers use it."""

import pytest

from forumhub.events.programme.queries import get_session
from tests.events.programme.pages import TYPED, made, programme, stored, titles

pytestmark = pytest.mark.usefixtures("today")


def added(app) -> str:
    """The ULID of the session that TYPED made."""
    with app.app_context():
        return next(each.ulid for each in programme(app).sessions if each.kind == "panel" and each.minutes == 90)


def test_session_is_added_as_typed(app, world, organizer):
    names = made(app, world)

    answer = organizer.post(f"{names.page}/sessions/new", {**TYPED, "hall": names.blue})

    ulid = added(app)
    assert answer.location == f"{names.page}/edit?day=2027-03-11#s-{ulid}"
    assert stored(app, ulid, "titles", "minutes", "language", "interpretation", "html") == (
        {"en": TYPED["titles-en"], "zh": TYPED["titles-zh"], "ru": TYPED["titles-ru"]},
        90,
        "ru",
        ["zh", "en"],
        "<p>О <strong>чём</strong> речь: 电信诈骗</p>",
    )
    assert stored(app, ulid, "links") == (
        [{"url": "https://example.org/a", "title": "Доклад"}, {"url": "https://example.org/b", "title": ""}],
    )


def test_new_session_is_offered_on_the_day_and_in_the_hall_asked_for(app, world, organizer):
    names = made(app, world)

    page = organizer.text(f"{names.page}/sessions/new?day=2027-03-11&hall={names.blue}")

    assert f'<option selected value="{names.blue}">Blue Hall</option>' in page
    assert 'type="time" value="09:00"' in page


def test_session_keeps_its_speakers_in_the_order_typed(app, world, organizer):
    names = made(app, world)
    organizer.post(f"{names.page}/sessions/new", TYPED)

    with app.app_context():
        speakers = get_session(programme(app), added_in(app)).speakers
        rows = [(each.name, each.affiliation, each.chairs, each.person_id) for each in speakers]

    assert rows == [
        ("Министр", "公安部", True, None),
        ("organizer by", "", False, world.person["BY", "organizer"]),
    ]


def added_in(app) -> str:
    return next(each.ulid for each in programme(app).sessions if each.minutes == 90)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"titles-en": "", "titles-zh": "", "titles-ru": ""}, "Give a title in at least one language"),
        ({"day": "2030-01-01"}, "Not a valid choice"),
        ({"day": ""}, "This field is required"),
        ({"clock": "noon"}, "Not a valid time value"),
        ({"minutes": "0"}, "Number must be between 1 and 1440"),
        ({"minutes": "long"}, "Not a valid integer value"),
        ({"hall": "大礼堂"}, "Not a valid choice"),
        ({"links": "javascript:alert(1)"}, "is no web address"),
        ({"kind": "party"}, "Not a valid choice"),
        ({"speakers-0-who": "长" * 201}, "Field cannot be longer than 200 characters"),
    ],
)
def test_bad_input_is_said_and_kept(app, world, organizer, changes, said):
    names = made(app, world)

    answer = organizer.post(f"{names.page}/sessions/new", {**TYPED, **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert "О **чём** речь: 电信诈骗" in page
    assert titles(app) == ["Opening", "Panel on cross-border cases"]


def test_person_who_is_not_offered_is_a_name_alone(app, world, organizer):
    names = made(app, world)

    organizer.post(f"{names.page}/sessions/new", {**TYPED, "speakers-0-who": "organizer cn (CN)"})

    with app.app_context():
        speaker = get_session(programme(app), added_in(app)).speakers[1]
        assert (speaker.name, speaker.person_id) == ("organizer cn (CN)", None)


def test_form_of_a_session_offers_own_people_alone(app, world, organizer):
    names = made(app, world)

    page = organizer.text(names.session("edit"))

    assert '<option value="secretary by (BY)">' in page
    assert "secretary cn" not in page


def test_session_is_edited_and_its_form_shows_what_is_stored(app, world, organizer):
    names = made(app, world)
    organizer.post(names.session("edit"), {**TYPED, "hall": names.great, "clock": "09:00", "minutes": "30"})

    page = organizer.text(names.session("edit"))

    assert 'value="09:00"' in page
    assert 'value="organizer by (BY)"' in page
    assert "https://example.org/a Доклад\r\nhttps://example.org/b" in page.replace("\r\n", "\n").replace("\n", "\r\n")
    assert stored(app, names.opening, "minutes", "lock_version", "sequence") == (30, 2, 1)


def test_stale_edit_is_refused_with_both_texts(app, world, organizer):
    names = made(app, world)
    organizer.post(names.session("edit"), {**TYPED, "track": "政策"})

    answer = organizer.post(names.session("edit"), {**TYPED, "track": "Право"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "政策" in page
    assert 'value="Право"' in page
    assert 'name="lock_version" type="hidden" value="2"' in page
    assert stored(app, names.opening, "track") == ("政策",)


def test_clashes_are_shown_beside_sessions_and_summed_up(app, world, organizer):
    names = made(app, world)
    organizer.post(f"{names.page}/sessions/new", {**TYPED, "hall": names.great, "clock": "09:30"})

    page = organizer.text(f"{names.page}/edit")

    assert "2 clashes stand in the way of publishing" in page
    assert "Great Hall is taken twice: by “Opening”, Thu 11 Mar 2027, 09:00–10:00, and by “Panel on cyber" in page
    assert "The hall is also taken by “Opening”, Thu 11 Mar 2027, 09:00–10:00." in page


def test_publishing_with_clashes_is_refused_with_words(app, world, organizer):
    names = made(app, world)
    organizer.post(f"{names.page}/sessions/new", {**TYPED, "clock": "09:30"})

    answer = organizer.post(f"{names.page}/publish")

    assert answer.status_code == 422
    assert "Not published: clear these clashes first." in answer.get_data(as_text=True)


def test_published_programme_refuses_what_would_clash_and_says_with_what(app, world, organizer):
    names = made(app, world, published=True)

    answer = organizer.post(f"{names.page}/sessions/new", {**TYPED, "hall": names.great, "clock": "09:30"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "take the programme back to draft first" in page
    assert "by “Panel on cyber-enabled fraud”, Thu 11 Mar 2027, 09:30–11:00" in page
    assert "О **чём** речь: 电信诈骗" in page
    assert titles(app) == ["Opening", "Panel on cross-border cases"]


def test_programme_is_published_and_taken_back(app, world, organizer):
    names, delegate = made(app, world), world.signed_in("CN", "delegate")

    statuses = [delegate.get(names.page).status_code]
    for turn in ("publish", "take-back"):
        organizer.post(f"{names.page}/{turn}")
        statuses.append(delegate.get(names.page).status_code)

    assert statuses == [404, 200, 404]


def test_deleted_session_is_restored_from_the_same_page(app, world, organizer):
    names = made(app, world)

    organizer.post(names.session("delete"), {"lock_version": "1"})
    gone, page = titles(app), organizer.text(f"{names.page}/edit")
    organizer.post(names.session("restore"))

    assert gone == ["Panel on cross-border cases"]
    assert "Deleted in the last 30 days" in page
    assert titles(app) == ["Opening", "Panel on cross-border cases"]


def test_session_that_somebody_changed_is_not_deleted(app, world, organizer):
    names = made(app, world)

    organizer.post(names.session("delete"), {"lock_version": "7"})

    assert "Somebody else changed this session" in organizer.text(f"{names.page}/edit")
    assert titles(app) == ["Opening", "Panel on cross-border cases"]
