"""The agenda of a copied event: what the copier may see of it, as a draft of their side."""

import pytest
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.models import Event, Series
from forumhub.minutes.actions import create_document
from forumhub.minutes.models import Document
from forumhub.minutes.preparing import prepare_first
from forumhub.minutes.queries import latest_revision
from tests.agreements.examples import in_force
from tests.events.copying.examples import make_copy
from tests.events.examples import make_event, make_series
from tests.followup import examples as items
from tests.world import NOW

PARTS = ["agenda", "settings"], ["agenda"]


def write_agenda(world, event: Event, code: str, *, shared: bool, title: str = "") -> Document:
    by = world.reader(code, "secretary")
    draft = prepare_first(event, kind="agenda", title=title, language="ru", shared=shared, by=by)
    with writing():
        return create_document(
            db.session.get(Event, event.id), kind="agenda", draft=draft, shared=shared, by=by, now=NOW
        )


def agendas(event: Event) -> list[Document]:
    return list(db.session.scalars(select(Document).where(Document.event_id == event.id)))


def test_a_shared_agenda_comes_as_the_copiers_own_draft_for_its_new_day(database, world):
    source = make_event(world)
    write_agenda(world, source, "CN", shared=True)

    copy = make_copy(world, source)

    (agenda,) = agendas(copy)
    (text,) = latest_revision(agenda.id).texts
    assert (agenda.state, agenda.drafted_by.code, agenda.working_language) == ("party_draft", "BY", "ru")
    assert text.source.splitlines()[:3] == ["# Повестка дня: Второй форум", "", "Минск, 9 марта 2028 г."]
    assert "<h1" in text.html


def test_another_sides_draft_stays_behind(database, world):
    source = make_event(world)
    write_agenda(world, source, "CN", shared=False, title="机密")

    copy = make_copy(world, source)

    assert agendas(copy) == []


def test_ones_own_sides_draft_comes_along(database, world):
    source = make_event(world)
    write_agenda(world, source, "CN", shared=False, title="机密")
    write_agenda(world, source, "BY", shared=False, title="Свой проект")

    copy = make_copy(world, source)

    (agenda,) = agendas(copy)
    (text,) = latest_revision(agenda.id).texts
    assert text.source.startswith("# Свой проект\n")


@pytest.mark.parametrize("parts", [[], ["programme"]])
def test_without_its_tick_no_agenda_comes(database, world, parts):
    source = make_event(world)
    write_agenda(world, source, "BY", shared=True)

    assert agendas(make_copy(world, source, parts=parts)) == []


def test_an_agenda_of_a_meeting_goes_into_the_same_register(database, world):
    series = make_series(world)
    source = make_event(world, "", series=series)
    write_agenda(world, source, "BY", shared=True)

    copy = make_copy(world, source, series=db.session.get(Series, series.id))

    assert [agenda.drafted_by.code for agenda in agendas(copy)] == ["BY"]


def test_what_a_closed_meeting_agreed_is_not_put_into_a_copy_that_more_people_read(database, world):
    in_force(world)
    db.session.commit()
    series = make_series(world)
    source = make_event(world, "", series=series, access="delegates")
    items.issue(source, CONCERN=1, DECISION=1, ACTION=3)
    items.agreed(world, source, **items.TEXTS)
    db.session.commit()
    write_agenda(world, source, "BY", shared=True)

    copies = [make_copy(world, source, series=db.session.get(Series, series.id), parts=parts) for parts in PARTS]

    texts = [latest_revision(agenda.id).texts[0].source for copy in copies for agenda in agendas(copy)]
    assert [(copy.access, text.count("СТАТУС")) for copy, text in zip(copies, texts, strict=True)] == [
        ("delegates", 3),
        ("parties", 0),
    ]
