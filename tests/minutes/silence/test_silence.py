"""Silence counts only where every party said so before, nobody spoke, and the day has passed; then once."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from forumhub import clock, ledger
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.events.models import EventHead
from forumhub.mail.models import OutboxMail
from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.queries import current_circulation
from forumhub.minutes.rules import SILENCE, check_deadline
from forumhub.minutes.silence.minutely import meet_deadlines
from forumhub.minutes.silence.queries import choices_of, find_break
from forumhub.parties.models import Grant
from forumhub.parties.queries import get_party
from tests.minutes.arranging import statements
from tests.minutes.chain.test_verify import export, faults, heads, lines, outcome, rewritten, with_lines
from tests.minutes.silence.arranging import AFTER, DEADLINE
from tests.world import NOW


def kinds(meeting) -> list[str]:
    return [json.loads(each)["type"].split("/")[1] for each in statements(meeting)]


def told(template: str) -> list[str]:
    return sorted(mail.recipient for mail in db.session.query(OutboxMail).filter_by(template=template))


DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
BOTH = ["secretariat.by@example.org", "secretariat.cn@example.org"]


def test_silence_until_the_deadline_agrees_once(meeting, tmp_path, monkeypatch):
    ulid = meeting.waits()
    meeting.approve(ulid, "CN")
    before = meeting.look(ulid, DEADLINE)
    monkeypatch.setattr(clock, "now", lambda: AFTER)

    for _worker in range(2):
        meet_deadlines(meeting.world.app)

    entry = json.loads(statements(meeting)[-2])
    choice = choices_of(meeting.row())["BY"]
    ways = {
        given.party.code: (given.way, given.person is None)
        for given in current_circulation(meeting.document(ulid)).approvals
    }
    exported = export(meeting, tmp_path)
    code, said = outcome(exported, tmp_path, heads(exported)[-1])
    assert (before, meeting.look(ulid)) == ("warn", None)
    assert meeting.document(ulid).state == "agreed"
    assert kinds(meeting) == ["silence_choice", "silence_choice", "circulation", "approval", "silence", "agreement"]
    counted = {"party": "BY", "days": 10, "entry": choice.entry_sha256, "sent": "2026-11-22T09:00:00+00:00"}
    assert (entry["approved"], entry["silent"]) == (["CN"], [counted])
    assert ways == {"CN": ("password", False), "BY": (SILENCE, True)}
    assert (told("deadline_near"), told("agreed"), told("silence_choice")) == (
        BOTH,
        BOTH,
        BOTH * 2 and sorted(BOTH * 2),
    )
    assert (code, faults(said)) == (0, [])
    assert f"  entry 5: BY, document {ulid}, version 1: approved - by silence (prior choice: 10 days, entry 2)" in said
    check_forgeries(exported, tmp_path)


def check_forgeries(exported, tmp_path) -> None:
    """What `verify` finds in the chain of an agreement by silence, each recomputed from its start."""
    whole = [json.loads(line) for line in lines(exported)]
    first, second, circulated, approved, silence, agreed = whole
    withdrawn = {**second, "type": "forumhub/silence_withdrawal/v1", "entry": heads(exported)[1]}
    broken = {**approved, "type": "forumhub/silence_break/v1", "party": "BY"}
    late = {**broken, "at": AFTER.isoformat()}
    objected = {**late, "type": "forumhub/objection/v1"}
    outsider = {**broken, "party": "KZ"}
    fewer = {**second, "days": 5}
    of_another = {**withdrawn, "party": "CN"}
    twice = [first, second, withdrawn, withdrawn, *whole[2:]]
    forged = {
        "entry 2 counts on the silence of BY, which had not chosen it before": [first, *whole[2:]],
        "entry 4 counts on the silence of BY, which had not chosen it before": [first, second, withdrawn, *whole[2:]],
        "entry 5 counts on the silence of BY, which had not chosen it before": [
            first,
            second,
            fewer,
            fewer,
            *whole[2:],
        ],
        "entry 3 takes back a choice of silence that does not stand, or not of CN": [first, second, of_another],
        "entry 4 takes back a choice of silence that does not stand, or not of BY": twice,
        "entry 5 speaks after the deadline at which silence settles its version": [*whole[:4], late],
        "entry 6 speaks after the deadline at which silence settles its version": [*whole[:4], approved, objected],
        "entry 5 is of KZ, which is no party to its manifest": [*whole[:4], outsider],
        "entry 7 speaks against a version that was agreed before it": [*whole, broken],
        "entry 6 says silence, which a party had broken": [*whole[:4], broken, silence, agreed],
        "entry 5 counts silence before its deadline": [*whole[:4], {**silence, "at": approved["at"]}, agreed],
        "entry 5 says agreed, but BY has not approved": [*whole[:4], agreed],
        "entry 3 leaves BY fewer days than it had chosen": [
            first,
            second,
            {**circulated, "at": silence["at"]},
            *whole[3:],
        ],
        "entry 5 counts silence that its manifest does not": [
            *whole[:4],
            {**silence, "silent": [{**silence["silent"][0], "days": 3}]},
            agreed,
        ],
    }
    for fault, statements_ in forged.items():
        assert fault in faults(outcome(with_lines(exported, rewritten(statements_)), tmp_path)[1])


def test_who_speaks_before_the_deadline_stops_it(meeting, tmp_path):
    ulid = meeting.waits()

    meeting.speak(ulid)

    broken = find_break(current_circulation(meeting.document(ulid)).id)
    with pytest.raises(RuleBroken, match="broken already"):
        meeting.speak(ulid, "CN", "head_of_delegation")
    assert (broken.party.code, broken.text) == ("BY", "Ждём столицу.")
    mails = db.session.query(OutboxMail).filter_by(template="silence_broken")
    assert {mail.snapshot["text"] for mail in mails} == {""}  # the series lets out no words
    assert [meeting.look(ulid), meeting.look(ulid)] == ["tell", None]
    assert (meeting.document(ulid).state, told("silence_broken"), told("deadline_passed")) == ("circulated", BOTH, BOTH)
    meeting.approve(ulid, "CN")
    meeting.approve(ulid, "BY")
    exported = export(meeting, tmp_path)
    assert meeting.document(ulid).state == "agreed"
    assert outcome(exported, tmp_path, heads(exported)[-1])[0] == 0


def test_silence_counts_once_the_text_was_sent_and_its_days_have_passed(meeting, tmp_path):
    ulid = meeting.waits()
    meeting.send(None, to="%.by@%")

    unsent = meeting.look(ulid), meeting.look(ulid)
    meeting.send(AFTER, to="%.by@%")
    sent = meeting.look(ulid, AFTER + 10 * DAY), meeting.look(ulid, AFTER + 10 * DAY + SECOND)

    exported = export(meeting, tmp_path)
    whole = [json.loads(line) for line in lines(exported)]
    early = {**whole[3], "at": (AFTER + 9 * DAY).isoformat()}
    assert (unsent, sent, told("deadline_passed")) == (("tell", None), (None, "settle"), BOTH)
    assert outcome(exported, tmp_path, heads(exported)[-1])[0] == 0
    assert "entry 4 counts the silence of BY before its days had passed" in faults(
        outcome(with_lines(exported, rewritten([*whole[:3], early, whole[4]])), tmp_path)[1]
    )


def test_words_after_the_deadline_are_in_time_where_the_text_was_not_sent(meeting, tmp_path):
    ulid = meeting.waits()
    meeting.send(None, to="%.by@%")
    meeting.look(ulid)

    meeting.speak(ulid, now=AFTER + DAY)

    exported = export(meeting, tmp_path)
    *before, broken = [json.loads(line) for line in lines(exported)]
    sent = [{**broken["waits_for"][0], "sent": NOW.isoformat()}]
    forged = [{**broken, "waits_for": given} for given in ([], sent, [{**broken["waits_for"][0], "days": 90}])]
    said = [outcome(with_lines(exported, rewritten([*before, each])), tmp_path)[1] for each in forged]
    assert [(each["party"], each["sent"]) for each in broken["waits_for"]] == [("BY", None)]
    assert outcome(exported, tmp_path, heads(exported)[-1])[0] == 0
    assert [faults(each) for each in said] == [
        ["entry 4 speaks after the deadline at which silence settles its version"]
    ] * 3


def test_a_statement_is_no_silence(meeting, tmp_path):
    ulid = meeting.waits()
    agenda = meeting.create(kind="agenda")
    meeting.circulate(agenda, procedure=SILENCE, deadline=DEADLINE)

    meeting.state(ulid, ru="Мы не можем согласиться с пунктом 1.1.")

    meeting.look(agenda)
    assert [meeting.look(ulid), meeting.look(ulid)] == ["tell", None]
    meeting.speak(ulid, now=AFTER + DAY)
    exported = export(meeting, tmp_path)
    chain = [json.loads(line) for line in lines(exported)]
    of = {each["type"].split("/")[1]: each for each in chain}
    about = {key: of["silence_break"][key] for key in ("document", "manifest", "version")}
    forged = with_lines(exported, rewritten([*chain[:-1], {**of["silence"], **about}]))
    assert outcome(exported, tmp_path, heads(exported)[-1])[0] == 0
    assert "counts the silence of BY, which attached a statement" in "".join(faults(outcome(forged, tmp_path)[1]))


def test_a_statement_that_kept_silence_from_settling_is_not_taken_back_to_let_it_settle(meeting, tmp_path):
    ulid = meeting.waits()
    statement = meeting.state(ulid, ru="Мы не можем согласиться с пунктом 1.1.")

    with pytest.raises(RuleBroken, match="so the statement stands"):
        meeting.withdraw(ulid, statement, now=AFTER + DAY)

    assert [meeting.look(ulid), meeting.look(ulid)] == ["tell", None]
    meeting.speak(ulid, now=AFTER + DAY)
    meeting.withdraw(ulid, statement, now=AFTER + 2 * DAY)
    exported = export(meeting, tmp_path)
    *before, broken, taken = [json.loads(line) for line in lines(exported)]
    late = {**taken, "at": broken["at"]}
    forged = outcome(with_lines(exported, rewritten([*before, late, broken])), tmp_path)[1]
    assert outcome(exported, tmp_path, heads(exported)[-1])[0] == 0
    assert "takes back a statement after the deadline of a silence procedure" in "".join(faults(forged))


def test_silence_says_nothing_where_nobody_is_in_office_to_speak(meeting):
    meeting.choose("CN")
    meeting.choose("BY")
    ulid, grants = meeting.create(), Grant.party_id == meeting.world.party["BY"]
    with writing():
        db.session.execute(update(Grant).where(grants).values(ended_at=NOW))

    with pytest.raises(RuleBroken, match="Not every party has chosen"):
        meeting.circulate(ulid, procedure=SILENCE, deadline=DEADLINE)


def test_silence_says_nothing_where_no_mail_reaches_a_party(meeting):
    meeting.choose("CN")
    meeting.choose("BY")
    ulid = meeting.create()
    with writing():
        get_party("BY").secretariat_email = "кому-то@example.org"

    with pytest.raises(RuleBroken, match="No mail can be sent"):
        meeting.circulate(ulid, procedure=SILENCE, deadline=DEADLINE)


def test_a_statement_comes_too_late_where_silence_settles(meeting):
    ulid = meeting.waits()

    with pytest.raises(RuleBroken, match="silence settles this text now"):
        meeting.state(ulid, now=AFTER, ru="Поздно.")

    assert meeting.look(ulid) == "settle"


def test_objection_before_the_deadline_is_in_time(meeting):
    ulid = meeting.waits()

    meeting.object(ulid, "BY")

    assert (meeting.look(ulid), meeting.document(ulid).state) == (None, "shared_draft")


def test_words_after_the_deadline_come_too_late(meeting):
    ulid = meeting.waits()

    with pytest.raises(RuleBroken, match="silence settles this text now"):
        meeting.speak(ulid, now=AFTER)

    meeting.look(ulid)

    for act in (meeting.object, meeting.speak, meeting.approve):
        with pytest.raises(RuleBroken, match="agreed already"):
            act(ulid, "BY")

    assert meeting.document(ulid).state == "agreed"


def test_choice_is_an_authorised_persons_and_can_be_taken_back(meeting):
    with pytest.raises(NotAllowed):
        meeting.choose("BY", by=meeting.world.reader("BY", "secretary"))
    with pytest.raises(NotAllowed):
        meeting.choose("BY", by=meeting.world.reader("CN", "head_of_delegation"))
    ulid = meeting.waits()
    with pytest.raises(RuleBroken):
        meeting.choose("BY", 10)

    meeting.take_back_choice("BY")

    draft = meeting.create(kind="agenda")
    with pytest.raises(RuleBroken, match="Not every party"):
        meeting.circulate(draft, procedure=SILENCE, deadline=DEADLINE)
    assert sorted(choices_of(meeting.row())) == ["CN"]
    assert meeting.look(ulid) == "settle"


def test_choice_of_who_approves_at_another_meeting_alone(meeting):
    meeting.choose("CN")
    meeting.choose("BY")
    ulid, event, person = meeting.create(), meeting.row(), meeting.world.person
    with writing():
        named = db.session.query(EventHead).filter_by(person_id=person["BY", "head_of_delegation"]).one()
        named.person_id = person["BY", "delegate"]

    with pytest.raises(RuleBroken, match="Not every party"):
        meeting.circulate(ulid, procedure=SILENCE, deadline=DEADLINE)
    meeting.choose("BY", by=meeting.world.reader("BY", "delegate"))
    meeting.circulate(ulid, procedure=SILENCE, deadline=DEADLINE)
    with writing():
        event.ends_at = NOW - DAY
    with pytest.raises(RuleBroken, match="over or cancelled"):
        meeting.choose("CN", 30)

    assert meeting.document(ulid).state == "circulated"


def test_what_corrects_an_approved_text_is_never_silent_and_has_its_prevailing_language(meeting):
    meeting.choose("CN")
    meeting.choose("BY")
    ulid = meeting.create()
    meeting.save(ulid, en="# Minutes\n\n1.1 The sides noted delays.\n", zh="# 纪要\n\n1.1 双方指出存在延误。\n")
    meeting.settle(ulid, prevailing_language="zh")
    made = meeting.correct(
        ulid, correction=Correction("1.1", {"en": "noted", "zh": "指出"}, {"en": "saw", "zh": "看到"})
    )

    with pytest.raises(RuleBroken, match="by its own word"):
        meeting.circulate(made, procedure=SILENCE, deadline=DEADLINE)
    circulated = meeting.circulate(made, prevailing_language="en")

    assert circulated.prevailing_language == "zh"


def test_corrigendum_of_a_text_that_silence_agreed(meeting):
    meeting.choose("CN")
    meeting.choose("BY")
    ulid = meeting.create()
    meeting.save(ulid, en="# Minutes\n\n1.1 The sides noted delays.\n")
    meeting.circulate(ulid, procedure=SILENCE, deadline=DEADLINE)
    meeting.look(ulid)
    made = meeting.correct(ulid, correction=Correction("1.1", {"en": "noted"}, {"en": "saw"}))

    circulated = meeting.circulate(made, procedure=SILENCE, deadline=DEADLINE)

    assert circulated.waits_in_silence


@pytest.mark.parametrize("deadline", [NOW, NOW + timedelta(days=733), datetime.max.replace(tzinfo=UTC)])
def test_deadline_out_of_bounds(deadline):
    with pytest.raises(RuleBroken) as refused:
        check_deadline(deadline, NOW)

    assert refused.value.field == "deadline"


@pytest.mark.parametrize(
    "terms", [{"legal_status": "binding"}, {"deadline": None}, {"deadline": DEADLINE - timedelta(days=1)}]
)
def test_circulate_under_silence_what_it_cannot_settle(meeting, terms):
    with pytest.raises(RuleBroken):
        meeting.waits(**terms)

    assert kinds(meeting) == ["silence_choice", "silence_choice"]


def test_approve_ad_referendum_under_silence(meeting):
    ulid = meeting.waits()

    with pytest.raises(RuleBroken, match="nothing is left to be confirmed"):
        meeting.approve(ulid, "BY", way="ad_referendum")


def test_deadline_of_the_ordinary_procedure_is_told_and_nothing_lapses(meeting):
    ulid = meeting.create()
    meeting.circulate(ulid, deadline=DEADLINE)

    steps = [meeting.look(ulid, now) for now in (DEADLINE - timedelta(days=3), DEADLINE, DEADLINE, AFTER, AFTER)]

    assert steps == [None, "warn", None, "tell", None]
    assert (meeting.document(ulid).state, told("deadline_near"), told("deadline_passed")) == ("circulated", BOTH, BOTH)


def test_head_that_an_approver_saw_before_the_circulation(meeting):
    meeting.choose("CN")
    seen = ledger.head(meeting.row().register_id)
    ulid = meeting.create()
    meeting.circulate(ulid)

    with pytest.raises(Conflict, match="older than the circulation"):
        meeting.approve(ulid, "BY", head_seen=seen)
