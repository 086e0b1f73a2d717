"""The pages: a file, its columns, what would happen, the import and its report; what is refused is said in words."""

import csv
import io
import re

import openpyxl
import pytest
import time_machine
from sqlalchemy import select

from forumhub.audit import AuditEntry
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.registration.lists import entering
from forumhub.registration.lists.models import DelegateList
from forumhub.registration.lists.views import importing
from tests.counting import counted
from tests.registration.examples import apply_all, make_people
from tests.registration.lists.arranging import PEOPLE, a_list, event_of, imported, names, real, workbook
from tests.registration.lists.examples import draft
from tests.world import NOW


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(app, world) -> str:
    with app.app_context():
        return event_of(world).ulid


@pytest.fixture
def organizer(world):
    return world.signed_in("BY", "organizer")


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def upload(organizer, event: str, data: bytes, name: str = "delegates.csv"):
    file = (io.BytesIO(data), name)
    return organizer.post(f"/events/{event}/registrations/import", {"file": file}, content_type="multipart/form-data")


def uploaded(organizer, event: str, data: bytes, name: str = "delegates.csv") -> str:
    """The address of the list that was read."""
    answer = upload(organizer, event, data, name)
    assert answer.status_code == 302, text_of(answer.get_data(as_text=True))
    return answer.location.removesuffix("/columns")


def names_of(app, event: str) -> list[str]:
    with app.app_context():
        return names(Event.query.where(Event.ulid == event).one())


def mapped(**columns: str) -> dict[str, str]:
    return {"party": "-", "twice": "ask", "empty_words": "y", **columns}


def test_list_is_uploaded_mapped_looked_at_and_entered(app, event, organizer):
    address = uploaded(organizer, event, a_list())
    columns = organizer.text(f"{address}/columns")
    sent = mapped(column_0="name", column_1="party", column_2="email", column_3="title")
    chosen = organizer.post(f"{address}/columns", sent)
    looked_at = text_of(organizer.text(address))
    started = organizer.post(f"{address}/start", {"confirmed": "yes"})
    report = text_of(organizer.text(address))

    assert columns.count(' selected value="') == 4 + 3 + 1  # each column, how it is read, whom rows come for
    assert (chosen.status_code, started.status_code) == (302, 302)
    assert "4 new · 0 not taken or repeated" in looked_at
    assert "2 of them have an address and would get one mail each." in looked_at
    assert "all 4 entered 4" in report
    assert names_of(app, event) == ["王芳", "Ірына Кавальчук", "Анна Смирнова", "Maria Weiss"]


def test_places_that_are_too_few_are_said_before_anybody_is_entered(app, organizer, world):
    with app.app_context():
        event = event_of(world, capacity=3).ulid

    looked_at = text_of(organizer.text(uploaded(organizer, event, a_list())))

    assert "3 places are free: the others would go on the waiting list." in looked_at


def test_workbook_is_imported_from_the_sheet_that_is_chosen(app, event, organizer):
    book = openpyxl.load_workbook(io.BytesIO(workbook(("Name", "Country"), ("Anna Weiss", "China"))))
    book.create_sheet("代表").append(("姓名", "国家"))
    book["代表"].append(("王芳", "中国"))
    target = io.BytesIO()
    book.save(target)
    address = uploaded(organizer, event, target.getvalue(), "代表.xlsx")

    organizer.post(f"{address}/reading", {"sheet": "代表", "heading": "1"})
    organizer.post(f"{address}/start", {"confirmed": "yes"})

    assert names_of(app, event) == ["王芳"]


def test_text_is_read_otherwise_where_that_is_chosen(event, organizer):
    address = uploaded(organizer, event, "Имя;Страна\r\nЮрий Ли;Китай\r\n".encode("cp866"))

    refused = organizer.post(f"{address}/reading", {"encoding": "utf-8", "delimiter": ";", "heading": "1"})
    again = organizer.post(f"{address}/reading", {"encoding": "windows-1252", "delimiter": ",", "heading": "0"})

    assert (refused.status_code, again.status_code) == (422, 302)
    assert "The file is not written in utf-8; choose another encoding." in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty; choose it again."),
        (b"%PDF-1.7", "This is no list: a file of the kind CSV or XLSX would be right."),
        (b"PK\x03\x04broken", "This is not a workbook that can be read; save it as XLSX or CSV again."),
        (b"a\n" * 20_001, "The file has more than 20000 rows; divide it into several lists."),
    ],
)
def test_file_that_is_refused_is_refused_beside_its_field(event, organizer, data: bytes, words: str):
    answer = upload(organizer, event, data)

    assert (answer.status_code, words in answer.get_data(as_text=True)) == (422, True)


def test_columns_without_a_name_are_refused_and_the_others_kept(event, organizer):
    address = uploaded(organizer, event, a_list())

    sent = mapped(column_0="", column_1="party", column_2="email", column_3="email")
    answer = organizer.post(f"{address}/columns", sent)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Say which column holds the names; without one nobody can be entered." in page
    assert page.count('<option selected value="email">') == 2


def test_meaning_that_two_columns_have_is_refused(event, organizer):
    address = uploaded(organizer, event, a_list())

    answer = organizer.post(
        f"{address}/columns", mapped(column_0="name", column_1="party", column_2="party", column_3="")
    )

    assert "Two columns have this meaning" in answer.get_data(as_text=True)


def test_parties_that_do_not_take_part_are_decided_one_by_one_or_together(app, event, organizer):
    rows = ("Anna Weiss,Greenpeace,,", "Li Wei,Mongolia,,", "Ed Low,WWF,,")
    address = uploaded(organizer, event, a_list(*rows))
    page = organizer.text(address)
    by_label = {label: name for name, label in re.findall(r'for="(text_\w+)">([^<]+)<', page)}

    chosen = {**dict.fromkeys(by_label.values(), ""), by_label["Mongolia"]: "CN"}
    organizer.post(address, {"others": "skip", "doubtful": "ask", **chosen})
    organizer.post(f"{address}/start", {"confirmed": "no"})

    assert sorted(by_label) == ["Greenpeace", "Mongolia", "WWF"]
    assert names_of(app, event) == ["Li Wei"]
    assert "left out 2" in text_of(organizer.text(address))


def test_a_column_that_holds_no_parties_is_decided_together(app, event, organizer):
    rows = [f"Anna Weiss {number},Firm {number},," for number in range(230)] + ["Li Wei,Firm 229,,"]
    address = uploaded(organizer, event, a_list(*rows))

    page = organizer.text(address)
    fields = dict.fromkeys(re.findall(r'name="(text_\w+)"', page), "")
    organizer.post(address, {"others": "skip", "doubtful": "ask", **fields})

    assert len(fields) == 200
    assert "Firm 229" in page  # which stands in two rows
    assert "The 200 that stand in most rows are shown" in page
    assert "There is nobody to enter" in text_of(organizer.text(address))


def test_somebody_who_may_be_known_is_shown_and_decided(app, event, organizer, world):
    with app.app_context():
        imported(a_list("Anna Smirnova,Belarus,,"), event_of(world, code="OLD"), world.reader("BY", "organizer"))
    address = uploaded(organizer, event, a_list("Анна Смирнова,Беларусь,,"))
    page = organizer.text(address)
    (same,) = re.findall(r'value="(same:\w+)"', page)

    organizer.post(address, {"others": "ask", "doubtful": "ask", "line_2": same})
    organizer.post(f"{address}/start", {"confirmed": "yes"})

    assert "the same as Anna Smirnova (BY, no address)" in page
    assert names_of(app, event) == ["Anna Smirnova"]


def test_choice_that_was_not_offered_is_refused(event, organizer):
    address = uploaded(organizer, event, a_list("Anna Weiss,Greenpeace,,"))

    answer = organizer.post(address, {"others": "everything", "doubtful": "ask"})

    assert answer.status_code == 422


def test_long_list_shows_its_progress_and_goes_on(app, event, organizer, monkeypatch):
    monkeypatch.setattr(entering, "BATCH", 1)
    monkeypatch.setattr(importing, "AT_FIRST", 0)
    address = uploaded(organizer, event, a_list())

    organizer.post(f"{address}/start", {"confirmed": "yes"})
    running, part = text_of(organizer.text(address)), organizer.get(f"{address}/progress")
    organizer.post(f"{address}/go-on")
    done = organizer.get(f"{address}/progress")

    assert "0 of 4 lines are done. You can close this page" in running
    assert ("HX-Refresh" in part.headers, 'hx-trigger="every 2s"' in part.get_data(as_text=True)) == (False, True)
    assert ("HX-Refresh" in done.headers, "hx-trigger" in done.get_data(as_text=True)) == (True, False)
    assert len(names_of(app, event)) == 4


def test_list_is_begun_once(event, organizer):
    address = uploaded(organizer, event, a_list())
    organizer.post(f"{address}/start", {"confirmed": "yes"})

    again = [organizer.post(f"{address}{end}", {"confirmed": "yes"}) for end in ("/start", "/columns", "/reading", "")]

    assert [answer.status_code for answer in again] == [422] * 4


def test_report_says_of_each_line_what_became_of_it_before_and_after(event, organizer):
    address = uploaded(organizer, event, a_list(PEOPLE[0], PEOPLE[0], ",China,,"))

    before = organizer.get(f"{address}/report.csv").get_data(as_text=True)
    organizer.post(f"{address}/start", {"confirmed": "yes"})
    after = organizer.get(f"{address}/report.csv").get_data(as_text=True)

    rows = [
        ["2", "王芳", "{}", ""],
        ["3", "王芳", "repeats another line", "The same as line 2, word for word."],
        ["4", "", "not taken", "There is no name in this row."],
    ]
    for text, word in ((before, "new"), (after, "entered")):
        found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]
        assert found == [[cell.format(word) for cell in row] for row in rows]


def test_draft_takes_the_place_of_the_one_before(app, event, organizer):
    uploaded(organizer, event, a_list(), "one.csv")
    uploaded(organizer, event, a_list(), "../lists/two.csv")

    with app.app_context():
        assert list(db.session.scalars(select(DelegateList.name))) == ["two.csv"]


def test_page_of_many_asks_the_database_as_often_as_one_of_few(app, event, organizer, world):
    few, many = (_asked(app, organizer, world, event, size) for size in (3, 150))

    assert many == few


def _asked(app, organizer, world, event: str, size: int) -> int:
    rows = [f"Person {number},China,p{number}@example.org," for number in range(size)]
    with app.app_context():
        found = Event.query.where(Event.ulid == event).one()
        address = f"/registrations/lists/{draft(found, world.reader('BY', 'organizer'), a_list(*rows)).ulid}"
    organizer.text(address)
    with counted() as seen:
        organizer.text(address)
    return len(seen)


def test_hostile_cells_are_text_on_every_page(app, event, organizer, shared_data):
    hostile = (shared_data / "hostile").glob("*")
    found = [line for path in hostile for line in path.read_text(errors="ignore").splitlines()]
    lines = [line.replace('"', '""') for line in found if "\0" not in line and 3 < len(line.strip()) <= 180]
    data = a_list(*(f'"{line}",China,,"{line}"' for line in dict.fromkeys(lines)))
    address = uploaded(organizer, event, data, "../../etc/passwd<script>.csv")

    pages = [organizer.text(path) for path in (f"{address}/columns", address)]
    unsafe = organizer.post(f"{address}/start", {"confirmed": "yes"})
    pages += [organizer.text(address), organizer.text(f"/events/{event}/registrations")]

    assert unsafe.status_code == 302
    assert all(re.findall(r"<(script|img|svg|iframe)[^>]*(onerror|alert|onload)", page) == [] for page in pages)
    assert len(names_of(app, event)) >= 50


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_has_the_columns_that_were_chosen_and_is_written_down(app, event, organizer, world, kind: str):
    with app.app_context():
        found = Event.query.where(Event.ulid == event).one()
        imported(a_list("=cmd|' /C calc'!A0,China,a@example.org,", PEOPLE[1]), found, world.reader("BY", "organizer"))

    answer = organizer.post(f"/events/{event}/registrations/export", {"columns": ["name", "party"], "kind": kind})

    assert rows_in(answer.data, kind) == [
        ("name", "party"),
        ("Ірына Кавальчук", "BY"),
        ("'" * (kind == "csv") + "=cmd|' /C calc'!A0", "CN"),
    ]
    with app.app_context():
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "registration.export"))
        assert entry.details == {"people": 2, "columns": ["name", "party"]}


def rows_in(data: bytes, kind: str) -> list[tuple]:
    if kind == "csv":
        return [tuple(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def test_secretary_takes_out_those_of_their_own_party(app, event, world):
    with app.app_context():
        imported(a_list(), Event.query.where(Event.ulid == event).one(), world.reader("BY", "organizer"))

    sent = {"columns": ["name"], "kind": "csv"}
    answer = world.signed_in("CN", "secretary").post(f"/events/{event}/registrations/export", sent)

    assert rows_in(answer.data, "csv") == [("name",), ("Maria Weiss",), ("王芳",)]


def test_export_of_a_filtered_list_is_filtered_and_of_no_column_is_refused(app, event, organizer, world):
    with app.app_context():
        apply_all(Event.query.where(Event.ulid == event).one(), make_people(world, 2))
        imported(a_list(), Event.query.where(Event.ulid == event).one(), world.reader("BY", "organizer"))
    address = f"/events/{event}/registrations/export"

    page = text_of(organizer.text(f"{address}?party=BY"))
    answer = organizer.post(f"{address}?party=BY&ulid=x&_external=1", {"columns": ["name"], "kind": "csv"})
    refused = organizer.post(address, {"kind": "csv"})

    assert "2 people are in the list. It is filtered as the page was" in page
    assert rows_in(answer.data, "csv") == [("name",), ("Ірына Кавальчук",), ("Анна Смирнова",)]
    assert (refused.status_code, "Choose one column at least." in refused.get_data(as_text=True)) == (422, True)


def test_real_list_of_738_people_is_mapped_by_itself(app, event, organizer, shared_data):
    address = uploaded(organizer, event, real(shared_data, "INC10"))

    page = text_of(organizer.text(address))

    assert "738 rows for" in page
    assert "0 not taken" not in page
    assert "These parties do not take part 226" in page
