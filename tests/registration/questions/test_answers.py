"""What is stored of answers, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.registration.questions import rules, sealing
from forumhub.registration.questions.actions import save_answers
from forumhub.registration.questions.models import Answer, AnswerSheet
from forumhub.registration.questions.queries import answers_of, form_of
from forumhub.registration.questions.values import Given
from tests.events.examples import make_event
from tests.registration.examples import apply
from tests.registration.questions.arranging import publish, question
from tests.world import NOW


@pytest.fixture
def event(database, world):
    return make_event(world, "ASK", access="parties")


@pytest.fixture
def delegate(event, world):
    return apply(event, world.reader("CN", "delegate"))


def answer(registration, world, values, *, seen=None, by=("CN", "delegate"), now=NOW):
    with writing():
        version = form_of(registration.event)
        given = Given(version.id, values, seen)
        return save_answers(registration, given, by=world.reader(*by), now=now)


def values(registration):
    return {each.question.key: each.value for each in answers_of(registration)}


def test_answers_of_each_kind_are_kept_as_they_are_stored(event, delegate, world):
    publish(event, *(question(kind, kind) for kind in rules.KINDS if kind != "file"))

    answer(
        delegate,
        world,
        {
            "text": " 素食，无花生 ", "long": "Прибываю\nночью", "choice": "yes", "several": ["no", "yes"],
            "date": "2026-11-25", "time": "9:05", "number": "12,50", "country": "BY", "language": "ru",
            "consent": "yes",
        },
    )  # fmt: skip

    assert values(delegate) == {
        "text": "素食，无花生", "long": "Прибываю\nночью", "choice": "yes", "several": ["yes", "no"],
        "date": "2026-11-25", "time": "09:05", "number": "12.50", "country": "BY", "language": "ru", "consent": "yes",
    }  # fmt: skip


def test_answers_without_a_required_one_are_refused_and_nothing_is_stored(event, delegate, world):
    publish(event, question("text", "name", required=True), question("text", "other"))

    with pytest.raises(RuleBroken) as refused:
        answer(delegate, world, {"other": "x"})

    assert refused.value.field == "name"
    assert values(delegate) == {}


def test_an_answer_to_a_question_that_is_not_asked_is_not_stored(event, delegate, world):
    publish(
        event,
        question("choice", "visa"),
        question("text", "passport", required=True, shown_if_key="visa", shown_if_value="yes"),
    )

    answer(delegate, world, {"visa": "no", "passport": "MP1234567"})

    assert values(delegate) == {"visa": "no"}


def test_a_new_version_leaves_old_answers_with_their_questions(event, delegate, world):
    first = publish(event, question("text", "diet"), question("text", "dropped"))
    answer(delegate, world, {"diet": "halal", "dropped": "old"})
    second = publish(event, question("text", "diet"), question("text", "new"), number=2)

    assert {each.question.version_id for each in answers_of(delegate)} == {first.id}
    answer(delegate, world, {"diet": "kosher", "new": "n"}, seen=1)

    found = {each.question.key: (each.question.version_id, each.value) for each in answers_of(delegate)}
    assert found == {"diet": (second.id, "kosher"), "new": (second.id, "n"), "dropped": (first.id, "old")}
    assert db.session.get(AnswerSheet, delegate.id).version_id == second.id


def test_answers_to_a_version_that_was_replaced_meanwhile_are_refused(event, delegate, world):
    first = publish(event, question("text", "diet"))
    publish(event, question("text", "diet"), number=2)

    with pytest.raises(RuleBroken, match="changed while you wrote"), writing():
        save_answers(delegate, Given(first.id, {"diet": "x"}), by=world.reader("CN", "delegate"), now=NOW)


def test_answers_over_those_of_somebody_else_are_refused(event, delegate, world):
    publish(event, question("text", "diet"))
    answer(delegate, world, {"diet": "halal"})
    answer(delegate, world, {"diet": "kosher"}, seen=1, by=("CN", "secretary"))

    with pytest.raises(Conflict):
        answer(delegate, world, {"diet": "halal"}, seen=1)

    assert values(delegate) == {"diet": "kosher"}


@pytest.mark.parametrize(
    "who", [("BY", "secretary"), ("BY", "organizer"), ("CN", "organizer"), ("CN", "head_of_delegation")]
)
def test_answers_for_others_are_refused(event, delegate, world, who):
    publish(event, question("text", "diet"))

    with pytest.raises(NotAllowed):
        answer(delegate, world, {"diet": "x"}, by=who)


def test_answers_after_the_event_are_refused(event, delegate, world):
    publish(event, question("text", "diet"))

    with pytest.raises(RuleBroken, match="time for answers has passed"):
        answer(delegate, world, {"diet": "x"}, now=event.ends_at)


def test_consent_keeps_the_time_at_which_it_was_given(event, delegate, world):
    publish(event, question("consent", "photos"), question("text", "diet"))
    answer(delegate, world, {"photos": "yes"})

    answer(delegate, world, {"photos": "yes", "diet": "halal"}, seen=1, now=NOW + timedelta(days=1))

    times = {each.question.key: each.answered_at for each in answers_of(delegate)}
    assert times == {"photos": NOW, "diet": NOW + timedelta(days=1)}


def test_a_sensitive_answer_is_encrypted_and_bound_to_its_registration(event, delegate, world):
    publish(event, question("text", "passport", sensitive=True))
    answer(delegate, world, {"passport": "MP1234567"})
    other = apply(event, world.reader("BY", "delegate"))

    (row,) = db.session.scalars(select(Answer))

    assert row.value is None
    assert "MP1234567" not in row.sealed
    assert sealing.unseal(row.sealed, delegate.ulid, "passport") == "MP1234567"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(row.sealed, other.ulid, "passport")
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(row.sealed, delegate.ulid, "other")


def test_a_stored_secret_is_kept_over_a_new_version(event, delegate, world):
    publish(event, question("text", "passport", sensitive=True))
    answer(delegate, world, {"passport": "MP1234567"})
    second = publish(event, question("text", "passport", sensitive=True), number=2)

    answer(delegate, world, {"passport": rules.STORED}, seen=1)

    (row,) = db.session.scalars(select(Answer))
    assert row.question.version_id == second.id
    assert sealing.unseal(row.sealed, delegate.ulid, "passport") == "MP1234567"


def test_a_lost_key_is_not_replaced_silently(event, delegate, world):
    publish(event, question("text", "passport", sensitive=True))
    answer(delegate, world, {"passport": "MP1234567"})
    key = sealing.key_file()
    before = key.read_text()
    assert key.stat().st_mode & 0o777 == 0o600
    try:
        key.unlink()

        with pytest.raises(sealing.Unreadable, match="not the one used so far"):
            answer(delegate, world, {"passport": "MP7654321"}, seen=1)
    finally:
        key.write_text(before)
