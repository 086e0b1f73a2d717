"""The pages on which an event, or a series, is copied, as browsers see them."""

import pytest
from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Event, Series
from tests.events.examples import make_event, make_series
from tests.events.pages import made

pytestmark = pytest.mark.usefixtures("today")
TYPED = {
    "titles-en": "Second forum",
    "titles-zh": "第二届论坛",
    "titles-ru": "Второй форум",
    "register_code": "sec",
    "local_start": "2028-03-09T10:00",
    "local_end": "",
    "host": "BY",
    "parties": ["CN", "BY"],
    "parts": ["agenda", "description", "languages", "settings", "place"],
}


def copy_of(app, code: str) -> Event | None:
    with app.app_context():
        return db.session.scalar(select(Event).where(Event.register.has(code=code)))


def test_the_page_offers_the_same_weekday_a_year_later(app, world, organizer):
    page = organizer.text(f"/events/{made(app, world)}/copy")

    for piece in ('value="2028-03-09T09:00"', "打击人口贩运论坛", 'value="agenda"'):
        assert piece in page
    assert "Speakers of the programme" not in page  # there is none


def test_a_copy_is_made_and_leads_back_to_its_source(app, world, organizer):
    ulid = made(app, world, capacity=40)

    answer = organizer.post(f"/events/{ulid}/copy", TYPED)

    assert (answer.status_code, answer.location) == (302, f"/events/{copy_of(app, 'SEC').ulid}")
    page = organizer.text(answer.location)
    assert f'<dt>Copied from</dt><dd><a href="/events/{ulid}">' in page
    assert "0 of 40 taken" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"register_code": ""}, "two to eight Latin capitals"),
        ({"register_code": "FTP"}, "FTP is taken"),
        ({"titles-en": "", "titles-zh": "", "titles-ru": ""}, "Give a title"),
        ({"local_start": ""}, "This field is required"),
        ({"local_end": "2028-03-09T09:00"}, "The end is not after the start"),
        ({"parties": ["CN"]}, "The host is not among the parties"),
        ({"parties": []}, "This field is required"),
        ({"parts": ["papers"]}, "is not a valid choice"),
        ({"local_start": "9999-12-31T23:59"}, "The year"),
    ],
)
def test_what_cannot_be_is_said_and_all_is_kept(app, world, organizer, changes, said):
    ulid = made(app, world)

    answer = organizer.post(f"/events/{ulid}/copy", {**TYPED, **changes})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, copy_of(app, "SEC")) == (422, None)
    assert said in page
    assert "titles-zh" in changes or "第二届论坛" in page


def test_a_meeting_without_a_code_is_another_one_of_its_series(app, world, organizer):
    with app.app_context():
        ulid = make_event(world, "", series=make_series(world)).ulid

    page = organizer.text(f"/events/{ulid}/copy")
    answer = organizer.post(f"/events/{ulid}/copy", {**TYPED, "register_code": ""})

    assert "another meeting of the series HLM" in page
    assert answer.status_code == 302
    with app.app_context():
        assert [each.register.code for each in db.session.scalars(select(Event))] == ["HLM", "HLM"]


def test_the_copy_names_its_source_only_to_who_sees_it(app, world, organizer):
    ulid = made(app, world)
    organizer.post(f"/events/{ulid}/copy", {**TYPED, "parties": ["BY", "KZ"]})

    page = world.signed_in("KZ", "organizer").text(f"/events/{copy_of(app, 'SEC').ulid}")

    assert (ulid in page, "Copied from" in page) == (False, False)


def test_a_series_is_copied_and_planned(app, world, organizer):
    with app.app_context():
        ulid = make_series(world).ulid

    form = organizer.text(f"/series/{ulid}/copy")
    typed = {**TYPED, "until": "2029-12-31", "parts": ["languages", "settings"]}
    answer = organizer.post(f"/series/{ulid}/copy", typed)

    assert 'value="2026-11-27T09:00"' in form
    assert answer.status_code == 302
    page = organizer.text(answer.location)
    assert f'<dt>Copied from</dt><dd><a href="/series/{ulid}">' in page
    with app.app_context():
        copy = db.session.scalar(select(Series).where(Series.register.has(code="SEC")))
        assert len(list(db.session.scalars(select(Event).where(Event.series_id == copy.id)))) == 2


@pytest.mark.parametrize("changes", [{"register_code": "HLM"}, {"until": "2099-01-01"}, {"until": ""}])
def test_a_series_that_cannot_be_is_said(app, world, organizer, changes):
    with app.app_context():
        ulid = make_series(world).ulid

    answer = organizer.post(f"/series/{ulid}/copy", {**TYPED, "until": "2029-12-31", "parts": [], **changes})

    assert answer.status_code == 422
    with app.app_context():
        assert len(list(db.session.scalars(select(Series)))) == 1


LINK = "https://video.example.org/1"


@pytest.mark.parametrize(("access", "comes"), [("public", True), ("parties", True), ("delegates", False)])
def test_a_video_link_that_delegates_alone_read_stays_behind_and_the_page_says_which_comes(
    app, world, organizer, access, comes
):
    ulid = made(app, world, access=access, conference=LINK)
    with app.app_context():
        series = make_series(world, access=access, conference=LINK).ulid
    copying = [f"/events/{ulid}/copy", f"/series/{series}/copy"]

    pages = [organizer.text(path) for path in copying]
    organizer.post(copying[0], {**TYPED, "register_code": "one"})
    organizer.post(copying[0], {**TYPED, "register_code": "two", "parties": ["CN", "BY", "KZ"]})
    organizer.post(copying[1], {**TYPED, "until": "2029-12-31", "parts": ["settings"]})

    assert [page.count("ideo link") for page in pages] == [comes, comes]
    with app.app_context():
        copied = db.session.scalar(select(Series).where(Series.register.has(code="SEC")))
        links = [copied.conference, *(copy_of(app, code).conference for code in ("ONE", "TWO"))]
    assert links == [LINK if comes else ""] * 2 + [""]
