"""The silence procedure as its people meet it: chosen by both, circulated, shown, broken; and what cannot be chosen."""

from datetime import timedelta

import pytest

from forumhub import clock
from forumhub.database import db
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.minutes.silence.rules import earliest_day
from tests.minutes.arranging import under_agreement
from tests.minutes.reading_pages import hidden
from tests.minutes.silence.arranging import AHEAD, DEADLINE, Silent


@pytest.fixture
def held(world) -> Silent:
    """For browsers; no app context stays open."""
    with world.app.app_context():
        return Silent(world, under_agreement(world, ends_at=AHEAD))


def said(client, ulid: str) -> dict[str, str]:
    """What the page for breaking silence would send for Belarus."""
    manifest = hidden(client.text(f"/minutes/{ulid}/not-yet"), "manifest")
    return {"party": "BY", "manifest": manifest, "text": "等待首都指示"}


def test_silence_from_the_choices_to_the_break(held, monkeypatch):
    world, pages = held.world, f"/events/{held.event}/silence"
    heads = {code: world.signed_in(code, "head_of_delegation") for code in ("CN", "BY")}
    secretary = world.signed_in("CN", "secretary")
    monkeypatch.setitem(world.app.config, "SMTP_HOST", "mail.example")
    with world.app.app_context():
        ulid = held.create()

    too_few = heads["BY"].post(f"{pages}/choose", {"party": "BY", "days": "2"})
    for code, days in (("CN", "7"), ("BY", "10")):
        heads[code].post(f"{pages}/choose", {"party": code, "days": days})
    form = secretary.text(f"/minutes/{ulid}/circulate")
    day = earliest_day(10, "Asia/Shanghai", clock.now())
    terms = {"revision": "1", "legal_status": "record", "prevailing_language": "", "procedure": "silence"}
    early = secretary.post(f"/minutes/{ulid}/circulate", terms | {"deadline": str(day - timedelta(days=1))})
    secretary.post(f"/minutes/{ulid}/circulate", terms | {"deadline": str(day)})
    waiting = heads["BY"].text(f"/minutes/{ulid}")
    heads["BY"].post(f"/minutes/{ulid}/not-yet", said(heads["BY"], ulid))
    broken, ledger = (secretary.text(path) for path in (f"/minutes/{ulid}", "/registers/HLM/ledger"))

    assert (too_few.status_code, "Give a number of days from 3 to 90." in too_few.get_data(as_text=True)) == (422, True)
    assert "By silence: at the end of the day below" in form
    assert (early.status_code, "at least 10 days; choose a later day" in early.get_data(as_text=True)) == (422, True)
    assert "The text has not been sent to Belarus, China yet." in waiting
    assert [words in waiting for words in ("We do not agree yet", "Silent so far", "BY, 10 days")] == [True] * 3
    assert [words in broken for words in ("it does not agree yet", "等待首都指示")] == [True, True]
    assert [words in ledger for words in ("Silence chosen, 10 days", "Silence broken")] == [True, True]
    assert heads["CN"].http.get(f"/minutes/{ulid}/not-yet").status_code == 422


def test_silence_is_not_offered_before_every_party_chose_it(held, monkeypatch):
    monkeypatch.setitem(held.world.app.config, "SMTP_HOST", "mail.example")
    secretary = held.world.signed_in("CN", "secretary")
    with held.world.app.app_context():
        held.choose("BY", 30)
        ulid = held.create()

    page, choices = (secretary.text(path) for path in (f"/minutes/{ulid}/circulate", f"/events/{held.event}/silence"))

    assert ("so far BY chose it" in page, 'name="procedure"' in page) == (True, False)
    assert ("Not possible yet" in choices, "Choose for our side" in choices) == (True, False)
    assert "Persons whom this meeting names to approve for their party." in choices


def test_silence_is_not_offered_where_no_mail_is_sent(held):
    secretary = held.world.signed_in("CN", "secretary")
    with held.world.app.app_context():
        held.choose("BY", 30)
        held.choose("CN", 30)
        ulid = held.create()
    terms = {"revision": "1", "legal_status": "record", "prevailing_language": "", "procedure": "silence"}

    page, choices = (secretary.text(path) for path in (f"/minutes/{ulid}/circulate", f"/events/{held.event}/silence"))
    refused = secretary.post(f"/minutes/{ulid}/circulate", terms | {"deadline": "2027-03-01"})

    words = "No mail server is set up here, so no party would be told"
    assert ("Not possible yet" in choices, words in choices) == (True, True)
    assert (words in page, 'name="procedure"' in page) == (True, False)
    assert (refused.status_code, words in refused.get_data(as_text=True).split("What will happen")[0]) == (422, True)


def test_statement_that_is_no_silence_is_said_on_the_page_and_in_the_message(held):
    secretary = held.world.signed_in("BY", "secretary")
    with held.world.app.app_context():
        ulid = held.waits()
        running = secretary.text(f"/minutes/{ulid}"), secretary.text(f"/minutes/{ulid}/statements/new")
        held.state(ulid, ru="С оговоркой к пункту 1.1.")
        held.look(ulid)
        mail = db.session.query(OutboxMail).filter_by(template="deadline_passed").first()
        message = compose(mail, lambda endpoint, **values: endpoint, "office@example.org")
        plain = message.get_body(("plain",)).get_content()

    reserved = secretary.text(f"/minutes/{ulid}")

    words = "Belarus attached a statement, which is no silence"
    assert ["unless a party speaks before" in page for page in (running[0], reserved, plain)] == [True, False, False]
    assert [words in page for page in (running[0], reserved, plain)] == [False, True, True]
    assert "A statement is no silence: while it stands" in running[1]
    assert "silence has not settled the text. Not yet heard: Belarus, China." in plain


@pytest.mark.parametrize(("meanwhile", "words"), [("speak", "broken already"), ("approve", "agreed already")])
def test_silence_that_is_broken_too_late_is_refused_with_what_was_typed(held, meanwhile, words):
    with held.world.app.app_context():
        ulid = held.waits()
    secretary = held.world.signed_in("BY", "secretary")
    typed = said(secretary, ulid)
    with held.world.app.app_context():
        for party in ("CN", "BY"):
            if meanwhile == "approve" or party == "CN":
                getattr(held, meanwhile)(ulid, party)

    answer = secretary.post(f"/minutes/{ulid}/not-yet", typed)

    page = answer.get_data(as_text=True)
    assert (answer.status_code, words in page, "等待首都指示" in page) == (422, True, True)
    assert ("it is no longer agreed at its deadline" in page, 'class="btn btn-danger"' in page) == (False, False)


def test_words_about_one_version_never_break_the_silence_of_another(held):
    with held.world.app.app_context():
        ulid = held.waits()
    secretary = held.world.signed_in("BY", "secretary")
    typed = said(secretary, ulid)
    with held.world.app.app_context():
        held.object(ulid, "CN")
        held.circulate(ulid, procedure="silence", deadline=DEADLINE)

    answer = secretary.post(f"/minutes/{ulid}/not-yet", typed)

    page, shown = answer.get_data(as_text=True), secretary.text(f"/minutes/{ulid}/not-yet")
    words = "What you wrote is about a version that is circulated no more."
    assert (answer.status_code, words in page, "等待首都指示" in page) == (422, True, True)
    assert ['class="btn btn-danger"' in each for each in (page, shown)] == [False, True]
    assert secretary.post(f"/minutes/{ulid}/not-yet", said(secretary, ulid)).status_code == 302


def test_choice_is_taken_back_by_its_own_party(held):
    world, pages = held.world, f"/events/{held.event}/silence"
    with world.app.app_context():
        held.choose("BY", 30)
    head = world.signed_in("BY", "head_of_delegation")

    head.post(f"{pages}/take-back", {"party": "BY"})

    assert head.text(pages).count("has not chosen it") == 2


def test_agreed_by_silence_is_said_wherever_it_is_shown_or_printed(held):
    secretary = held.world.signed_in("BY", "secretary")
    with held.world.app.app_context():
        ulid = held.waits()
        held.approve(ulid, "CN")
        held.look(ulid)

    page, copy, taken = (secretary.text(f"/minutes/{ulid}{path}") for path in ("", "/print?copy=BY", "/take/en.html"))

    assert page.count("by silence, as it had chosen beforehand") == 1
    assert "Belarus, as each had chosen beforehand" in copy
    assert [words in taken for words in ("By silence", "Belarus")] == [True, True]
