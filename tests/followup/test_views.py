import csv
import io
import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.followup import actions
from forumhub.mail.models import OutboxMail
from forumhub.parties.models import Party
from forumhub.spreadsheet import as_csv
from tests.counting import counted
from tests.followup import examples
from tests.followup.examples import item
from tests.world import NOW

ITEM = "/follow-up/HLM/A-1"


@pytest.fixture
def agreed(world):
    examples.arranged(world)


def reported(world, code: str = "A-1") -> None:
    with world.app.app_context(), writing():
        by, party = world.reader("BY", "secretary"), db.session.get(Party, world.party["BY"])
        actions.report_item(item(code), party, "reported", words="Список передан.", by=by, now=NOW)


def state(world, code: str = "A-1") -> str:
    with world.app.app_context():
        return item(code).state


def test_the_register_shows_owners_clauses_and_what_is_overdue(world, agreed):
    page = world.signed_in("BY", "delegate").text("/follow-up")

    assert page.index("HLM/A-2") < page.index("HLM/A-1")
    assert "Name the officers on duty." in page
    assert "/agreements/CN-BY-2016#art-2" in page
    assert "Overdue" in page


@pytest.mark.parametrize(("moment", "late"), [("2026-11-20T23:00", False), ("2026-11-21T01:00", True)])
def test_every_page_calls_an_action_overdue_by_the_day_in_utc(world, agreed, moment, late):
    with world.app.app_context():
        event = item("A-2").event.ulid
    pages = ["/", "/follow-up/HLM/A-2", "/agreements/CN-BY-2016", f"/events/{event}"]

    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=UTC)):
        beijing, minsk = world.signed_in("CN", "secretary"), world.signed_in("BY", "secretary")
        said = {page: "verdue" in beijing.text(page) for page in pages}
        there = {page: "verdue" in minsk.text(page) for page in pages[1:]}

    assert said == dict.fromkeys(pages, late)
    assert there == dict.fromkeys(pages[1:], late)


def test_of_three_parties_an_owner_that_reported_confirms_and_another_closes(world):
    with world.app.app_context(), writing():
        of = examples.event(world, register="TRI", codes=("CN", "BY", "KZ"))
        examples.issue(of, ACTION=1)
        examples.agreed(world, of, en="## 1. x\n\n- **ACTION A-1** (BY, CN; due ongoing): x.\n")
        for code in ("BY", "CN"):
            by, party = world.reader(code, "secretary"), db.session.get_one(Party, world.party[code])
            actions.report_item(item("A-1", "TRI"), party, "reported", words="x", by=by, now=NOW)
    browsers, path = {code: world.signed_in(code, "secretary") for code in ("CN", "BY", "KZ")}, "/follow-up/TRI/A-1"

    def offered() -> dict[str, list[str]]:
        """The page's first button; the desk asks those who have one."""
        pages = {code: each.text(path) for code, each in browsers.items()}
        found = {code: re.findall(r'btn-primary"[^>]*>([^<]+)</a>', page) for code, page in pages.items()}
        asked = {code for code, each in browsers.items() if "Reported done by" in each.text("/")}
        assert asked == {code for code, buttons in found.items() if buttons}
        return found

    both, asked = offered(), browsers["CN"].text(f"{path}/close")
    desks = {
        code: re.findall(r"Reported done by the other side\. (\w+) or", each.text("/"))
        for code, each in browsers.items()
    }
    confirmed = browsers["CN"].post(f"{path}/close", {"party": "CN", "words": ""})
    after = offered()
    browsers["BY"].post(f"{path}/close", {"party": "BY", "words": ""})

    assert both == {"CN": ["Confirm"], "BY": ["Confirm"], "KZ": ["Close"]}
    assert desks == both
    assert "Your party reported its own part, which no other has confirmed yet." in asked
    assert (confirmed.status_code, after) == (302, {"CN": [], "BY": ["Close"], "KZ": ["Close"]})
    with world.app.app_context():
        assert item("A-1", "TRI").state == "closed"


def test_the_register_filters_and_keeps_the_filters_in_its_links(world, agreed):
    page = world.signed_in("CN", "observer").text("/follow-up?organ=CN-MPS&agreement=CN-BY-2016")

    assert ("HLM/A-2" in page, "HLM/A-1" in page) == (True, False)
    assert "?organ=CN-MPS&amp;agreement=CN-BY-2016&amp;state=closed" in page
    assert '<option value="CN-MPS" selected>' in page


def test_an_empty_register_says_what_would_be_here(world):
    page = world.signed_in("KZ", "delegate").text("/follow-up")

    assert "Actions come from minutes" in page


def test_the_register_page_takes_a_constant_number_of_queries(world, agreed):
    client = world.signed_in("BY", "delegate")
    client.text("/follow-up")

    numbers = []
    for address in ("/follow-up?register=HLM&q=A-1", "/follow-up?kind=all"):
        with counted() as selects:
            client.text(address)
        numbers.append(len(selects))

    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("address", ["?page=x", "?page=-4", "?kind=%00", "?state=lost", "?sort=1", "?q=%25%5C%27%22"])
def test_an_address_that_makes_no_sense_still_gives_the_page(world, agreed, address):
    assert world.signed_in("BY", "delegate").get(f"/follow-up{address}").status_code == 200


def test_the_file_holds_what_the_list_shows(world, agreed):
    with time_machine.travel(NOW):
        answer = world.signed_in("BY", "delegate").get("/follow-up.csv?organ=BY-MIA")

    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert rows[1:] == [
        ["HLM/A-1", "Action", "Name the officers on duty.", "BY-MIA", "CN-MPS", "2027-03-01", "2027-03-01", "Open",
         "CN-BY-2016 art. 2", "2026-11-12", "", "", ""]
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_text(start):
    text = as_csv([[f"{start}cmd|'/C calc'!A0", "行动"]])

    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [[f"'{start}cmd|'/C calc'!A0", "行动"]]


@pytest.mark.parametrize("quoting", [csv.QUOTE_NONE, csv.QUOTE_MINIMAL])
def test_no_cell_begins_like_a_formula_where_semicolons_part_them(quoting):
    asked = ["Ivan;=cmd|'/C calc'!A0", "МВД\n@SUM(1)", 'a;"=1+2;x', 'b\n"-1', "a - b; c"]
    written = as_csv([["x", text] for text in asked]).removeprefix("\ufeff")

    cells = [cell for row in csv.reader(io.StringIO(written), delimiter=";", quoting=quoting) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))] == []
    assert "a - b; c" in written


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Name the officers on duty."), ("zh", "指定值班人员。"), ("ru", "Назвать дежурных.")],
)
def test_an_item_shows_its_words_in_every_language_the_readers_first(world, agreed, language, words):
    client = world.signed_in("BY", "delegate")
    client.get(f"/language?to={language}")

    page = client.text(ITEM)

    everywhere = page.index('<article class="sheet"')
    assert page.index(words, everywhere) == min(
        page.index(text, everywhere) for text in ("Name the officers", "指定值班人员", "Назвать дежурных")
    )


def test_an_item_links_to_its_meeting_paragraph_clause_and_origin(world, agreed):
    with world.app.app_context():
        event, document = item("A-1").event.ulid, item("A-1").document_ulid

    page = world.signed_in("CN", "delegate").text(ITEM)

    addresses = (f"/events/{event}", f"/minutes/{document}#A-1", "/agreements/CN-BY-2016#art-2", "/follow-up/HLM/D-1")
    assert [address for address in addresses if f'href="{address}"' not in page] == []


@pytest.mark.parametrize(
    ("code", "role", "shown"),
    [
        ("BY", "secretary", ["report"]),
        ("BY", "delegate", []),
        ("CN", "organizer", []),
    ],
)
def test_an_open_action_offers_what_the_reader_may_do(world, agreed, code, role, shown):
    page = world.signed_in(code, role).text(ITEM)

    assert [step for step in ("report", "close", "return") if f'href="{ITEM}/{step}"' in page] == shown


def test_an_owner_reports_with_a_file_that_the_other_side_opens(world, agreed):
    client = world.signed_in("BY", "secretary")
    upload = (BytesIO("Дежурные: …".encode()), "Документы/Список 名单.txt")

    answer = client.post(f"{ITEM}/report", {"party": "BY", "act": "reported", "words": "Передано.", "files": upload})
    page = world.signed_in("CN", "secretary").text(ITEM)
    address, name = re.findall(rf'href="({ITEM}/files/\w+)" download>([^<]+)<', page)[0]
    file = world.signed_in("CN", "observer").get(address)

    assert (answer.status_code, state(world)) == (302, "reported")
    assert (name, file.get_data(as_text=True)) == ("Список 名单.txt", "Дежурные: …")
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert world.signed_in("KZ", "secretary").get(address).status_code == 404


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"act": "closed", "words": "已完成"}, "Not a valid choice"),
        ({"act": "reported", "words": "已完成", "files": (b"x", "病毒.exe")}, "is not taken"),
        ({"act": "reported", "words": "已完成", "files": (b"", "пусто.txt")}, "The file is empty"),
    ],
)
def test_a_report_that_is_refused_keeps_what_was_typed(world, agreed, data, message):
    typed = {"party": "BY", "evidence": "照会 7", **data}
    if "files" in data:
        typed["files"] = BytesIO(data["files"][0]), data["files"][1]

    answer = world.signed_in("BY", "secretary").post(f"{ITEM}/report", typed)

    page = answer.get_data(as_text=True)
    assert (answer.status_code, state(world)) == (422, "open")
    assert (message in page, "照会 7" in page) == (True, True)


def test_the_other_side_closes_and_all_are_told(world, agreed):
    reported(world)
    client = world.signed_in("CN", "secretary")

    shown = client.text(f"{ITEM}/close")
    answer = client.post(f"{ITEM}/close", {"party": "CN", "words": "已核实。"})

    assert "Список передан." in shown
    assert (answer.location, state(world)) == (ITEM, "closed")
    with world.app.app_context():
        mails = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "item_step"))
        told = sorted((mail.snapshot["act"], mail.recipient) for mail in mails)
    assert told == [
        ("closed", "secretariat.by@example.org"),
        ("closed", "secretariat.cn@example.org"),
        ("reported", "secretariat.by@example.org"),
        ("reported", "secretariat.cn@example.org"),
    ]


def test_a_return_without_a_reason_is_refused(world, agreed):
    reported(world)
    client = world.signed_in("CN", "head_of_delegation")

    form = client.text(f"{ITEM}/return")
    refused = client.post(f"{ITEM}/return", {"party": "CN", "words": ""})
    answer = client.post(f"{ITEM}/return", {"party": "CN", "words": "Не хватает телефона."})

    assert (refused.status_code, answer.status_code, state(world)) == (422, 302, "in_progress")
    assert "Say what is still missing" in refused.get_data(as_text=True)
    assert ('<label for="words">In words</label>' in form, "optional" in form) == (True, False)


def test_the_reporting_party_is_not_let_in_to_close(world, agreed):
    reported(world)
    client = world.signed_in("BY", "secretary")

    assert client.get(f"{ITEM}/close").status_code == 403
    assert client.post(f"{ITEM}/close", {"party": "CN"}).status_code == 403
    assert state(world) == "reported"


def test_what_both_own_is_confirmed_first(world, agreed):
    reported(world, "A-3")
    client = world.signed_in("CN", "secretary")

    page = client.text("/follow-up/HLM/A-3/close")
    client.post("/follow-up/HLM/A-3/close", {"party": "CN"})

    assert "Confirm HLM/A-3" in page
    assert state(world, "A-3") == "reported"


def test_an_item_of_others_is_as_if_it_never_was(world, agreed, time_machine):
    time_machine.move_to(NOW, tick=False)  # a page's CSRF token holds its second
    client = world.signed_in("KZ", "secretary")

    hidden, missing = client.get(ITEM), client.get("/follow-up/HLM/A-999")

    assert (hidden.status_code, hidden.get_data()) == (404, missing.get_data())


@pytest.mark.parametrize("address", ["/follow-up/HLM%00/A-1", "/follow-up/HLM/A-1%00", f"{ITEM}/files/%00"])
def test_an_address_with_a_nul_is_as_if_it_never_was(world, agreed, address):
    assert world.signed_in("BY", "delegate").get(address).status_code == 404


def test_a_report_with_a_nul_is_taken_without_it(world, agreed):
    data = {"party": "BY", "act": "blocked", "words": "нет\0 ответа", "evidence": "照\0会"}

    answer = world.signed_in("BY", "secretary").post(f"{ITEM}/report", data)

    assert (answer.status_code, state(world)) == (302, "blocked")
    assert "нет ответа" in world.signed_in("CN", "delegate").text(ITEM)


def test_words_where_files_belong_are_no_files(world, agreed):
    secretary = world.signed_in("BY", "secretary")

    answer = secretary.post(f"{ITEM}/report", {"party": "BY", "act": "reported", "words": "完成", "files": "x.pdf"})

    assert (answer.status_code, state(world)) == (302, "reported")


def test_what_is_a_formula_in_chinese_spreadsheets_stays_text():
    assert as_csv([["＝1+1", "＠a", "完成"]]) == "\ufeff'＝1+1,'＠a,完成\r\n"


def test_evidence_is_of_the_kind_that_its_name_says_and_reads_as_it(world, agreed):
    secretary = world.signed_in("BY", "secretary")
    for name in ("first.txt", "отчёт\u202efdp.csv"):
        files = {"party": "BY", "act": "in_progress", "words": "报告", "files": (BytesIO(b"same bytes"), name)}
        secretary.post(f"{ITEM}/report", files, content_type="multipart/form-data")

    links = re.findall(r'href="(/follow-up/HLM/A-1/files/[^"]+)"[^>]*>([^<]+)', secretary.text(ITEM))

    kinds = [secretary.get(link).mimetype for link, _name in links]
    assert [name for _link, name in links] == ["first.txt", "отчётfdp.csv"]
    assert kinds == ["text/plain", "text/csv"]
