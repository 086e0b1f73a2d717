"""One working-language text is agreed; another language becomes as authentic later, and the first stays as it was."""

import json
from datetime import timedelta

import pytest

from forumhub import ledger
from forumhub.audit import AuditEntry
from forumhub.calendars.models import CalendarObject
from forumhub.database import db, writing
from forumhub.errors import NotAllowed, RuleBroken
from forumhub.followup import queries as followup
from forumhub.followup.corrections.actions import add_words
from forumhub.markdown import read
from forumhub.minutes import queries
from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.languages.queries import authentic_texts, begun_versions
from forumhub.minutes.languages.rules import check_addable
from forumhub.minutes.texts import TextsRefused
from tests.counting import counted
from tests.followup.examples import item
from tests.minutes.arranging import CHINESE, ENGLISH, RUSSIAN, STAMPED, Meeting
from tests.world import NOW


def agreed_in_english(meeting: Meeting) -> str:
    ulid = meeting.create()
    meeting.save(ulid, en=ENGLISH)
    return meeting.settle(ulid)


def test_language_version_is_approved_by_every_party_and_is_then_as_authentic(meeting):
    ulid = agreed_in_english(meeting)
    before, ids = (
        queries.current_circulation(meeting.document(ulid)).manifest,
        followup.issued(meeting.row().register_id),
    )
    reader = meeting.world.reader("CN", "delegate")

    made = meeting.add_language(ulid, "BY")
    begun = [version.ulid for version in begun_versions(meeting.document(ulid).id)]
    meeting.circulate(made)
    meeting.approve(made, "BY")
    early = authentic_texts(meeting.document(ulid).id, reader)
    meeting.approve(made, "CN")

    found = authentic_texts(meeting.document(ulid).id, reader)
    assert (begun, early) == ([made], {})
    assert {code: (each.document.ulid, each.text.source) for code, each in found.items()} == {"ru": (made, RUSSIAN)}
    manifest = json.loads(found["ru"].circulation.manifest)
    assert manifest["renders"] == ledger.sha256(before.encode())
    assert [text["language"] for text in manifest["texts"]] == ["ru"]
    assert queries.current_circulation(meeting.document(ulid)).manifest == before
    assert followup.issued(meeting.row().register_id) == ids
    assert ledger.check(meeting.row().register_id, ledger.head(meeting.row().register_id)) == []


def test_corrigendum_corrects_a_text_that_became_authentic_later(meeting):
    ulid = agreed_in_english(meeting)
    meeting.settle(meeting.add_language(ulid))
    correction = Correction("1.1", {"ru": "Канал открывается"}, {"ru": "Канал откроется"})

    made = meeting.correct(ulid, correction=correction)
    meeting.settle(made)

    sources = meeting.sources(made)
    assert sorted(sources) == ["en", "ru"]
    assert sources["ru"].endswith("Вместо:\n\n> Канал открывается\n\nСледует читать:\n\n> Канал откроется\n")
    assert sources["en"].endswith("The text in this language stands as it is.\n")
    assert meeting.document(made).state == "agreed"


def test_language_version_is_compared_with_the_agreed_text(meeting):
    ulid = agreed_in_english(meeting)
    made = meeting.add_language(ulid, "CN", "ru", RUSSIAN.replace("2027-03-01", "2027-04-01"))

    with pytest.raises(TextsRefused) as refused:
        meeting.circulate(made)
    meeting.save(made, ru=RUSSIAN)
    meeting.circulate(made)

    assert [remark.line for remark in refused.value.remarks["ru"]] == [9]
    assert meeting.document(made).state == "circulated"


def test_language_version_is_one_for_each_language_and_of_what_is_agreed(meeting):
    ulid = agreed_in_english(meeting)
    meeting.add_language(ulid, "BY")

    with pytest.raises(RuleBroken, match="being written already"):
        meeting.add_language(ulid, "CN")
    with pytest.raises(RuleBroken, match="agreed in this language"):
        meeting.add_language(ulid, "CN", "en", CHINESE)
    with pytest.raises(RuleBroken, match="agreed text as it is"):
        meeting.add_language(ulid, "CN", "zh", STAMPED)
    chinese = meeting.add_language(ulid, "CN", "zh", CHINESE)
    with pytest.raises(RuleBroken, match="holds one language"):
        meeting.save(chinese, zh=CHINESE, ru=RUSSIAN)
    with pytest.raises(RuleBroken, match="A language version is agreed"):
        meeting.sign(meeting.settle(chinese))
    with pytest.raises(RuleBroken, match="to which this one belongs"):
        check_addable("language_version", "agreed")
    with pytest.raises(NotAllowed):
        meeting.add_language(ulid, "KZ", "zh", CHINESE)


def test_language_version_is_shown_and_printed_with_the_text_that_it_belongs_to(held):
    with held.world.app.app_context():
        ulid = agreed_in_english(held)
    secretary = held.world.signed_in("BY", "secretary")

    same = secretary.post(f"/minutes/{ulid}/languages/new", {"language": "ru", "text": STAMPED})
    sent = secretary.post(f"/minutes/{ulid}/languages/new", {"language": "ru", "text": RUSSIAN})
    made = sent.headers["Location"].split("/")[2]
    with held.world.app.app_context():
        held.settle(made)
        manifest = queries.current_circulation(held.document(made)).manifest_sha256

    assert (same.status_code, "write it in the other language" in same.text) == (422, True)
    reader = held.world.signed_in("CN", "delegate")
    page, printed = reader.text(f"/minutes/{ulid}?lang=ru"), reader.text(f"/minutes/{ulid}/print?lang=ru&copy=BY")
    for each in (page, printed):
        assert ("Канал открывается" in each, "Equally authentic since" in each) == (True, True)
    assert f'href="/minutes/{made}/versions/1/ru.md"' in page
    groups = " ".join(manifest[at : at + 8] for at in range(0, 64, 8))
    assert (groups in printed, "A record of what was said" in printed) == (True, True)
    assert "Head of the ledger HLM" in printed
    assert f"/minutes/{ulid}" in reader.text(f"/minutes/{made}")


def test_items_get_their_words_in_a_language_that_became_authentic_later(held):
    with held.world.app.app_context():
        ulid = agreed_in_english(held)
        made = held.add_language(ulid)
        held.circulate(made)
        held.approve(made, "CN")
        early = item("A-1").texts
        held.approve(made, "BY", now=NOW + timedelta(days=1))

        found = item("A-1")
        assert early == {"en": "Name the officers on duty."}
        assert found.texts == {**early, "ru": "Назначить дежурных."}
        assert (found.text, found.state, found.worded_at) == (early["en"], "open", NOW + timedelta(days=1))
        assert item("C-1").texts["ru"] == "Ответы приходят медленно."
        told = db.session.query(CalendarObject.changed_at).filter(CalendarObject.uid.contains("HLM-A-1")).all()
        assert {*told} == {(NOW + timedelta(days=1),)}
        entry = db.session.query(AuditEntry).filter_by(act="followup.add_language").one()
        assert (entry.subject, entry.details) == (made, {"language": "ru", "items": 3})

    reader = held.world.signed_in("BY", "delegate")
    reader.get("/language?to=ru")
    page, register, file = (reader.text(f"/follow-up{path}") for path in ("/HLM/A-1", "", ".csv"))
    assert ['<p lang="ru">Назначить дежурных.</p>' in page, "Назначить дежурных." in register] == [True, True]
    assert "Назначить дежурных." in file


def test_item_that_a_later_version_lacks_stays_and_what_it_has_follows_its_corrigenda(meeting):
    ulid = agreed_in_english(meeting)
    russian = meeting.settle(meeting.add_language(ulid))
    chinese = meeting.document(meeting.add_language(ulid, code="zh", source=CHINESE))
    without = read(CHINESE.replace("关切 C-1", "关切").replace("决定 D-1", "决定 D-7"))
    correction = Correction("D-1", {"ru": "Канал открывается"}, {"ru": "Канал откроется"})

    with writing():
        with counted() as one:
            add_words(meeting.document(ulid), chinese, "zh", without, by=None, now=NOW)
        with counted() as three:
            add_words(meeting.document(ulid), chinese, "be", read(RUSSIAN), by=None, now=NOW)
        add_words(meeting.document(ulid), meeting.document(russian), "ru", read(CHINESE), by=None, now=NOW)
    meeting.settle(meeting.correct(ulid, correction=correction))

    assert {code: "zh" in item(code).texts for code in ("A-1", "C-1", "D-1")} == {
        "A-1": True,
        "C-1": False,
        "D-1": False,
    }
    assert (item("A-1").texts["ru"], len(three) <= len(one)) == ("Назначить дежурных.", True)
    assert item("D-1").texts["ru"] == "Канал откроется 1 марта 2027 года."
