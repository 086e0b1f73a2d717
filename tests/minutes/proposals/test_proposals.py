"""One side proposes, the other answers, accepts or declines; nothing is frozen over what is open."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, NotFound, RuleBroken
from forumhub.events.models import EventHead
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.minutes import actions as drafts
from forumhub.minutes.proposals import actions, rules
from forumhub.minutes.proposals.models import Proposal
from forumhub.minutes.proposals.queries import open_on
from forumhub.minutes.queries import working_copies
from forumhub.parties.models import Grant
from tests.counting import counted
from tests.minutes.arranging import Meeting
from tests.minutes.proposals.arranging import put
from tests.minutes.reading_pages import hidden, made
from tests.world import NOW

TEXT = "# Протокол\n\n1.1 Noted delays.\n\n1.2 同意。\n"


def row(ulid: str) -> Proposal:
    return db.session.query(Proposal).filter_by(ulid=ulid).one()


def accept(meeting: Meeting, ulid: str, party: str = "CN") -> None:
    by = meeting.world.reader(party, "secretary")
    document = meeting.document(row(ulid).document.ulid)
    draft = actions.prepare_acceptance(document, row(ulid), by)
    with writing():
        actions.accept(row(ulid), draft, by=by, now=NOW)


def written(meeting: Meeting) -> str:
    ulid = meeting.create()
    meeting.save(ulid, en=TEXT)
    return ulid


def test_wording_goes_through_the_ordinary_save_of_another_party(meeting):
    ulid, cn = written(meeting), meeting.world.reader("CN", "secretary")
    proposal, gone, other = put(meeting, ulid), put(meeting, ulid, place=4, kind="deletion"), put(meeting, ulid, "CN")
    with writing():
        drafts.keep_working_copy(meeting.document(ulid), {"en": "# Набор 草稿\n"}, 2, by=cn, now=NOW)

    with pytest.raises(NotAllowed):
        accept(meeting, proposal, "BY")
    accept(meeting, proposal)
    with pytest.raises(Conflict):  # its paragraph is another one by now
        accept(meeting, other, "BY")
    accept(meeting, gone)
    with pytest.raises(Conflict):  # settled
        accept(meeting, gone)

    assert meeting.sources(ulid) == {"en": "# Протокол\n\n1.1 指出延误.\n\n"}
    assert [row(each).state for each in (proposal, gone, other)] == ["accepted", "accepted", "open"]
    assert working_copies(meeting.document(ulid).id, cn.person_id)["en"].source == "# Набор 草稿\n"


def test_open_ones_keep_the_text_from_being_circulated_and_mails_are_gathered(meeting):
    ulid = written(meeting)
    comment = put(meeting, ulid, role="head_of_delegation", kind="comment", words="Почему?")
    proposal = put(meeting, ulid)
    with pytest.raises(RuleBroken, match="2"):
        meeting.circulate(ulid)
    cn, by = meeting.world.reader("CN", "secretary"), meeting.world.reader("BY", "secretary")
    with writing(), pytest.raises(NotAllowed):
        actions.withdraw(row(comment), by=cn, now=NOW)
    with writing():
        actions.decline(row(comment), "已说明。", by=cn, now=NOW)
        actions.withdraw(row(proposal), by=by, now=NOW)
    meeting.circulate(ulid)

    mails = db.session.query(OutboxMail).filter_by(template="proposals").all()
    told = {mail.recipient: mail.snapshot["count"] for mail in mails}
    parties = {party.code: party.secretariat_email for party in meeting.row().parties}
    assert told == {parties["CN"]: 3, parties["BY"]: 1}
    assert [answer.words for answer in row(comment).answers] == ["已说明。"]
    mail = next(each for each in mails if each.snapshot["count"] == 3)
    written_in = {"en": "3 steps by other", "zh": "另一方有3项新动态", "ru": "3 шага других"}
    for mail.language, opening in written_in.items():
        text = compose(mail, lambda endpoint, **_values: f"https://e/{endpoint}", "forumhub@example.org")
        assert opening in text.get_body(("plain",)).get_content()
    db.session.rollback()
    with pytest.raises(RuleBroken):  # frozen
        put(meeting, ulid)
    assert open_on(meeting.document(ulid).id, meeting.world.reader("BY", "delegate"), ["en"], "en") == []


def test_who_holds_no_office_any_more_neither_reads_drafts_nor_acts_for_the_party(held):
    """Although the event names them to lead still."""
    ulid = made(held)
    made(held, "save", ulid, en=TEXT)
    head, page = held.world.signed_in("BY", "head_of_delegation"), f"/minutes/{ulid}/proposals"
    nominees = f"/events/{held.event}/delegations/BY"
    with held.world.app.app_context():
        own = put(held, ulid, role="head_of_delegation", kind="comment", words="Почему?")
    before = [head.get(path).status_code for path in (f"/minutes/{ulid}", page, nominees)]
    with held.world.app.app_context(), writing():
        person_id = held.world.person["BY", "head_of_delegation"]
        db.session.query(Grant).filter_by(person_id=person_id).one().ended_at = NOW - timedelta(days=1)

    after = [head.get(path).status_code for path in (f"/minutes/{ulid}", f"/minutes/{ulid}/revisions", page, nominees)]
    withdrawn = head.post(f"{page}/{own}", {"step": "withdraw"})

    assert (before, after, withdrawn.status_code) == ([200] * 3, [404] * 4, 404)


def test_nobody_is_kept_from_settling_by_how_much_was_answered(meeting, monkeypatch):
    monkeypatch.setattr(rules, "MOST_ANSWERS", 2)
    ulid = written(meeting)
    comment = put(meeting, ulid, kind="comment", words="Почему?")
    cn, by = meeting.world.reader("CN", "secretary"), meeting.world.reader("BY", "secretary")

    with writing():
        for reader in (by, by, cn, cn):
            actions.answer(row(comment), "还有", by=reader, now=NOW)
    with pytest.raises(RuleBroken, match="2 answers"), writing():
        actions.answer(row(comment), "Ещё", by=by, now=NOW)
    with writing():
        actions.decline(row(comment), "已说明。", by=cn, now=NOW)

    assert (row(comment).state, len(row(comment).answers)) == ("declined", 5)


def test_wording_for_a_paragraph_that_stands_twice_never_goes_into_the_other(meeting):
    ulid = meeting.create()
    meeting.save(ulid, en="# 1. Дела\n\nNo comments.\n\n# 2. 事项\n\nNo comments.\n")
    proposal = put(meeting, ulid)
    changed = "# 1. Дела\n\nTwo comments.\n\n# 2. 事项\n\nNo comments.\n"
    meeting.save(ulid, en=changed)

    with pytest.raises(Conflict):
        accept(meeting, proposal)

    assert meeting.sources(ulid) == {"en": changed}


def test_what_was_said_of_a_language_that_is_gone_can_still_be_settled(held):
    ulid = made(held)
    made(held, "save", ulid, en=TEXT, ru="# Протокол\n\n1.1 Да.\n")
    with held.world.app.app_context():
        gone = put(held, ulid, language="ru", kind="comment", words="为何？")
    made(held, "save", ulid, en=TEXT)
    secretary, page = held.world.signed_in("CN", "secretary"), f"/minutes/{ulid}/proposals"

    shown = secretary.text(f"{page}?lang=ru")
    settled = secretary.post(f"{page}/{gone}", {"step": "decline", "words": "Язык убран"})

    assert ("为何？" in shown, "has changed since" in shown, settled.status_code) == (True, True, 302)


def test_an_answer_that_is_refused_stays_beside_its_paragraph_in_any_language(held):
    ulid = made(held)
    made(held, "save", ulid, en=TEXT, ru="# Протокол\n\n1.1 Да.\n")
    with held.world.app.app_context():
        put(held, ulid, language="ru", kind="comment", words="为何？")
    secretary = held.world.signed_in("CN", "secretary")
    (address,) = set(
        re.findall(r'action="(/minutes/[^"]+/proposals/[^"]+)"', secretary.text(f"/minutes/{ulid}/proposals?lang=ru"))
    )

    answer = secretary.post(html.unescape(address), {"step": "decline", "words": "я" * 2001})

    page = answer.get_data(as_text=True)
    assert (answer.status_code, "я" * 2001 in page, f'href="/minutes/{ulid}/proposals?lang=en"' in page) == (
        422,
        True,
        True,
    )


def test_who_may_not_take_a_proposal_back_is_not_offered_to(held):
    ulid = made(held)
    with held.world.app.app_context():
        put(held, ulid, place=0, revision=1, kind="comment", words="为何？")
        with writing():
            leads = {"person_id": held.world.person["BY", "delegate"], "party_id": held.world.party["BY"]}
            db.session.add(EventHead(event_id=held.row().id, **leads, leads=True, may_approve=True))

    shown = [held.world.signed_in("BY", role).text(f"/minutes/{ulid}/proposals") for role in ("secretary", "delegate")]

    assert [('value="withdraw"' in page, "为何？" in page) for page in shown] == [(True, True), (False, True)]


def test_one_sides_own_stay_its_own_when_the_draft_is_shared(meeting):
    ulid, cn = meeting.create(shared=False), meeting.world.reader("CN", "secretary")
    meeting.save(ulid, en=TEXT)
    own = put(meeting, ulid, "CN")
    with pytest.raises(NotAllowed):
        put(meeting, ulid, "BY")
    with writing():
        drafts.share_document(meeting.document(ulid), by=cn, now=NOW)
    meeting.circulate(ulid)

    assert open_on(meeting.document(ulid).id, meeting.world.reader("BY", "secretary"), ["en"], "en") == []
    assert [each.ulid for each in open_on(meeting.document(ulid).id, cn, ["en"], "en")] == [own]
    with pytest.raises(NotFound):
        actions.get_proposal(meeting.document(ulid).id, own, meeting.world.reader("BY", "secretary"))


def test_pages_propose_answer_and_accept_with_a_constant_number_of_queries(held):
    ulid = made(held)
    made(held, "save", ulid, en=TEXT)
    cn, by = held.world.signed_in("CN", "secretary"), held.world.signed_in("BY", "head_of_delegation")
    page, new = f"/minutes/{ulid}/proposals", f"/minutes/{ulid}/proposals/new?lang=en&place=2&revision=2"
    with counted() as before:
        cn.get(page)
    said = {"place": "2", "revision": "2", "kind": "wording", "wording": "1.1 <b>指出</b> delays.", "words": "Точнее"}

    answers = [by.post(new, said), by.post(new, {**said, "kind": "comment"}), by.post(new, {**said, "wording": ""})]
    with held.world.app.app_context():
        wording, comment = [each.ulid for each in db.session.query(Proposal).order_by(Proposal.id)]
    steps = [
        cn.post(f"{page}/{comment}", {"words": ""}),
        cn.post(f"{page}/{comment}", {"words": "同意"}),
        cn.post(f"{page}/{comment}", {"words": "Закрыто", "step": "decline"}),
        cn.post(f"{page}/{wording}", {"step": "accept"}),
        cn.post(f"{page}/{wording}", {"step": "accept"}),
    ]
    with counted() as after:
        shown = cn.text(page)
    asked = by.text(f"/minutes/{ulid}/proposals/new?lang=en&place=4&revision=3")

    assert "<ins>&lt;b&gt;指出&lt;/b&gt;</ins>" in shown
    assert ["<p>1.2 同意。</p>" in each for each in (shown, asked)] == [True, True]
    assert ['<blockquote class="doc"' in each for each in (shown, asked)] == [True, True]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert [step.status_code for step in steps] == [422, 302, 302, 302, 409]
    assert [each in shown for each in ("Точнее", "Закрыто", "2 settled")] == [True] * 3
    assert held.world.signed_in("BY", "delegate").get(page).status_code == 404
    assert len(after) - len(before) <= 2


@pytest.mark.parametrize(
    ("saved", "place", "beside"),
    [("# Новое\n\n1.0 首先。\n\n1.1 Noted delays.\n", "4", "Noted delays."), ("# Новое\n\n1.1 新。\n", "2", "")],
)
def test_what_was_typed_stays_where_somebody_saved_meanwhile(held, saved, place, beside):
    ulid = made(held)
    made(held, "save", ulid, en=TEXT)
    by, new = held.world.signed_in("BY", "head_of_delegation"), f"/minutes/{ulid}/proposals/new?lang=en"
    said = {"place": "2", "revision": "2", "kind": "comment", "wording": "1.1 <指出>", "words": "Почему?\n为何？"}
    made(held, "save", ulid, en=saved)

    answer = by.post(new, said)
    again = {name: hidden(answer.text, name) for name in ("place", "revision")}
    second = by.post(new, {**said, **again})

    assert "Somebody else saved this text since you opened it" in answer.text
    assert ["1.1 &lt;指出&gt;</textarea>" in answer.text, "Почему?\n为何？</textarea>" in answer.text] == [True, True]
    assert (beside in answer.text, "1.1 新" in answer.text) == (True, False)
    assert (again["place"], answer.status_code, second.status_code) == (place, 409, 302 if beside else 409)


def test_what_was_typed_stays_where_the_text_was_frozen_or_the_proposal_settled_meanwhile(held):
    ulid = made(held)
    made(held, "save", ulid, en=TEXT)
    with held.world.app.app_context():
        proposal = put(held, ulid, "BY")
    by, page = held.world.signed_in("BY", "secretary"), f"/minutes/{ulid}/proposals"
    by.post(f"{page}/{proposal}", {"step": "withdraw"})
    settled = by.post(f"{page}/{proposal}", {"words": "Ещё одно. 还有。"})
    made(held, "circulate", ulid)

    frozen = by.post(f"{page}/new?lang=en", {"place": "2", "revision": "2", "kind": "comment", "words": "Поздно 晚了"})

    assert (settled.status_code, "Ещё одно. 还有。" in settled.text) == (409, True)
    assert (frozen.status_code, "Поздно 晚了</textarea>" in frozen.text) == (422, True)
    assert "The text is circulated, so it is frozen." in frozen.text


def test_what_is_settled_stands_on_pages_of_its_own(held):
    ulid = made(held)
    with held.world.app.app_context():
        for number in range(22):
            put(held, ulid, place=0, revision=1, kind="comment", words=f"Почему {number}? 为何？")
        with writing():
            db.session.execute(update(Proposal).values(state="withdrawn"))
    page = held.world.signed_in("BY", "secretary")

    first, second = (page.text(f"/minutes/{ulid}/proposals?page={number}") for number in (1, 2))
    beyond = page.get(f"/minutes/{ulid}/proposals?page=99999999999999999999")

    assert [shown.count('<article class="sheet proposal"') for shown in (first, second)] == [20, 2]
    assert beyond.status_code == 200
    assert ["22 settled" in first, "Почему 21?" in first, "Почему 0?" in second] == [True, True, True]
