"""The pages of what is put forward."""

import pytest

from forumhub.minutes.agendas.queries import points_of
from tests.minutes.agendas.arranging import VALUES

FORM = {**VALUES, "sharing": "submitted"}


def test_point_is_put_forward_and_taken_by_the_other_side(waiting):
    with waiting.world.app.app_context():
        agenda = waiting.create("CN", kind="agenda")
    pages = f"/events/{waiting.event}/agenda-points"
    head, secretary = waiting.world.signed_in("BY", "head_of_delegation"), waiting.world.signed_in("CN", "secretary")
    head.post(f"{pages}/new", FORM)
    with waiting.world.app.app_context():
        reader = waiting.world.reader("CN", "secretary")
        ulid = points_of(waiting.row().id, reader)[0].ulid

    answer = secretary.post(f"{pages}/{ulid}/take")

    assert answer.location.endswith(f"/minutes/{agenda}")
    assert "3. Телефонное мошенничество 电信诈骗" in secretary.text(answer.location)


def test_point_with_what_cannot_be_keeps_what_was_typed(waiting):
    secretary = waiting.world.signed_in("BY", "secretary")

    answer = secretary.post(
        f"/events/{waiting.event}/agenda-points/new", {**FORM, "organ": "CN-MPS", "minutes_long": "-1", "title": "议题"}
    )

    assert answer.status_code == 422
    assert 'value="议题"' in answer.text
    assert 'value="-1"' in answer.text


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "\u3164 \u2060"])
def test_point_whose_title_nobody_sees_is_refused(waiting, title):
    secretary = waiting.world.signed_in("BY", "secretary")

    answer = secretary.post(f"/events/{waiting.event}/agenda-points/new", {**FORM, "title": title})

    assert (answer.status_code, "This field is required" in answer.text) == (422, True)


def test_taking_without_an_agenda_says_what_to_do(waiting):
    with waiting.world.app.app_context():
        ulid = waiting.put("BY")

    answer = waiting.world.signed_in("CN", "secretary").post(f"/events/{waiting.event}/agenda-points/{ulid}/take")

    assert answer.status_code == 422
    assert "There is no agenda yet. Begin it first" in answer.text
