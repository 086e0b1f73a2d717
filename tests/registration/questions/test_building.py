"""The page on which an organizer builds the form."""

import re

import pytest
from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Event
from forumhub.registration.questions import ready_made, rules
from forumhub.registration.questions.queries import draft_of, form_of
from tests.events.copying.examples import make_copy
from tests.events.examples import make_event, parties
from tests.registration.questions.arranging import publish, question


@pytest.fixture
def event(app, world):
    """Its ULID."""
    with app.app_context():
        return make_event(world, "BLD", access="parties").ulid


@pytest.fixture
def organizer(world):
    return world.signed_in("CN", "organizer")


def of(event: str, rest: str = "") -> str:
    return f"/events/{event}/questions{rest}"


def new_row(text: str) -> str:
    return re.search(r'name="ulid"[^>]*value="([^"]+)"', text)[1]


def add(client, event, kind="text", query="", **values):
    path = of(event, f"/new?kind={kind}{query}")
    data = {"ulid": new_row(client.text(path)), "labels-en": "Diet?", "labels-zh": "饮食？", "labels-ru": "Питание?"}
    return client.post(path, {**data, **values})


def asked(app, event, *, draft=True):
    """(label, kind, required, condition) of each question, in order; None where there is no such form."""
    with app.app_context():
        row = db.session.scalars(select(Event).where(Event.ulid == event)).unique().one()
        form = draft_of(row) if draft else form_of(row)
        if form is None:
            return None
        labels = {each.key: each.labels["en"] for each in form.questions}
        return [(each.labels["en"], each.kind, each.required, labels.get(each.shown_if_key)) for each in form.questions]


def keys(app, event):
    with app.app_context():
        row = db.session.scalars(select(Event).where(Event.ulid == event)).unique().one()
        return [each.key for each in (draft_of(row) or form_of(row)).questions]


@pytest.mark.parametrize("kind", rules.KINDS)
def test_a_question_of_each_kind_is_added(app, event, organizer, kind):
    options = {}
    if kind in rules.WITH_OPTIONS:
        options = {"options-0-en": "Halal", "options-0-zh": "清真", "options-0-ru": "Халяль", "options-1-en": "Other"}

    answer = add(organizer, event, kind, **options)

    assert answer.status_code == 302
    assert asked(app, event) == [("Diet?", kind, False, None)]
    assert "Diet?" in organizer.text(of(event))
    assert "Diet?" in organizer.text(of(event, "/preview"))


def test_a_question_that_is_sent_twice_is_added_once(app, event, organizer):
    path = of(event, "/new?kind=text")
    data = {"ulid": new_row(organizer.text(path)), "labels-en": "Diet?"}

    organizer.post(path, data)
    organizer.post(path, data)

    assert len(asked(app, event)) == 1


def test_a_question_without_words_is_refused_and_what_was_typed_stays(app, event, organizer):
    answer = add(organizer, event, **{"labels-en": "", "labels-zh": "", "labels-ru": "", "helps-ru": "Например"})

    assert answer.status_code == 422
    assert "Write it in one language at least." in answer.get_data(as_text=True)
    assert "Например" in answer.get_data(as_text=True)
    assert asked(app, event) is None


def test_a_choice_of_one_answer_is_refused(app, event, organizer):
    answer = add(organizer, event, "choice", **{"options-0-en": "Only"})

    assert answer.status_code == 422
    assert "needs two answers to choose from" in answer.get_data(as_text=True)


def test_more_rows_keep_what_was_typed(event, organizer):
    path = of(event, "/new?kind=choice")

    text = organizer.post(path, {"more": "1", "options-0-en": "Halal <i>", "labels-en": "Diet?"}).get_data(as_text=True)

    assert 'value="Halal &lt;i&gt;"' in text
    assert 'name="options-4-en"' in text


def test_a_published_form_is_changed_in_a_draft_and_asked_as_before(app, event, organizer):
    add(organizer, event)
    organizer.post(of(event, "/publish"))
    (key,) = keys(app, event)

    edited = organizer.post(
        of(event, f"/{key}/edit"), {"labels-en": "Allergies?", "required": "y", "lock_version": "1"}
    )

    assert edited.status_code == 302
    assert asked(app, event) == [("Allergies?", "text", True, None)]
    assert asked(app, event, draft=False) == [("Diet?", "text", False, None)]
    organizer.post(of(event, "/publish"))
    assert asked(app, event, draft=False) == [("Allergies?", "text", True, None)]
    assert keys(app, event) == [key]


def test_a_stale_edit_shows_both_texts(app, event, organizer):
    add(organizer, event)
    (key,) = keys(app, event)
    organizer.post(of(event, f"/{key}/edit"), {"labels-en": "First", "lock_version": "1"})

    answer = organizer.post(of(event, f"/{key}/edit"), {"labels-en": "Second", "lock_version": "1"})

    assert answer.status_code == 409
    assert "First" in answer.get_data(as_text=True)
    assert "Second" in answer.get_data(as_text=True)
    assert asked(app, event) == [("First", "text", False, None)]


def test_questions_move_up_and_down(app, event, organizer):
    for label in ("A", "B", "C"):
        add(organizer, event, **{"labels-en": label})
    _a, _b, c = keys(app, event)

    organizer.post(of(event, f"/{c}/move"), {"to": "up"})

    assert [row[0] for row in asked(app, event)] == ["A", "C", "B"]
    organizer.post(of(event, f"/{c}/move"), {"to": "down"})
    assert [row[0] for row in asked(app, event)] == ["A", "B", "C"]


def test_what_another_question_depends_on_stays_above_it_and_is_not_removed(app, event, organizer, world):
    with app.app_context():
        row = db.session.scalars(select(Event).where(Event.ulid == event)).unique().one()
        dependent = question("text", "why", shown_if_key="visa", shown_if_value="yes")
        publish(row, question("choice", "visa"), dependent)

    moved = organizer.post(of(event, "/why/move"), {"to": "up"}, follow_redirects=True).get_data(as_text=True)
    removed = organizer.post(of(event, "/visa/remove"), follow_redirects=True).get_data(as_text=True)

    assert "so it stays below it" in moved
    assert "a question that would be gone" in removed
    assert asked(app, event) is None


def test_a_removed_section_comes_back_with_its_questions(app, event, organizer):
    organizer.post(of(event, "/ready-made"), {"name": "diet"})
    before = asked(app, event)
    section = keys(app, event)[0]

    organizer.post(of(event, f"/{section}/remove"))
    assert asked(app, event) == []
    organizer.post(of(event, f"/{section}/restore"))

    assert asked(app, event) == before


@pytest.mark.parametrize("name", ready_made.SECTIONS)
def test_each_ready_made_section_is_added_by_one_click_and_can_be_published(app, event, organizer, name):
    organizer.post(of(event, "/ready-made"), {"name": name})
    published = organizer.post(of(event, "/publish"))

    assert published.status_code == 302
    assert len(asked(app, event, draft=False)) == len(ready_made.SECTIONS[name])
    with app.app_context():
        row = db.session.scalars(select(Event).where(Event.ulid == event)).unique().one()
        for each in form_of(row).questions:
            assert set(each.labels) == {"en", "zh", "ru"}
            assert all(set(option["labels"]) == {"en", "zh", "ru"} for option in each.options)


def test_a_question_goes_to_the_end_of_its_section(app, event, organizer):
    organizer.post(of(event, "/ready-made"), {"name": "emergency"})
    organizer.post(of(event, "/ready-made"), {"name": "diet"})
    first = keys(app, event)[0]

    add(organizer, event, query=f"&section={first}", **{"labels-en": "Mine"})

    count = len(ready_made.SECTIONS["emergency"])
    assert asked(app, event)[count][0] == "Mine"
    assert asked(app, event)[count + 1][1] == "section"


def test_the_form_of_another_event_is_copied_with_its_conditions(app, event, organizer, world):
    with app.app_context():
        other = make_event(world, "OTH", access="parties")
        dependent = question("text", "why", shown_if_key="visa", shown_if_value="yes")
        publish(other, question("choice", "visa"), dependent)
        other = other.ulid

    organizer.post(of(event, "/copy"), {"source": other})

    assert asked(app, event) == [("visa?", "choice", False, None), ("why?", "text", False, "visa?")]
    assert not {"visa", "why"} & set(keys(app, event))


def test_the_form_of_an_event_that_others_organize_is_not_offered(app, event, world):
    with app.app_context():
        (kz,) = parties(world, "KZ")
        own = {"parties": [kz], "host": kz, "by": world.reader("KZ", "organizer")}
        other = make_event(world, "KZO", access="public", **own)
        publish(other, question("text", "secret"))
        other = other.ulid
    organizer = world.signed_in("CN", "organizer")

    text = organizer.text(of(event, "/copy"))
    sent = organizer.post(of(event, "/copy"), {"source": other})

    assert other not in text
    assert sent.status_code == 422


def test_a_discarded_draft_leaves_what_is_asked(app, event, organizer):
    add(organizer, event)
    organizer.post(of(event, "/publish"))
    add(organizer, event, **{"labels-en": "More?"})

    organizer.post(of(event, "/discard"))

    assert asked(app, event) is None
    assert asked(app, event, draft=False) == [("Diet?", "text", False, None)]


def test_sensitivity_of_a_published_question_stays(app, event, organizer):
    add(organizer, event, sensitive="y")
    organizer.post(of(event, "/publish"))
    (key,) = keys(app, event)

    answer = organizer.post(of(event, f"/{key}/edit"), {"labels-en": "Diet?", "lock_version": "1"})

    assert answer.status_code == 422
    assert "Whether a published question is sensitive stays" in answer.get_data(as_text=True)


def test_a_copied_event_gets_the_questions_as_a_draft(app, event, organizer, world):
    organizer.post(of(event, "/ready-made"), {"name": "visa"})
    organizer.post(of(event, "/publish"))
    with app.app_context():
        row = db.session.scalars(select(Event).where(Event.ulid == event)).unique().one()
        copy = make_copy(world, row).ulid
        bare = make_copy(world, row, code="BARE", parts={"place"}).ulid

    assert asked(app, copy) == asked(app, event, draft=False)
    assert asked(app, copy, draft=False) is None
    assert asked(app, bare) is None
