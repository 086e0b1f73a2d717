"""A text shows images that are annexes of it; nothing else is fetched, and what is frozen shows what was frozen."""

import json
from io import BytesIO

import pytest

from forumhub.markdown import read
from forumhub.minutes.annexes.images import free_name, image_remarks, shown_by, with_addresses
from tests.minutes.annexes.pictures import png
from tests.minutes.reading_pages import made

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
NAMES = ["plan.png", "план здания [2].png", "会场 100%.jpg"]


@pytest.mark.parametrize("name", NAMES)
def test_markdown_of_an_annex_is_read_back_as_the_annex(name):
    page = read(f"# Да 纪要\n\n{shown_by(name)}\n")

    shown = with_addresses(page.html, {name: "/there?a=1&b=2"})

    assert 'src="/there?a=1&amp;b=2"' in shown
    assert (image_remarks(page.source, page.html, [name]), page.refusals) == ([], ())
    assert [remark.line for remark in image_remarks(page.source, page.html, [])] == [3]


def test_words_of_an_image_never_become_markup():
    html = read("# A\n\n![><script src=x></script>&quot; onload=y](files/plan.png)\n").html

    shown = [with_addresses(html, addresses) for addresses in ({}, {"plan.png": "/there"})]

    assert ["<script" in each.replace("&lt;script", "") for each in shown] == [False, False]
    assert ["onload" in each.replace("&quot; onload", "") for each in shown] == [False, False]


def test_pasted_images_of_one_name_get_names_of_their_own():
    assert free_name("image.png", "ab" * 32, ["Image.PNG"]) == "image-abababab.png"
    assert free_name("image.png", "ab" * 32, ["план.png"]) == "image.png"


def test_image_is_put_in_shown_within_rights_and_frozen(held):
    ulid = made(held)
    cn, by = held.world.signed_in("CN", "secretary"), held.world.signed_in("BY", "observer")

    answers = [
        cn.post(f"/minutes/{ulid}/images", {"file": (BytesIO(content), name)})
        for name, content in (
            ("план.png", PNG),
            ("снова.png", PNG),
            ("a.svg", b"<svg/>"),
            ("no.png", b"GIF89a"),
            ("cut.png", PNG[:-1]),
            ("vast.png", png(1, 1, size=(9000, 9000))),
        )
    ]
    put = json.loads(answers[0].data)
    source = f"# 纪要\n\n{put['markdown']}\n\n![x](https://example.org/x.png) ![y](files/y.png)\n"
    saved = cn.post(f"/minutes/{ulid}/edit", {"base": "1", "text-en": source})
    draft = cn.text(f"/minutes/{ulid}")
    refused = cn.text(f"/minutes/{ulid}/edit")
    made(held, "save", ulid, en=f"# 纪要\n\n{put['markdown']}\n")
    made(held, "circulate", ulid)
    frozen = by.get(f"/minutes/{ulid}/versions/1/annexes/1")

    assert [answer.status_code for answer in answers] == [200, 200, 422, 422, 422, 422]
    told = "The image has 81 megapixels, and a text shows up to 36; make it smaller."
    assert json.loads(answers[5].data) == {"error": told}
    assert json.loads(answers[1].data) == put == {"markdown": "![план](files/план.png)", "name": "план.png"}
    assert (saved.status_code, draft.count("<img ")) == (302, 1)
    said = ("lies elsewhere and can change", "files/y.png&#39; is no annex")
    assert [words in refused.replace("'", "&#39;") for words in said] == [True, True]
    assert f'<img src="/minutes/{ulid}/versions/1/annexes/1" alt="план">' in by.text(f"/minutes/{ulid}")
    assert (frozen.data, frozen.headers["Content-Security-Policy"]) == (PNG, "default-src 'none'; sandbox")
    assert frozen.headers["X-Content-Type-Options"] == "nosniff"
