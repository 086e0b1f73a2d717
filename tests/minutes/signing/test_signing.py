"""An agreed text is signed once, with a number of its own; nothing signed reopens."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub import files, ledger
from forumhub.database import db
from forumhub.errors import ForumhubError, NotAllowed, RuleBroken
from forumhub.mail.models import OutboxMail
from forumhub.minutes import queries
from forumhub.minutes.rules import Grounds, Scan
from forumhub.minutes.signing.models import Signatory, Signature, SignedCopy
from forumhub.minutes.signing.queries import find_signature
from forumhub.minutes.signing.rules import Signer, alternat, check_place, check_signers, proposed_day, proposed_number
from tests.minutes.arranging import PDF, Meeting, make_event, statements


def test_sign_enters_what_was_signed_in_the_ledger(meeting):
    ulid = meeting.agreed()

    meeting.sign(ulid)

    said = json.loads(statements(meeting)[-1])
    kept = {key: said[key] for key in ("type", "official_number", "place", "signed_on", "party", "copies")}
    scan = {
        "party": "CN",
        "name": "签字页.pdf",
        "type": "application/pdf",
        "size": len(PDF),
        "sha256": ledger.sha256(PDF),
    }
    assert kept == {
        "type": "forumhub/signature/v1",
        "official_number": "HLM/2026/1",
        "place": "北京",
        "signed_on": "2026-11-22",
        "party": "CN",
        "copies": [scan],
    }
    assert said["manifest"] == queries.find_circulation(meeting.document(ulid).id, 1).manifest_sha256
    assert "部长" not in statements(meeting)[-1]
    assert meeting.document(ulid).state == "signed"
    register = meeting.row().register_id
    assert ledger.check(register, ledger.head(register)) == []


def test_sign_tells_every_secretariat_the_same_head(meeting):
    ulid = meeting.agreed()

    meeting.sign(ulid)

    mails = db.session.query(OutboxMail).filter_by(template="signed").all()
    assert sorted(mail.recipient for mail in mails) == ["secretariat.by@example.org", "secretariat.cn@example.org"]
    assert {mail.snapshot["head"] for mail in mails} == {ledger.head(meeting.row().register_id)}


REFUSED = {
    "a number that is empty": ({"number": ""}, "number"),
    "a number with hidden characters": ({"number": "HLM\u202e1"}, "number"),
    "a day to come": ({"signed_on": date(2026, 11, 23)}, "signed_on"),
    "a day before the meeting": ({"signed_on": date(2026, 11, 11)}, "signed_on"),
    "a day before the circulation": ({"signed_on": date(2026, 11, 21)}, "signed_on"),
    "nobody for Belarus": ({"signers": {"CN": Signer("王")}}, None),
    "a signer without a name": ({"signers": {"CN": Signer("王"), "BY": Signer("")}}, None),
    "no scan": ({"scans": {}}, "copies"),
}


def test_sign_refuses_what_cannot_be(meeting):
    ulid = meeting.agreed()
    chain = statements(meeting)

    fields = {}
    for what, (changes, _field) in REFUSED.items():
        with pytest.raises(RuleBroken) as refused:
            meeting.sign(ulid, **changes)
        fields[what] = refused.value.field

    assert fields == {what: field for what, (_changes, field) in REFUSED.items()}
    assert (meeting.document(ulid).state, statements(meeting)) == ("agreed", chain)


ROOM, MET, AGREED_ON = "in_the_room", date(2026, 11, 12), date(2026, 11, 22)


@pytest.mark.parametrize(
    ("ways", "today", "proposed"),
    [
        ([ROOM, "password"], date(2026, 11, 30), AGREED_ON),
        (["silence", "by_note"], date(2026, 11, 30), AGREED_ON),
        ([ROOM, ROOM], date(2026, 11, 30), MET),
        (["totp", "totp"], date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_proposed_day_is_that_of_the_agreement_unless_all_signed_in_the_room(ways, today, proposed):
    assert proposed_day(ways, met_until=MET, agreed_on=AGREED_ON, today=today) == proposed


def test_sign_takes_a_day_before_the_circulation_of_what_all_approved_in_the_room(meeting):
    ulid, kept = meeting.circulated(), meeting.keep("签字页.pdf")
    grounds = Grounds(scan=Scan(kept.name, kept.sha256, kept.size))
    for party in ("CN", "BY"):
        meeting.approve(ulid, party, way=ROOM, grounds=grounds)

    meeting.sign(ulid, signed_on=MET)

    assert find_signature(meeting.document(ulid).id).signed_on == MET


def test_sign_refuses_a_scan_of_another_kind(meeting):
    ulid = meeting.agreed()

    with pytest.raises(RuleBroken, match="scan is a PDF"):
        meeting.sign(ulid, scans={"BY": meeting.keep("протокол.txt", b"text")})


def test_sign_refuses_a_draft_a_circulated_text_and_a_signed_one(meeting):
    ulid = meeting.circulated()
    with pytest.raises(RuleBroken, match="once every party has approved"):
        meeting.sign(ulid)
    meeting.approve(ulid, "CN")
    meeting.approve(ulid, "BY")
    meeting.sign(ulid)

    with pytest.raises(RuleBroken, match="signed already"):
        meeting.sign(ulid, number="HLM/2026/2")


def test_sign_refuses_whoever_may_not_bind_a_party(meeting):
    ulid = meeting.agreed()
    secretary = meeting.world.reader("BY", "secretary")

    with pytest.raises(NotAllowed):
        meeting.sign(ulid, by=meeting.world.reader("BY", "delegate"))
    with pytest.raises(NotAllowed, match="reset a short while ago"):
        meeting.sign(ulid, by=replace(secretary, quarantined=True))


def test_official_number_is_given_once_in_a_register(meeting):
    meeting.signed()
    other = Meeting(meeting.world, make_event_in_same_register(meeting))
    ulid = other.create()
    other.save(ulid, en="# Minutes\n\nThe parties met.\n")
    other.settle(ulid)

    with pytest.raises(RuleBroken) as refused:
        other.sign(ulid, number="hlm/2026/1")

    assert refused.value.field == "number"
    assert other.sign(ulid, number="HLM/2026/2").number == "HLM/2026/2"


def make_event_in_same_register(meeting) -> str:
    event = make_event(meeting.world, "OTHER")
    second = Meeting(meeting.world, event).row()
    second.register = meeting.row().register
    db.session.commit()
    return event


MOVES = {
    "save": lambda meeting, ulid: meeting.save(ulid, en="# Another\n"),
    "circulate": lambda meeting, ulid: meeting.circulate(ulid),
    "approve": lambda meeting, ulid: meeting.approve(ulid, "CN"),
    "object": lambda meeting, ulid: meeting.object(ulid, "BY"),
    "sign": lambda meeting, ulid: meeting.sign(ulid, number="HLM/2026/9"),
    "annex": lambda meeting, ulid: meeting.annex(ulid),
}


def test_signed_text_is_never_reopened(meeting):
    ulid = meeting.signed()
    chain = statements(meeting)

    refused = []
    for name, move in MOVES.items():
        try:
            move(meeting, ulid)
        except ForumhubError:
            refused.append(name)

    db.session.expire_all()
    assert refused == list(MOVES)
    assert (meeting.document(ulid).state, statements(meeting)) == ("signed", chain)


def test_signature_is_frozen_for_the_programme_itself(meeting):
    ulid = meeting.signed()

    for model, name in ((Signature, "number"), (Signatory, "name"), (SignedCopy, "name")):
        setattr(db.session.query(model).first(), name, "另一个")
        with pytest.raises(ledger.ChangedFrozen):
            db.session.flush()
        db.session.rollback()

    assert find_signature(meeting.document(ulid).id).number == "HLM/2026/1"


def test_scan_is_kept_as_long_as_the_signature(meeting):
    meeting.signed()

    assert ledger.sha256(PDF) not in files.unused()


@given(
    st.lists(st.sampled_from(["CN", "BY", "KZ", "RU"]), unique=True, min_size=1), st.sampled_from(["CN", "BY", "XX"])
)
def test_alternat_names_its_own_side_first_and_keeps_the_others_order(parties, copy):
    order = alternat(parties, copy)

    assert [code for code in order if code != copy] == [code for code in parties if code != copy]
    assert order[0] == (copy if copy in parties else parties[0])


@given(st.sets(st.integers(1, 9)))
def test_proposed_number_is_the_first_free_one(taken):
    number = proposed_number("HLM", 2026, {f"HLM/2026/{each}" for each in taken})

    assert number == f"HLM/2026/{min(set(range(1, 11)) - taken)}"


def test_place_and_signers_that_are_empty_are_refused():
    with pytest.raises(RuleBroken, match="where it was signed"):
        check_place(" ")
    with pytest.raises(RuleBroken, match="who signed") as refused:
        check_signers(["CN", "BY"], {"CN": Signer("王部长"), "BY": Signer(" ")})

    assert refused.value.field is None
