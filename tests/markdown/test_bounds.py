"""No text holds a thread for long: limits before parsing, and a process that is killed."""

import json
import os
import subprocess
import sys
import threading
import time

import pytest

from forumhub.errors import ForumhubError
from forumhub.markdown import TooMuch, TooSlow, decode, items_as_json, read, read_bounded
from forumhub.markdown.limits import MAX_BYTES
from forumhub.minutes.renditions.walking import blocks_of
from tests.markdown import texts

SLOW = "\\*" * 120_000


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("[" * 20_000, "Line 1 has more than 60 brackets in a row."),
        ("x\n" + "![" * 5_000, "Line 2 has more than 60 brackets in a row."),
        ("".join(f"[^{n}] " for n in range(7_000)), "The text has more than 300 footnotes."),
        ("# 同\n\n" * 12_000, "The text has more than 1000 headings."),
        ("a\n-\n\n" * 12_000, "The text has more than 1000 headings."),
        ("- - -\n" * 33_000, "The text has more than 1000 lines that are drawn across the page."),
        ("***\n" * 30_000, "The text has more than 1000 lines that are drawn across the page."),
        ("".join(f"[{n}]: x\n" for n in range(2_000)), "The text has more than 1000 definitions of links."),
        ("x\n\n" + "[a](" * 10_000, "The paragraph at line 3 has more than 3000 brackets or backticks."),
        ("``а" * 10_000, "The paragraph at line 1 has more than 3000 brackets or backticks."),
        ("я" * (MAX_BYTES // 2 + 1), "The text is larger than 256 KB; annexes can be files of their own."),
        ("x\r" + "> " * 500 + "x", "Line 2 is a quotation more than 12 deep."),
        ("- " * 100 + "x", "The text is nested too deeply; lists within lists within lists are the usual cause."),
        ("x\n\n" + "\t" * 50 + "- x", "Line 3 is indented by more than 100 spaces."),
    ],
)
def test_text_beyond_a_limit_is_refused_at_once(source: str, sentence: str):
    started = time.perf_counter()

    with pytest.raises(TooMuch) as refusal:
        read(source)

    assert (str(refusal.value), time.perf_counter() - started < 0.1) == (sentence, True)


def test_lists_in_lists_as_deep_as_they_may_be_indented_are_read_and_walked_over():
    source = "".join("    " * level + "- при\n" for level in range(25)) + "    " * 25 + "- " * 20 + "到\n"

    document = read(source)

    assert (document.html.count("<ul>"), len(blocks_of(document.html))) == (45, 1)


def test_refusal_is_one_of_ours_and_a_value_error():
    assert (issubclass(TooMuch, ForumhubError), issubclass(TooMuch, ValueError)) == (True, True)


@pytest.mark.parametrize("source", [*texts.LANGUAGES, "", "\r\n", "a <b>\n\n## 2. 甲\n\n(1) 乙 ![x](//y)\n", "\ud800"])
def test_bounded_reading_gives_the_same_document(source: str):
    assert read_bounded(source) == read(source)


def test_bounded_reading_refuses_with_the_same_words():
    with pytest.raises(TooMuch) as refusal:
        read_bounded("x\n" + "[" * 100)

    assert str(refusal.value) == "Line 2 has more than 60 brackets in a row."


def test_bounded_reading_ends_when_its_time_is_up_and_goes_on_with_the_next():
    started = time.perf_counter()

    with pytest.raises(TooSlow) as refusal:
        read_bounded(SLOW, seconds=0.3)
    after = read_bounded("# 好")

    assert str(refusal.value) == "The text could not be read within 0.3 seconds; shorter paragraphs would be."
    assert (after.title, time.perf_counter() - started < 5) == ("好", True)


def test_bounded_reading_in_many_threads_keeps_texts_apart():
    titles: dict[int, str | None] = {}

    def read_one(number: int) -> None:
        titles[number] = read_bounded(f"# Протокол {number}\n").title

    threads = [threading.Thread(target=read_one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert titles == {number: f"Протокол {number}" for number in range(8)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_bounded_reading_works_in_a_process_forked_from_ours():
    script = (
        "import os, forumhub.markdown as m\n"
        "m.read_bounded('# a')\n"
        "pid = os.fork()\n"
        "title = m.read_bounded('# ' + ('child' if pid == 0 else 'parent')).title\n"
        "if pid == 0: os._exit(0 if title == 'child' else 1)\n"
        "print(title, os.waitpid(pid, 0)[1])\n"
    )

    # Python 3.12 and later warn of any fork beside threads, which is what is tried here.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", script]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert (run.stdout, run.stderr) == ("parent 0\n", "")


def test_items_as_json_reads_bytes_with_mark_and_carriage_returns():
    raw = b"\xef\xbb\xbf" + "# 纪要\r\n\r\n- **行动 A-1**（BY）：做\r\n".encode()

    (item,) = json.loads(items_as_json(raw))

    assert (item["line"], item["text"]) == (3, "做")


@pytest.mark.parametrize("raw", [b"a\n\xff", "a\nпротокол".encode("cp1251"), "a\n纪要".encode("gb18030")])
def test_bytes_that_are_not_utf8_are_refused_with_their_line(raw: bytes):
    with pytest.raises(TooMuch) as refusal:
        decode(raw)

    assert str(refusal.value) == "Line 2 is not UTF-8 text; save the file as UTF-8."
