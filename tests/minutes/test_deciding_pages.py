"""The pages on which parties share, circulate, approve and object; what is frozen as bytes."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.minutes.models import Document
from forumhub.parties.accounts.codes import take_code
from forumhub.parties.models import Account
from tests.counting import counted
from tests.minutes.arranging import CHINESE, ENGLISH, STAMPED, Meeting, make_event
from tests.minutes.reading_pages import document, hidden, made, without_token


def test_share_says_how_many_will_see_it(held):
    ulid = made(held, "create", "CN", shared=False)
    secretary = held.world.signed_in("CN", "secretary")

    page = secretary.text(f"/minutes/{ulid}/share")
    answer = secretary.post(f"/minutes/{ulid}/share")

    assert "6 people of every party will see this draft" in page
    assert answer.status_code == 302
    assert document(held)[0] == "shared_draft"


def test_share_is_not_offered_to_a_side_that_is_no_party_of_the_event_any_more(held):
    ulid = made(held, "create", "CN", shared=False)
    secretary = held.world.signed_in("CN", "secretary")
    before = secretary.text(f"/minutes/{ulid}")
    with held.world.app.app_context(), writing():
        event = held.row()
        event.access, event.parties = "public", [party for party in event.parties if party.code == "BY"]

    after = secretary.text(f"/minutes/{ulid}")

    assert [f"/minutes/{ulid}/share" in page for page in (before, after)] == [True, False]
    assert [f"/minutes/{ulid}/edit" in page for page in (before, after)] == [True, True]
    assert secretary.get(f"/minutes/{ulid}/share").status_code == 403


def test_party_draft_is_for_the_other_side_as_if_it_were_not(held):
    ulid = made(held, "create", "CN", shared=False)
    other = held.world.signed_in("BY", "secretary")

    paths = ["", "/edit", "/share", "/circulate", "/approve", "/object", "/versions/1/manifest.json"]
    never = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    for path in paths:
        there, nowhere = other.get(f"/minutes/{ulid}{path}"), other.get(f"/minutes/{never}{path}")
        assert (there.status_code, without_token(there.text)) == (404, without_token(nowhere.text))
    page = other.text(f"/events/{held.event}")
    assert f"/minutes/{ulid}" not in page


def test_circulate_says_what_will_happen_and_to_whom(held):
    ulid = made(held)
    made(held, "save", ulid, en=ENGLISH)
    secretary = held.world.signed_in("CN", "secretary")

    page = secretary.text(f"/minutes/{ulid}/circulate")
    answer = secretary.post(
        f"/minutes/{ulid}/circulate",
        {"revision": hidden(page, "revision"), "legal_status": "agreed_minutes", "prevailing_language": ""},
    )

    assert "secretariat.by@example.org, secretariat.cn@example.org" in page
    assert "head_of_delegation by" in page
    assert answer.status_code == 302
    assert document(held)[0] == "circulated"


def test_circulate_deadline_is_the_end_of_the_day_at_the_place(held):
    ulid, day = made(held), (datetime.now(UTC) + timedelta(days=30)).date()
    values = {"revision": "1", "legal_status": "record", "prevailing_language": "", "deadline": str(day)}

    held.world.signed_in("CN", "secretary").post(f"/minutes/{ulid}/circulate", values)

    with held.world.app.app_context():
        manifest = json.loads(db.session.query(Document).one().circulations[0].manifest)
    assert manifest["deadline"] == f"{day}T15:59:59+00:00"


def test_circulate_names_the_lines_that_keep_it(held):
    ulid = made(held)
    made(held, "save", ulid, en="# x\n\n- **ACTION** (BY-MIA; under CN-BY-2016 art. 9): Call.\n")
    secretary = held.world.signed_in("CN", "secretary")

    page = secretary.text(f"/minutes/{ulid}/circulate")
    answer = secretary.post(
        f"/minutes/{ulid}/circulate", {"revision": "2", "legal_status": "record", "prevailing_language": ""}
    )

    words = "CN-BY-2016 has no clause 9 on 2026-11-12; it has: 1, 2, 2.1, 2.2, 3."
    assert (words in page, answer.status_code, words in answer.text) == (True, 422, True)
    assert document(held)[0] == "shared_draft"


def test_approve_by_both_heads_makes_it_agreed(held):
    ulid = made(held, "circulated")

    for party in ("CN", "BY"):
        head = held.world.signed_in(party, "head_of_delegation")
        page = head.text(f"/minutes/{ulid}/approve")
        values = {"manifest": hidden(page, "manifest"), "head": hidden(page, "head"), "party": party, "way": "here"}
        assert head.post(f"/minutes/{ulid}/approve", values).status_code == 302

    assert document(held)[0] == "agreed"
    assert "signed in with a password" in held.world.signed_in("BY", "delegate").text(f"/minutes/{ulid}")


def seen(client, ulid: str, party: str, way: str, **more: object) -> dict:
    """What the page for approving would send."""
    page = client.text(f"/minutes/{ulid}/approve")
    return {"manifest": hidden(page, "manifest"), "head": hidden(page, "head"), "party": party, "way": way, **more}


def test_approve_in_the_room_with_one_scan_for_both(held):
    ulid = made(held, "circulated")
    heads = {party: held.world.signed_in(party, "head_of_delegation") for party in ("CN", "BY")}
    path, pdf = f"/minutes/{ulid}/approve", b"%PDF-1.7 signed"
    sha256 = ledger.sha256(pdf)

    without = heads["CN"].post(path, seen(heads["CN"], ulid, "CN", "in_the_room"))
    first = heads["CN"].post(path, seen(heads["CN"], ulid, "CN", "in_the_room", scan=(BytesIO(pdf), "签字页.pdf")))
    second = heads["BY"].post(path, seen(heads["BY"], ulid, "BY", "in_the_room", same_scan=sha256))

    assert (without.status_code, "Attach the scan" in without.text) == (422, True)
    assert (first.status_code, second.status_code, document(held)[0]) == (302, 302, "agreed")
    kept = held.world.signed_in("BY", "delegate").get(f"/minutes/{ulid}/versions/1/scans/{sha256}")
    assert (kept.data, kept.headers["Content-Security-Policy"]) == (pdf, "default-src 'none'; sandbox")
    assert heads["BY"].get(f"/minutes/{ulid}/versions/1/scans/{'0' * 64}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("скан.docx", b"PK\3\4", "is no scan"),
        ("скан.pdf", b"<script>", "is not a pdf file"),
        ("скан.tiff", b"%PDF-", "is not a tiff file"),
    ],
)
def test_approve_with_what_is_no_scan(held, name, content, words):
    ulid = made(held, "circulated")
    head = held.world.signed_in("CN", "head_of_delegation")

    answer = head.post(f"/minutes/{ulid}/approve", seen(head, ulid, "CN", "in_the_room", scan=(BytesIO(content), name)))

    assert (answer.status_code, words in answer.text) == (422, True)


def test_approve_ad_referendum_shows_and_is_confirmed(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("BY", "head_of_delegation")
    path = f"/minutes/{ulid}/approve"
    asked = head.text(path)
    head.post(path, seen(head, ulid, "BY", "ad_referendum", note="по поручению"))

    pages = [head.text(f"/minutes/{ulid}"), head.text(path)]
    desk = head.text("/")
    answer = head.post(path, seen(head, ulid, "BY", "by_note", number="12/3", dated="2026-11-20"))

    assert ("Ad referendum, to be confirmed" in pages[0], "confirms it" in pages[1]) == (True, True)
    assert "Approved ad referendum; it counts when you confirm it." in pages[0]
    assert ['value="ad_referendum"' in page for page in (asked, pages[1])] == [True, False]
    assert ["<h1>Approve: " in asked, "<h1>Confirm: " in pages[1], "Approve" in pages[1]] == [True, True, False]
    assert ("Confirm for Belarus</a>" in pages[0], "Approve for Belarus" in pages[0]) == (True, False)
    assert ("Waiting for confirmation" in desk, "Confirm it or object." in desk) == (True, True)
    assert (answer.status_code, "12/3 of" in head.text(f"/minutes/{ulid}")) == (302, True)


def test_approve_with_a_fresh_code_that_counts_once(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("CN", "head_of_delegation")
    with held.world.app.app_context(), writing():
        account = db.session.query(Account).filter_by(person_id=held.world.person["CN", "head_of_delegation"]).one()
        security = held.world.app.extensions["security"]
        account.tf_primary_method = "authenticator"
        account.tf_totp_secret = security.totp_factory.generate_totp_secret()
        code = security.totp_factory.generate_totp_password(account.tf_totp_secret)
    path = f"/minutes/{ulid}/approve"

    wrong = [head.post(path, seen(head, ulid, "CN", "here", code=sent)).status_code for sent in ("", "000 000")]
    right = head.post(path, seen(head, ulid, "CN", "here", code=f"{code[:3]} {code[3:]}"))
    made(held, "object", ulid, "BY")
    made(held, "circulate", ulid, "BY")
    again = head.post(path, seen(head, ulid, "CN", "here", code=code))

    assert (wrong, right.status_code, again.status_code) == ([422, 422], 302, 422)
    assert "Each code counts once" in again.text


def test_approve_after_too_many_wrong_codes(held):
    with held.world.app.app_context(), writing():
        account = db.session.query(Account).first()
        key = held.world.app.extensions["security"].totp_factory.generate_totp_secret()
        account.tf_totp_secret, account_id = key, account.id
        code = held.world.app.extensions["security"].totp_factory.generate_totp_password(key)

    said = []
    for sent in ["1"] * 8 + [code]:
        with held.world.app.app_context(), writing(), pytest.raises(RuleBroken) as refused:
            take_code(account_id, sent)
        said.append(refused.value.msgid[:8])

    assert said == ["The code"] * 8 + ["Too many"]


def test_approve_of_what_changed_meanwhile_is_refused(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("CN", "head_of_delegation")
    page = head.text(f"/minutes/{ulid}/approve")
    made(held, "object", ulid, "BY")
    made(held, "save", ulid, en=STAMPED.replace("delays", "long delays"))
    made(held, "circulate", ulid, "BY")

    values = {"manifest": hidden(page, "manifest"), "head": hidden(page, "head"), "party": "CN", "way": "here"}
    answer = head.post(f"/minutes/{ulid}/approve", values)

    assert answer.status_code == 409


def test_approve_is_not_offered_to_others(held):
    ulid = made(held, "circulated")
    head, secretary = held.world.signed_in("BY", "head_of_delegation"), held.world.signed_in("BY", "secretary")

    pages = [client.text(f"/minutes/{ulid}") for client in (head, secretary)]

    assert [f"/minutes/{ulid}/approve" in page for page in pages] == [True, False]
    assert secretary.get(f"/minutes/{ulid}/approve").status_code == 403


def objection(client, ulid: str, text: str) -> dict[str, str]:
    """What the page for objecting would send for Belarus."""
    manifest = hidden(client.text(f"/minutes/{ulid}/object"), "manifest")
    return {"party": "BY", "manifest": manifest, "text": text}


def test_object_makes_it_a_draft_again(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("BY", "head_of_delegation")
    said = objection(head, ulid, "В 1.1 пропущено слово «срочные».")

    answer = head.post(f"/minutes/{ulid}/object", said)

    assert answer.status_code == 302
    assert document(held)[0] == "shared_draft"
    assert "В 1.1 пропущено слово «срочные»." in held.world.signed_in("CN", "secretary").text(f"/minutes/{ulid}")


@pytest.mark.parametrize(("meanwhile", "words"), [("agreed", "agreed already"), ("objected", "The text is a draft.")])
def test_an_objection_that_comes_too_late_is_refused_with_what_was_typed(held, meanwhile, words):
    ulid = made(held, "circulated")
    head = held.world.signed_in("BY", "head_of_delegation")
    said = objection(head, ulid, "В 1.1 пропущено слово.")
    for party in ("CN", "BY") if meanwhile == "agreed" else ():
        made(held, "approve", ulid, party)
    if meanwhile == "objected":
        made(held, "object", ulid, "CN")

    answer = head.post(f"/minutes/{ulid}/object", said)

    page = answer.get_data(as_text=True)
    assert (answer.status_code, words in page, "В 1.1 пропущено слово." in page) == (422, True, True)
    assert ("become void" in page, 'class="btn btn-danger"' in page) == (False, False)
    assert head.get(f"/minutes/{ulid}/object").status_code == 422
    assert document(held)[0] == ("agreed" if meanwhile == "agreed" else "shared_draft")


def test_words_about_one_version_never_void_another(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("BY", "head_of_delegation")
    said = objection(head, ulid, "В 1.1 пропущено слово.")
    made(held, "object", ulid, "CN")
    made(held, "save", ulid, en=STAMPED.replace("delays", "long delays"))
    made(held, "circulate", ulid)

    answer = head.post(f"/minutes/{ulid}/object", said)

    page, shown = answer.get_data(as_text=True), head.text(f"/minutes/{ulid}/object")
    words = "What you wrote is about a version that is circulated no more."
    assert (answer.status_code, words in page, "В 1.1 пропущено слово." in page) == (422, True, True)
    assert ("<dd>1</dd>" in page, 'class="btn btn-danger"' in page) == (True, False)
    assert ("<dd>2</dd>" in shown, 'class="btn btn-danger"' in shown) == (True, True)
    assert document(held)[0] == "circulated"
    assert head.post(f"/minutes/{ulid}/object", said | {"manifest": hidden(shown, "manifest")}).status_code == 302


def test_what_was_never_circulated_is_not_objected_to(held):
    ulid = made(held)

    answer = held.world.signed_in("BY", "head_of_delegation").post(f"/minutes/{ulid}/object", {"party": "BY"})

    assert (answer.status_code, "once it is circulated" in answer.get_data(as_text=True)) == (422, True)


def test_deciding_with_characters_that_no_database_takes(held):
    ulid = made(held, "circulated")
    cn, by = (held.world.signed_in(party, "head_of_delegation") for party in ("CN", "BY"))
    note = {"number": "12\0-а", "dated": "2026-11-12", "note": "照会\0 Нота"}

    other_head = cn.post(f"/minutes/{ulid}/approve", {**seen(cn, ulid, "CN", "here"), "head": "\0"})
    noted = cn.post(f"/minutes/{ulid}/approve", seen(cn, ulid, "CN", "by_note", **note))
    empty = by.post(f"/minutes/{ulid}/object", objection(by, ulid, "\0"))
    of_none = by.post(f"/minutes/{ulid}/object", objection(by, ulid, "Нет") | {"manifest": "\0"})
    objected = by.post(f"/minutes/{ulid}/object", objection(by, ulid, "Пропущено\0 слово"))

    assert [answer.status_code for answer in (other_head, noted)] == [409, 302]
    assert [answer.status_code for answer in (empty, of_none, objected)] == [422, 422, 302]
    assert "Пропущено слово" in held.world.signed_in("CN", "secretary").text(f"/minutes/{ulid}")


def test_manifest_and_texts_are_the_exact_bytes(held):
    ulid = made(held, "circulated")
    delegate = held.world.signed_in("BY", "delegate")

    manifest = delegate.get(f"/minutes/{ulid}/versions/1/manifest.json")
    chinese = delegate.get(f"/minutes/{ulid}/versions/1/zh.md")

    named = {text["language"]: text for text in json.loads(manifest.data)["texts"]}["zh"]
    assert chinese.data == CHINESE.encode()
    assert (ledger.sha256(chinese.data), len(chinese.data)) == (named["sha256"], named["size"])
    assert chinese.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert chinese.headers["Content-Disposition"] == 'attachment; filename="HLM-minutes-1.zh.md"'
    assert chinese.headers["X-Content-Type-Options"] == "nosniff"
    assert ledger.sha256(manifest.data) in delegate.text(f"/minutes/{ulid}").replace(" ", "")


@pytest.mark.parametrize("path", ["versions/2/manifest.json", "versions/1/de.md", "versions/0/en.md"])
def test_bytes_that_are_not_there(held, path):
    ulid = made(held, "circulated")

    answer = held.world.signed_in("BY", "delegate").get(f"/minutes/{ulid}/{path}")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Name the officers"), ("zh", "指定值班人员"), ("ru", "Назначить дежурных")]
)
def test_show_in_each_language(held, language, words):
    ulid = made(held, "agreed")

    page = held.world.signed_in("CN", "observer").text(f"/minutes/{ulid}?lang={language}")

    assert f'<article class="doc" lang="{language}">' in page
    assert words in page


def test_show_asks_as_often_for_many_items_as_for_one(held):
    one = "# x\n\n- **DECISION**: 一\n"
    counts = []
    for number, text in enumerate([one, one + "- **ACTION** (BY; due ongoing): два\n" * 8]):
        with held.world.app.app_context():
            event = make_event(held.world, f"R{'AB'[number]}")
            db.session.commit()
            other = Meeting(held.world, event)
            ulid = other.create()
            other.save(ulid, en=text)
            other.circulate(ulid)
        reader = held.world.signed_in("CN", "secretary")
        reader.text(f"/minutes/{ulid}")
        with counted() as seen:
            reader.text(f"/minutes/{ulid}")
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_post_without_a_fresh_password_does_nothing(held):
    ulid = made(held, "circulated")
    head = held.world.signed_in("CN", "head_of_delegation")
    with head.http.session_transaction() as session:
        session["fs_paa"] = 0

    answer = head.post(f"/minutes/{ulid}/object", {"party": "CN", "text": "да"})

    assert (answer.status_code, answer.location) == (422, None)
    assert '<input type="hidden" name="text" value="да">' in answer.get_data(as_text=True)
    assert document(held)[0] == "circulated"


def test_an_approval_without_what_it_binds_to_asks_for_it(held):
    ulid = made(held, "circulated")

    answer = held.world.signed_in("BY", "head_of_delegation").post(f"/minutes/{ulid}/approve")

    assert answer.status_code == 422


@pytest.mark.parametrize("version", ["0", "99", "9" * 20, "9" * 400])
def test_a_version_that_never_was_is_missing(held, version):
    ulid = made(held, "circulated")
    observer = held.world.signed_in("BY", "observer")

    answers = [observer.get(f"/minutes/{ulid}/versions/{version}/{name}") for name in ("manifest.json", "en.md")]

    assert [answer.status_code for answer in answers] == [404, 404]
