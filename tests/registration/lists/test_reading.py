"""What is read of files of all kinds, and what is refused, early and in words."""

import csv
import io
import warnings
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration.lists.reading import cells as bounds
from forumhub.registration.lists.reading.encoding import CHINESE, CYRILLIC, WESTERN, guess
from forumhub.registration.lists.reading.files import read_list
from forumhub.spreadsheet import FORMULA_STARTS, as_csv, as_xlsx
from tests.registration.lists.arranging import workbook

RUSSIAN = "ФИО;Страна;Должность\r\nАнна Смирнова;Россия;Советник\r\nІрына Кавальчук;Беларусь;Консультант\r\n"
CHINA = "姓名,国家,职务\r\n王芳,中国,处长\r\n李伟,中国,一等秘书\r\n"
FRENCH = "Nom,Délégation\r\nChargé d'affaires Genève,Sénégal\r\n"


def texts(data: bytes, **how: str) -> list[tuple[str, ...]]:
    return [record.cells for record in read_list(data, **how).records]


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8"),
        (RUSSIAN, "utf-16", "utf-16"),
        (RUSSIAN, "utf-16-be", "utf-16"),
        (RUSSIAN, "utf-16-le", "utf-16"),
        (RUSSIAN, "cp1251", CYRILLIC),
        (CHINA, "utf-16", "utf-16"),
        (CHINA, "gb18030", CHINESE),
        (CHINA, "gbk", CHINESE),
        (FRENCH, "cp1252", WESTERN),
    ],
)
def test_encoding_is_found_by_what_the_bytes_are(text: str, written: str, found: str):
    table = read_list(text.encode(written))

    assert table.encoding == found
    assert [list(record.cells) for record in table.records] == list(
        csv.reader(io.StringIO(text), delimiter=table.delimiter)
    )


def test_encoding_that_was_chosen_and_does_not_fit_is_refused():
    with pytest.raises(RuleBroken) as refused:
        read_list("王芳,中国".encode("gb18030"), encoding="utf-8")

    assert (refused.value.field, str(refused.value)) == (
        "encoding",
        "The file is not written in utf-8; choose another encoding.",
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(data: bytes):
    try:
        read = len(read_list(data).records)
    except RuleBroken:  # any other error fails the test
        read = 1

    assert read > 0


@given(st.binary(max_size=200))
def test_zip_with_any_bytes_is_read_or_refused_in_words(data: bytes):
    with pytest.raises(RuleBroken):
        read_list(b"PK\x03\x04" + data)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_the_one_that_makes_even_rows(delimiter: str):
    rows = [["Name", "Title"], ["Maria Weiss", "Counsellor, Environment"], ["王芳", "处长"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)

    table = read_list(text.getvalue().encode())

    assert (table.delimiter, [list(record.cells) for record in table.records]) == (delimiter, rows)


def test_line_ends_in_quotes_stay_and_each_record_knows_its_first_line():
    table = read_list(b'Name,Title\r\n"Maria Weiss","First\nSecretary"\r\n\r\nAnna,\r\n')

    assert [(record.number, record.cells) for record in table.records] == [
        (1, ("Name", "Title")),
        (2, ("Maria Weiss", "First\nSecretary")),
        (5, ("Anna",)),
    ]


def test_quotation_mark_that_is_never_closed_is_named():
    with pytest.raises(RuleBroken, match="A quotation mark is opened and never closed"):
        read_list(b'Name,Title\r\n"Maria Weiss,First Secretary\r\nAnna,Second\r\n')


def test_quotation_marks_within_words_are_taken_as_they_stand():
    assert texts(b'Name,Title\r\nMaria Weiss,Head of "Ecology" unit\r\n')[1] == (
        "Maria Weiss",
        'Head of "Ecology" unit',
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty; choose it again."),
        (b" \r\n ", "The file is empty; choose it again."),
        (b"\xef\xbb\xbf,,\r\n,,", "The file holds no text: a list with one person in each row would be right."),
        (
            b"x" * (bounds.MOST_BYTES + 1),
            "The file is larger than 10 MB; a list of that many people is better divided.",
        ),
        (b"a\n" * 20_001, "The file has more than 20000 rows; divide it into several lists."),
        (
            b"Name\n" + b"," * 100 + b"x",
            "Line 2 has more than 100 columns; choose another delimiter, or take columns out.",
        ),
        (
            b"Name\n" + b"x" * 5_001,
            "A cell in line 2 has more than 5000 characters. Perhaps a quotation mark is never closed.",
        ),
        (
            b"Name\n" + b"x" * 200_000,
            "A cell in line 2 has more than 5000 characters. Perhaps a quotation mark is never closed.",
        ),
        (b"%PDF-1.7 ...", "This is no list: a file of the kind CSV or XLSX would be right."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...",
            "This is a workbook of an older kind, or one with a password; save it as XLSX without a password.",
        ),
        (b"PK\x03\x04 ...", "This is not a workbook that can be read; save it as XLSX or CSV again."),
    ],
)
def test_what_is_no_list_or_too_large_is_refused_in_words(data: bytes, reason: str):
    with pytest.raises(RuleBroken) as refused:
        read_list(data)

    assert str(refused.value) == reason


def test_twenty_thousand_rows_are_read():
    assert len(read_list(b"Anna Smirnova,China\n" * 20_000).records) == 20_000


def test_workbook_gives_numbers_and_days_as_text():
    row = ("Anna", 5, 5.5, 7.0, True, date(2027, 3, 11), datetime(2027, 3, 11, 9, 30), None, "x")

    assert texts(workbook(row)) == [("Anna", "5", "5.5", "7", "TRUE", "2027-03-11", "2027-03-11 09:30:00", "", "x")]


def test_workbook_is_read_from_the_sheet_that_is_chosen_else_the_first_with_text():
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    for name in ("Guests", "代表"):
        book.create_sheet(name).append((name, "1"))
    target = io.BytesIO()
    book.save(target)

    first, chosen = read_list(target.getvalue()), read_list(target.getvalue(), sheet="代表")

    assert (first.sheet, first.sheets) == ("Guests", ("Empty", "Guests", "代表"))
    assert chosen.records[0].cells == ("代表", "1")


def test_formula_is_not_evaluated_its_text_stands_where_no_value_was_saved():
    table = read_list(workbook(("Name", "Sum"), ("Anna", "=1+1"), ("Li", '=HYPERLINK("http://example.org")')))

    assert [record.cells[1] for record in table.records] == ["Sum", "=1+1", '=HYPERLINK("http://example.org")']
    assert table.formulas == 2


def test_formula_gives_the_value_that_was_saved_with_it():
    data = changed(workbook(("Anna", "=1+1")), "xl/worksheets/sheet1.xml", b"<v />", b"<v>2</v>", b"<v></v>")

    assert texts(data) == [("Anna", "2")]


def changed(data: bytes, part: str, *words: bytes) -> bytes:
    """The workbook with a part in which the first of the words, or the third, is replaced by the second."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            body = source.read(name)
            if name == part:
                old = next(each for each in (words[0], *words[2:]) if each in body)
                body = body.replace(old, words[1])
            archive.writestr(name, body)
    return target.getvalue()


def test_workbook_with_entities_is_refused_before_it_is_parsed():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><worksheet '

    with pytest.raises(RuleBroken) as refused:
        read_list(changed(workbook(("Anna",)), "xl/worksheets/sheet1.xml", b"<worksheet ", bomb))

    assert str(refused.value) == "The workbook declares XML entities, which no spreadsheet does."


def test_entities_written_in_utf_16_are_seen_as_well():
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><sst/>'.encode("utf-16")
    source, target = zipfile.ZipFile(io.BytesIO(workbook(("Anna",)))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, bomb if name == "xl/theme/theme1.xml" else source.read(name))

    with pytest.raises(RuleBroken, match="declares XML entities"):
        read_list(target.getvalue())


def test_zip_bomb_is_refused_by_what_it_would_unpack_to():
    target = io.BytesIO(workbook(("Anna",)))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"xl/media/{number}.bin", b"\0" * (10 * 1024 * 1024))

    with pytest.raises(RuleBroken) as refused:
        read_list(target.getvalue())

    assert str(refused.value) == "The workbook unpacks to more than 100 MB; take out what is not the list."


def test_names_in_an_archive_that_lead_elsewhere_are_never_unpacked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    target = io.BytesIO(workbook(("Anna",)))
    with zipfile.ZipFile(target, "a") as archive, warnings.catch_warnings():
        archive.writestr("../../escaped.txt", "x")
        archive.writestr("/tmp/escaped-by-a-list.txt", "x")

    assert texts(target.getvalue()) == [("Anna",)]
    assert list(tmp_path.iterdir()) == []


def test_cell_far_to_the_right_is_refused_and_does_not_fill_the_memory():
    book = openpyxl.Workbook()
    for row in range(1, 200):
        book.active.cell(row=row, column=16_384, value="x")
    target = io.BytesIO()
    book.save(target)

    with pytest.raises(RuleBroken):
        read_list(target.getvalue())


def test_rows_without_end_are_refused():
    book = openpyxl.Workbook()
    book.active.cell(row=1, column=1, value="Anna")
    book.active.cell(row=1_000_000, column=1, value="Li")
    target = io.BytesIO()
    book.save(target)

    with pytest.raises(RuleBroken, match="more than 20000 rows"):
        read_list(target.getvalue())


@given(st.lists(st.text(st.characters(exclude_categories=["C"]), max_size=30), min_size=1, max_size=6))
@example(["'=1", "a;'=1", "a;=1;''-", "''", 'a;"=1', "a;'\"=1"])
def test_what_was_written_as_a_file_is_read_as_it_was(texts_of_row: list[str]):
    row = tuple(text + "x" for text in texts_of_row)

    assert texts(as_xlsx("list", [row])) == [row]
    assert texts(as_csv([row]).encode(), delimiter=",") == [row]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_of_a_workbook_is_a_formula(start: str):
    data = as_xlsx("list", [(start + "cmd|' /C calc'!A0",)])

    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A1"]

    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert not as_csv([(start + "x",)]).removeprefix("\ufeff").startswith(start)


def test_guess_of_an_encoding_says_something_for_nothing():
    assert guess(b"") == "utf-8"
