"""What the page shows, and what no text can bring onto it."""

import pytest

from forumhub.markdown import read


def html(source: str) -> str:
    return read(source).html


def test_item_is_shown_with_its_words_as_written_and_an_anchor():
    source = "- **行动 А‑14**（BY；期限：２０２７-03-01）：**指定** <b>人员</b>"

    page = html(source)

    assert page == (
        '<ul class="items">\n<li>\n<div class="item action" id="A-14">\n<div class="meta"><b>行动 А‑14</b>'
        '<span class="owners"> BY</span><span class="field-due"> 期限：２０２７-03-01</span></div>\n'
        "<p><strong>指定</strong> &lt;b&gt;人员&lt;/b&gt;</p>\n</div>\n</li>\n</ul>"
    )


def test_status_and_second_mention_do_not_take_the_anchor_of_the_item():
    source = "- **STATUS A-1** (done): x\n- **ACTION A-1** (BY): y\n- **ACTION A-1** (BY): z\n"

    page = html(source)

    assert [page.count(f'id="{anchor}"') for anchor in ("status-A-1", "A-1", "A-1~2")] == [1, 1, 1]


def test_headings_and_numbered_paragraphs_carry_their_address():
    page = html("## 2. Обмен\n\n2.1 Форумы.\n\n(3) 研讨会。\n")

    assert page == (
        '<h2 id="art-2">2. Обмен</h2>\n<p id="art-2.1"><span class="num">2.1</span> Форумы.</p>\n'
        '<p id="art-2(3)"><span class="num">(3)</span> 研讨会。</p>'
    )


def test_tables_lists_links_and_emphasis_are_kept():
    source = "a | b\n:--|--:\n*c* | `d`\n\n3. [x](https://e.org) [y](/files/y) [z](mailto:a@e.org)\n4. **z**\n"

    page = html(source)

    assert ('<th align="left">a</th>' in page, '<ol start="3">' in page) == (True, True)
    assert [f'href="{href}"' in page for href in ("https://e.org", "/files/y", "mailto:a@e.org")] == [True] * 3


def test_nested_list_stays_below_its_item():
    page = html("- **DECISION D-1**: d\n    - sub\n")

    assert page.index("sub") > page.index('id="D-1"')


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("![план](files/plan.png)", '<p><img alt="план" src="files/plan.png"></p>'),
        ("![план](https://e.org/x.png)", '<p><span class="image">план</span></p>'),
        ("![](//e.org/x.png)", '<p><span class="image">//e.org/x.png</span></p>'),
        ("![x](\\\\e.org/x.png)", '<p><span class="image">x</span></p>'),
        ("![x](data:image/png;base64,AA)", '<p><span class="image">x</span></p>'),
        ("![x](/sign-out)", '<p><span class="image">x</span></p>'),
        ("![x](../sign-out)", '<p><span class="image">x</span></p>'),
    ],
)
def test_image_is_shown_only_where_it_is_ours(source: str, shown: str):
    assert html(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<script>alert(1)</script>", '<pre class="raw">&lt;script&gt;alert(1)&lt;/script&gt;</pre>'),
        (
            "<div class='item' id='A-1'>x</div>",
            "<pre class=\"raw\">&lt;div class='item' id='A-1'&gt;x&lt;/div&gt;</pre>",
        ),
        ("<!-- 隐藏 -->", '<pre class="raw">&lt;!-- 隐藏 --&gt;</pre>'),
        ("a <img src=x onerror=alert(1)> b", "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>"),
        ("[x](javascript:alert(1))", '<p><a rel="noopener noreferrer">x</a></p>'),
        ("[x](JaVaScRiPt&colon;alert(1))", '<p><a rel="noopener noreferrer">x</a></p>'),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>"),
        ("x {: onclick=alert(1) #A-1 .item}", "<p>x {: onclick=alert(1) #A-1 .item}</p>"),
        ("```html onload=x\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ('[x](/y "заголовок")', '<p><a href="/y" rel="noopener noreferrer">x</a></p>'),
    ],
)
def test_raw_html_is_text_and_nothing_runs(source: str, shown: str):
    assert html(source) == shown


def test_marks_of_lines_never_reach_the_page():
    source = (
        "ACTION: a\n\n    ACTION: b\n\n```\n- **ACTION** (BY): c\n```\n\nx[^1]\n\n[^1]: y\n    ACTION: d\n\n> ## 2. e\n"
    )

    page = html(source + "\x02fh1\x03")

    assert ("\x02" in page, "\x03" in page, page.count("fh")) == (False, False, 1)
