"""What files are taken for what they say they are, whatever bytes they are."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forumhub import files
from forumhub.errors import RuleBroken
from forumhub.unseen import has_unseen
from tests.events.papers.examples import sample

ENDINGS = st.sampled_from(sorted(files.MEDIA_TYPES))


@given(ENDINGS, st.binary(max_size=400), st.binary(max_size=60), st.integers(0, 400))
def test_any_content_is_taken_or_refused_with_words(kind, content, inserted, at):
    real = sample(kind)

    taken = [is_taken(kind, mixed) for mixed in (content, real[:at] + inserted + real[at:], real[:at], real)]

    assert taken[3]


def is_taken(kind: str, content: bytes) -> bool:
    """Whether it is; anything but taking and refusing with words fails the test."""
    stream = BytesIO(content)
    try:
        files.check_content(f"a{kind}", stream)
    except RuleBroken:
        return False
    return stream.tell() == 0


@given(ENDINGS, ENDINGS)
def test_a_file_is_not_taken_under_the_ending_of_another_kind(kind, other):
    binary = {*files.SIGNATURES, *files.PARTS, ".odt"}
    same = kind == other or {kind, other} in ({".jpg", ".jpeg"}, {".tif", ".tiff"})
    alike = same or not {kind, other} & binary
    assume(alike or other in binary)

    assert is_taken(other, sample(kind)) == alike


@given(st.text())
def test_a_name_is_one_part_of_a_path_and_shows_all_that_it_is(name):
    plain = files.plain_name(name)

    assert (Path(plain).name or plain) == plain or plain in {".", ".."}
    assert len(plain) <= files.LONGEST_NAME
    assert not has_unseen(plain)


def test_text_in_the_encodings_of_both_capitals_is_taken():
    for encoding in ("utf-8", "utf-16", "gb18030", "cp1251"):
        text = "План" if encoding == "cp1251" else "工作计划 План"

        files.check_content("plan.txt", BytesIO(text.encode(encoding)))


def test_a_name_loses_what_is_not_seen_and_keeps_how_it_is_written():
    names = ["a\u200bb\u2060.pdf", "\ufeffДоклад\u00ad.txt", "\u3164\ufe00附件葛\U000e0100.pdf"]

    plain = [files.plain_name(name) for name in names]

    assert plain == ["ab.pdf", "Доклад.txt", "附件葛\U000e0100.pdf"]


ODD = st.one_of(
    st.text(max_size=60), st.sampled_from(["", ".", "..", "CON", "com1.pdf", "a/../b", "文" * 300 + ".pdf"])
)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("WP.1 zh 工作计划草案.pdf", "WP.1 zh 工作计划草案.pdf"),
        ("ST.1 ru Проект: план?.docx", "ST.1 ru Проект_ план_.docx"),
        ("../../etc/passwd", "_._etc_passwd"),
        ("nul.pdf", "_nul.pdf"),
        ("x\u202egpj.exe", "xgpj.exe"),
        ("100%#1.pdf", "100__1.pdf"),
        ("", "_"),
        ("ПРИЛОЖЕНИЕ.pdf", "ПРИЛОЖЕНИЕ.pdf"),
    ],
)
def test_a_name_keeps_its_script_and_loses_what_systems_refuse(name, safe):
    assert files.safe_name(name, set(), but="#%") == safe


@settings(max_examples=80)
@given(st.lists(ODD, max_size=8))
def test_names_are_different_short_and_within_their_folder(names):
    taken: set[str] = set()

    safe = [files.safe_name(name, taken) for name in names]

    assert len({name.casefold() for name in safe}) == len(names)
    for name in safe:
        assert 0 < len(name.encode()) <= files.MOST_NAME_BYTES
        assert not set(name) & set(files.FORBIDDEN)
        assert name.strip(" ") == name
        assert not name.startswith(".")
        assert not name.endswith(".")


def test_a_name_that_is_taken_whatever_its_case_is_counted():
    assert files.safe_name("Приложение #1.pdf", {"приложение #1.pdf"}) == "Приложение #1 (2).pdf"


@pytest.mark.parametrize(("most", "kept"), [(files.MOST_NAME_BYTES, True), (files.MOST_PATH_BYTES, False)])
@pytest.mark.parametrize("name", ["方案" * 21 + "（修订稿）.png", "План действий сторон" * 4 + " (приложение 3).png"])
def test_a_long_name_is_kept_where_no_folders_stand_before_it(name, most, kept):
    assert (files.safe_name(name, set(), most=most) == name) == kept
