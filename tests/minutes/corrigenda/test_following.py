"""Registers show what now holds: items follow agreed corrigenda of their minutes, whose text stays as it was."""

import json
from datetime import date, timedelta

import pytest

from forumhub import ledger
from forumhub.audit import AuditEntry
from forumhub.calendars.models import CalendarObject
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.followup import agreeing
from forumhub.followup import queries as followup
from forumhub.followup.corrections.models import ItemCorrection
from forumhub.followup.corrections.queries import corrections_of
from forumhub.followup.corrections.rules import FIELDS, FIELDS_STAY, READ_THERE, WORDS
from forumhub.followup.register import Filters
from forumhub.minutes.circulation import all_remarks
from forumhub.minutes.corrigenda import skeletons
from forumhub.minutes.corrigenda.foreseen import CORRECTED_SINCE, FORESEEN, NO_ITEM
from forumhub.minutes.corrigenda.pairs import IMAGE
from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.following import follow_again
from forumhub.minutes.preparing import read_revision
from forumhub.minutes.queries import latest_revision
from forumhub.minutes.texts import TextsRefused
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader
from tests.client import Client
from tests.counting import counted
from tests.followup.examples import item
from tests.minutes.arranging import ENGLISH, Meeting, statements
from tests.minutes.chain.test_verify import export, heads, outcome
from tests.minutes.reading_pages import made
from tests.world import NOW

DUE = {"en": "due 2027-03-01", "zh": "期限 2027-03-01", "ru": "срок 2027-03-01"}
NEW_DAY = Correction("A-1", DUE, {code: words.replace("-03-", "-04-") for code, words in DUE.items()})
OFFICERS = Correction(
    "1",
    {"en": "Name the officers", "zh": "指定值班人员", "ru": "Назначить дежурных"},
    {"en": "Name three officers", "zh": "指定三名值班人员", "ru": "Назначить трёх дежурных"},
)
CORRECTED = {
    "en": "Name three officers on duty.",
    "zh": "指定三名值班人员。",
    "ru": "Назначить трёх дежурных.",
}


def follow(meeting: Meeting, ulid: str, correction: Correction) -> list[str]:
    """Agrees it, and says what became of A-1 by each corrigendum so far."""
    meeting.settle(meeting.correct(ulid, correction=correction))
    return outcomes()


def outcomes(code: str = "A-1") -> list[str]:
    return [each.outcome for each in corrections_of(item(code))]


def last_of(meeting: Meeting, kind: str) -> dict[str, object]:
    entries = [json.loads(entry) for entry in statements(meeting)]
    return next(each for each in reversed(entries) if each["type"] == f"forumhub/{kind}/v1")


def is_sound(meeting: Meeting) -> bool:
    register_id = meeting.row().register_id
    return ledger.check(register_id, ledger.head(register_id)) == []


def test_items_follow_a_corrigendum_once_every_party_agreed_it_and_not_before(meeting):
    ulid = meeting.agreed()
    before, frozen = item("A-1").texts, meeting.sources(ulid)
    corrigendum = meeting.correct(ulid, correction=OFFICERS)
    seen = [item("A-1").texts]
    meeting.circulate(corrigendum)
    meeting.approve(corrigendum, "CN")
    seen.append(item("A-1").texts)
    meeting.object(corrigendum, "BY")
    seen.append(item("A-1").texts)

    meeting.settle(corrigendum)

    action = item("A-1")
    assert (seen, outcomes("C-1"), outcomes("D-1")) == ([before] * 3, [], [])
    assert (action.texts, action.text, action.state) == (CORRECTED, CORRECTED["en"], "open")
    assert meeting.sources(ulid) == frozen
    (correction,) = corrections_of(action)
    assert (correction.outcome, correction.document_ulid, correction.number) == (WORDS, corrigendum, "")
    assert correction.before["zh"].endswith("：指定值班人员。")
    assert correction.after["zh"].endswith("：指定三名值班人员。")
    entry = db.session.query(AuditEntry).filter_by(act="followup.correct").one()
    assert (entry.subject, entry.details) == ("HLM/A-1", {"document": corrigendum, "outcome": WORDS})
    assert (entry.label, len(entry.readers)) == (CORRECTED["en"], 2)
    assert (is_sound(meeting), last_of(meeting, "agreement")["document"]) == (True, corrigendum)
    reader = meeting.world.reader("BY", "delegate")
    found = [found_by(reader, words) for words in ("三名", "трёх", "three", "the officers")]
    assert found == [1, 1, 1, 0]


def found_by(reader: Reader, words: str) -> int:
    return len(followup.register_page(reader, Filters(q=words), today=NOW.date()).items)


def test_a_day_follows_in_ledger_and_calendars(meeting, tmp_path):
    later = NOW + timedelta(days=1)
    corrigendum = meeting.correct(meeting.agreed(), correction=NEW_DAY)
    meeting.circulate(corrigendum)
    meeting.approve(corrigendum, "CN")
    meeting.approve(corrigendum, "BY", now=later)

    action = item("A-1")
    assert (outcomes(), action.due, action.due_on) == ([FIELDS], "2027-04-01", date(2027, 4, 1))
    assert (action.original_due_on, action.texts["en"]) == (date(2027, 4, 1), "Name the officers on duty.")
    due = last_of(meeting, "due")
    assert (due["item"], due["due"], due["document"]) == ("A-1", "2027-04-01", corrigendum)
    parts = export(meeting, meeting.world.app.config["INSTANCE"] / "files")
    assert outcome(parts, tmp_path, heads(parts)[-1])[0] == 0
    stored = db.session.query(CalendarObject).filter(CalendarObject.uid.contains("HLM-A-1")).all()
    told = {(b"20270401" in each.body, b"20270301" in each.body, each.changed_at) for each in stored}
    assert (told, len(stored)) == ({(True, False, later)}, 2)


def test_a_day_follows_once_every_language_says_it(meeting):
    ulid = meeting.agreed()
    english = Correction("A-1", {"en": NEW_DAY.was["en"]}, {"en": NEW_DAY.shall["en"]})
    others = Correction("A-1", {**NEW_DAY.was, "en": ""}, {**NEW_DAY.shall, "en": ""})

    alone = follow(meeting, ulid, english), item("A-1").due
    both = follow(meeting, ulid, others), item("A-1").due

    assert alone == ([FIELDS_STAY], "2027-03-01")
    assert both == ([FIELDS_STAY, FIELDS], "2027-04-01")


def write(meeting: Meeting, ulid: str, heading: str, *pairs: tuple[dict[str, str], dict[str, str]]) -> list[str]:
    """Agrees a corrigendum as it was written in the editor, and says what became of A-1 by each so far."""
    draft = meeting.correct(ulid, correction=Correction("A-1", {}, {"en": "Written in the editor."}))
    texts = {}
    for code, words in skeletons.WORDS.items():
        parts = [f"# {words.title % 'x'}", f"## 1. {heading}"]
        for was, shall in pairs:
            parts += [words.was, f"> {was[code]}", words.shall, f"> {shall[code] or words.nothing}"]
        texts[code] = "\n\n".join(parts) + "\n"
    meeting.save(draft, **texts)
    meeting.settle(draft)
    return outcomes()


OWNERS = {"en": "BY-MIA; with CN-MPS", "zh": "BY-MIA；会同 CN-MPS", "ru": "BY-MIA; совместно с CN-MPS"}
BOTH = dict.fromkeys(OWNERS, "CN-MPS, BY")
CLAUSES = {"en": "under CN-BY-2016 art. 2", "zh": "依据 CN-BY-2016 第2条", "ru": "согласно CN-BY-2016 ст. 2"}
NO_CLAUSE = {code: words.replace("2", "9") for code, words in CLAUSES.items()}
OTHER_CLAUSE = {
    "en": "under CN-BY-2016 art. 2.1",
    "zh": "依据 CN-BY-2016 art. 2.1",
    "ru": "согласно CN-BY-2016 ст. 2.1",
}
NOBODY = dict.fromkeys(OWNERS, "KZ")
ADDED = {"en": "from C-1; ", "zh": "源自 C-1；", "ru": "из C-1; "}


def test_owners_clauses_links_and_words_follow_one_corrigendum_after_the_other(meeting):
    ulid = meeting.agreed()
    officers = OFFICERS.was, OFFICERS.shall
    answering = {code: ADDED[code] + words for code, words in OTHER_CLAUSE.items()}

    write(meeting, ulid, "A-1", officers, (OWNERS, BOTH))
    owners = [(owner.code, owner.helps) for owner in item("A-1").owners]
    write(meeting, ulid, "A-1", (CLAUSES, answering))
    refused = write(meeting, ulid, "A-1", (BOTH, NOBODY), (OFFICERS.shall, OFFICERS.was))

    action = item("A-1")
    assert owners == [("CN-MPS", False), ("BY", False)] == [(each.code, each.helps) for each in action.owners]
    assert [clause.reference for clause in action.clauses] == ["CN-BY-2016 art. 2.1"]
    assert [(link.relation, link.target.code) for link in action.links] == [("from", "C-1")]
    assert (refused, action.texts["en"]) == ([FIELDS, FIELDS, FIELDS_STAY], "Name the officers on duty.")
    lost = write(meeting, ulid, "A-1", (NOBODY, BOTH), (CLAUSES, NO_CLAUSE))
    assert (lost[-1], is_sound(meeting)) == (READ_THERE, True)


def test_what_would_not_follow_is_said_while_it_is_a_draft(meeting):
    ulid = meeting.agreed()
    by = meeting.world.reader("BY", "secretary")
    owners = {**BOTH, "zh": "CN-MPS"}
    draft = meeting.correct(ulid, correction=Correction("A-1", OWNERS, owners))

    differing = remarks(meeting, draft, by)
    meeting.save(
        draft, **{code: text.replace("> CN-MPS\n", "> CN-MPS, BY\n") for code, text in meeting.sources(draft).items()}
    )
    alike = remarks(meeting, draft, by)
    meeting.save(draft, en=meeting.sources(draft)["en"].replace("> BY-MIA", "> BY-MFA"), zh="", ru="")
    lost = remarks(meeting, draft, by)

    assert differing == {code: [(9, FORESEEN[FIELDS_STAY], False)] for code in OWNERS}
    assert (alike, lost) == ({code: [] for code in OWNERS}, {"en": [(9, FORESEEN[READ_THERE], False)]})


def test_what_the_page_does_not_say_beyond_doubt_is_said_while_it_is_a_draft(meeting):
    ulid = meeting.agreed()
    by = meeting.world.reader("BY", "secretary")
    draft = meeting.correct(ulid, correction=NEW_DAY)
    sources = meeting.sources(draft)
    picture = "![due 2027-04-01](files/day.png)"

    meeting.save(draft, **{code: text.replace("A-1", "A-9") for code, text in sources.items()})
    other = remarks(meeting, draft, by)
    meeting.save(draft, **{**sources, "en": sources["en"].replace("> due 2027-03-01", "> due 2027-03-01\n\n> more")})
    longer = remarks(meeting, draft, by)
    meeting.save(draft, **{**sources, "en": sources["en"].replace("> due 2027-04-01", f"> {picture}")})
    with pytest.raises(TextsRefused) as refused:
        meeting.circulate(draft)

    assert other == {code: [(9, NO_ITEM, False)] for code in DUE}
    assert longer == {code: [(9, FORESEEN[READ_THERE], False)] for code in DUE}
    assert IMAGE in [remark.msgid for remark in refused.value.remarks["en"]]


def test_a_language_that_is_added_says_which_items_were_corrected_before(meeting):
    ulid = meeting.create()
    meeting.save(ulid, en=ENGLISH)
    meeting.settle(ulid)
    version = meeting.add_language(ulid)
    by = meeting.world.reader("BY", "secretary")
    before = remarks(meeting, version, by)

    alone = Correction("A-1", {"en": DUE["en"]}, {"en": "due 2027-04-01"})
    found = follow(meeting, ulid, alone)

    assert (before, found) == ({"ru": []}, [FIELDS])
    assert remarks(meeting, version, by) == {"ru": [(9, CORRECTED_SINCE, False)]}
    meeting.settle(version)


def remarks(meeting: Meeting, draft: str, by: Reader) -> dict[str, list[tuple[int, str, bool]]]:
    found = all_remarks(meeting.document(draft), read_revision(latest_revision(meeting.document(draft).id)), by)
    return {code: [(each.line, each.msgid, each.blocks) for each in of_text] for code, of_text in found.items()}


def test_corrigendum_is_proposed_of_words_as_an_earlier_one_left_them(meeting):
    ulid = meeting.agreed()
    again = Correction("A-1", {"en": "Name three officers"}, {"en": "Name four officers"})
    with pytest.raises(RuleBroken) as refused:
        meeting.correct(ulid, correction=again)

    follow(meeting, ulid, OFFICERS)
    found = follow(meeting, ulid, again)

    assert (refused.value.field, found) == ("was-en", [WORDS, WORDS])
    assert item("A-1").texts == {**CORRECTED, "en": "Name four officers on duty."}


def test_what_ended_or_was_put_off_since_stays_so(meeting):
    ulid, world = meeting.agreed(), meeting.world
    new = date(2027, 9, 1)
    parties = {code: db.session.get_one(Party, world.party[code]) for code in ("BY", "CN")}
    with writing():
        how = {"by": world.reader("BY", "secretary"), "now": NOW}
        agreeing.propose_due(item("A-1"), parties["BY"], new, **how)
        how["by"] = world.reader("CN", "secretary")
        agreeing.agree_due(item("A-1"), parties["CN"], new.isoformat(), **how)
        for code, party in parties.items():
            agreeing.cancel_item(item("A-1"), party, by=world.reader(code, "secretary"), now=NOW)

    follow(meeting, ulid, NEW_DAY)
    found = follow(meeting, ulid, OFFICERS)

    action = item("A-1")
    assert (found, action.state, action.texts) == ([FIELDS, WORDS], "cancelled", CORRECTED)
    assert (action.due, action.due_on, action.original_due_on) == ("2027-09-01", new, date(2027, 4, 1))


def test_an_installation_of_before_catches_up_once(meeting):
    ulid = meeting.agreed()
    before = item("A-1").texts
    made = meeting.settle(meeting.correct(ulid, correction=OFFICERS))
    meeting.sign(made, number="HLM/2026/1/Corr.1")
    with writing():
        db.session.query(ItemCorrection).delete()
        item("A-1").texts = before

    counts = []
    for _ in range(2):
        with writing():
            follow_again(NOW)
        counts.append((db.session.query(ItemCorrection).count(), item("A-1").lock_version))

    (correction,) = corrections_of(item("A-1"))
    assert (item("A-1").texts, correction.number, counts[0]) == (CORRECTED, "HLM/2026/1/Corr.1", counts[1])


SAID = {
    "en": "As corrected by corrigendum HLM/2026/1/Corr.1",
    "zh": "经更正 HLM/2026/1/Corr.1 更正",
    "ru": "В редакции исправления HLM/2026/1/Corr.1",
}


def test_page_of_an_item_names_its_corrigenda_in_each_language(held):
    ulid = made(held, "agreed")
    corrigendum = made(held, "correct", ulid, correction=OFFICERS)
    made(held, "settle", corrigendum)
    reader = held.world.signed_in("CN", "delegate")
    unsigned = reader.text("/follow-up/HLM/A-1")
    with held.world.app.app_context():
        held.sign(corrigendum, number="HLM/2026/1/Corr.1")

    with counted() as once:
        pages = shown(reader)
    with held.world.app.app_context():
        assert write(held, ulid, "A-1", (OWNERS, NOBODY)) == [WORDS, FIELDS_STAY]
    with counted() as twice:
        again = shown(reader)

    link = f'<a href="/minutes/{corrigendum}">'
    assert f"{link}As corrected by a corrigendum that is not signed yet</a>" in unsigned
    assert {code: f"{link}{words}</a>" in pages[code] for code, words in SAID.items()} == dict.fromkeys(SAID, True)
    assert '<p lang="zh">行动 A-1' in pages["zh"]
    assert "指定<ins>三名</ins>值班人员" in pages["zh"]
    assert ["Its fields stay as they were" in page for page in (pages["en"], again["en"])] == [False, True]
    assert len(once) == len(twice)


def shown(reader: Client) -> dict[str, str]:
    """The page of A-1 in each language."""
    pages = {}
    for code in SAID:
        reader.get(f"/language?to={code}")
        pages[code] = reader.text("/follow-up/HLM/A-1")
    return pages
