"""Images of a text in its files: drawn with their words where their bytes are whole, said where they are not."""

import base64
import io
import zipfile
from hashlib import sha256

import docx
import pytest
from docx.oxml.ns import qn

from forumhub import files
from forumhub.markdown import read
from forumhub.minutes.annexes.images import with_addresses
from forumhub.minutes.annexes.measuring import as_jfif, measure, turn_of
from forumhub.minutes.renditions import pdf, word
from forumhub.minutes.renditions.blocks import Run
from forumhub.minutes.renditions.paper import as_json, from_json
from forumhub.minutes.renditions.views.composing import composed
from forumhub.minutes.renditions.views.gathering import source_of
from forumhub.minutes.renditions.walking import blocks_of
from tests.minutes.annexes.pictures import JPEG, png, turned, unreadable
from tests.minutes.arranging import ENGLISH, RUSSIAN
from tests.minutes.reading_pages import made
from tests.minutes.renditions.papers import paper
from tests.minutes.renditions.reading_pdf import text_of

PLAN, PHOTO, LOST, SWAPPED = png(1600, 700), JPEG, png(30, 30), png(40, 40)
TEXT = """# Протокол 纪要

![План здания](files/план%20%5B2%5D.png)

- ![](files/photo.JPG) ![lost](files/lost.png) ![swapped](files/swapped.png)
"""


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize(
    ("content", "measured"),
    [
        (png(3, 4), ("png", 3, 4)),
        (png(3, 4)[:-1], None),
        (png(3, 4).replace(b"IDAT", b"IDAX"), None),
        (b"\x89PNG\r\n\x1a\n", None),
        (JPEG, ("jpg", 8, 8)),
        (JPEG[:-2], None),
        (turned(1), ("jpg", 8, 16)),
        (turned(6), ("jpg", 16, 8)),
        (turned(8, order="<"), ("jpg", 16, 8)),
        (JPEG[:60], None),
        (b"\xff\xd8\xff", None),
        (b"\xff\xd8" + b"\xff\xe0\0\0" * 9, None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_image_is_measured_only_where_it_is_whole(content, measured):
    assert measure(content) == measured


def test_jpeg_without_what_its_camera_says_keeps_its_pixels():
    plain, held = as_jfif(turned(1)), as_jfif(turned(6))

    assert (turn_of(turned(6)), turn_of(held), plain == held) == (90, 0, True)
    assert (measure(held), held[6:10], b"Exif" in held) == (("jpg", 8, 16), b"JFIF", False)
    assert held.endswith(turned(6)[-300:])


def test_image_is_a_run_of_its_own_with_its_words_and_size():
    html = with_addresses(read("# A\n\na ![  x](files/x.png)![y](files/y.png) b").html, {"x.png": "h.png"}, "(gone)")

    blocks = blocks_of(html, {"h.png": (2, 3)})

    image = Run("x", image="h.png", width=2, height=3)
    assert blocks[1].runs == (Run("a "), image, Run("[y (gone)]", italic=True), Run(" b"))
    assert from_json(as_json(paper("", blocks=blocks))).blocks == blocks


def test_image_that_cannot_be_read_becomes_words_in_a_pdf_and_keeps_its_place_in_a_table(tmp_path):
    source = "# A\n\n| one | two |\n| - | - |\n| ![bad](files/bad.png) | ![tall](files/tall.png) |\n"
    source += "| ![held](files/held.jpg) | |\n"
    contents = {"bad.png": unreadable(), "tall.png": png(10, 9000), "held.jpg": turned(6)}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    blocks = blocks_of(
        with_addresses(read(source).html, dict(zip(contents, contents, strict=True))),
        {name: measure(content)[1:] for name, content in contents.items()},
    )
    sheet, paths = paper("", blocks=blocks), {name: tmp_path / name for name in contents}

    printed, written = pdf.write(sheet, paths, ""), docx.Document(io.BytesIO(word.write(sheet, paths)))

    assert "[bad(imagenotavailable)]" in squeezed(text_of(printed))
    assert printed.count(b"/Subtype/Image") == 2
    turns = [shape._inline.graphic.graphicData.pic.spPr.xfrm.get("rot") for shape in written.inline_shapes]
    assert turns == [None, None, "5400000"]
    assert max(shape.height.mm for shape in written.inline_shapes) <= 200


def test_files_of_a_text_hold_its_images_and_say_which_are_lost(held):
    ulid, world = made(held, "create"), held.world
    with world.app.app_context():
        names = "план [2].png", "photo.JPG", "lost.png", "swapped.png"
        for name, content in zip(names, (PLAN, PHOTO, LOST, SWAPPED), strict=True):
            held.annex(ulid, name, content)
        held.save(ulid, en=TEXT)
        held.circulate(ulid)
        kept = {content: files.path(world.app.config["INSTANCE"] / "files", held.keep("x.png", content).sha256)
                for content in (LOST, SWAPPED)}  # fmt: skip
    kept[LOST].unlink()
    kept[SWAPPED].write_bytes(PLAN)
    delegate = world.signed_in("BY", "delegate")

    printed, written, page = (delegate.get(f"/minutes/{ulid}/take/en.{kind}") for kind in ("pdf", "docx", "html"))

    lost = [f"{words} (image not available)" for words in ("lost", "swapped")]
    assert [printed.status_code, written.status_code, page.status_code] == [200] * 3
    said = squeezed(text_of(printed.data))
    assert [squeezed(words) in said for words in lost] == [True] * 2
    alt = "\ufeffПлан здания".encode("utf-16-be").hex().upper().encode()
    assert [printed.data.count(part) for part in (b"/Subtype/Image", b"/Alt<" + alt + b">", b"/Alt(photo)")] == [
        2,
        1,
        1,
    ]
    document = docx.Document(io.BytesIO(written.data))
    shown = [(part.get("descr"), round(docx.shared.Emu(size.width).mm)) for part, size in pictures(document)]
    assert shown == [("План здания", 160), ("photo", 2)]
    media = [name for name in zipfile.ZipFile(io.BytesIO(written.data)).namelist() if "/media/" in name]
    assert len(media) == 2
    body = "".join(part.text or "" for part in document.element.body.iter(qn("w:t")))
    assert [words in body and words in page.text for words in lost] == [True] * 2
    assert f'<img src="data:image/png;base64,{base64.b64encode(PLAN).decode()}" alt="План здания">' in page.text
    assert f'<img src="data:image/jpeg;base64,{base64.b64encode(PHOTO).decode()}" alt="photo">' in page.text
    assert page.text.count("<img") == 2


def pictures(document: docx.document.Document) -> list[tuple]:
    return [(shape._inline.docPr, shape) for shape in document.inline_shapes]


def test_language_that_came_later_shows_its_own_annexes_and_is_not_signed(held):
    with held.world.app.app_context():
        settled = held.create()
        held.save(settled, en=ENGLISH)
        held.settle(settled)
        version = held.add_language(settled, "BY")
        held.annex(version, "plan.png", SWAPPED)
        held.save(version, "BY", ru=f"{RUSSIAN}\n![План](files/plan.png)\n")
        held.settle(version)
        reader = held.world.reader("CN", "delegate")

        held.sign(settled)
        source = source_of(held.document(settled), reader)

        assert {code: sorted(names) for code, names in source.annexes.items()} == {"en": [], "ru": ["plan.png"]}
        later, first = composed(source, "ru").paper, composed(source, "en").paper
        assert later.blocks[-1].runs[-1].image == f"{sha256(SWAPPED).hexdigest()}.png"
        assert (later.heading, later.signatures, len(first.signatures)) == ("Протокол, версия 1", (), 2)
        facts = dict(later.facts)
        assert facts["Равно аутентичен с"].endswith(". Сам текст подписан под номером HLM/2026/1.")
        assert {"Официальный номер", "Место и день"} & set(facts) == set()
    browser = held.world.signed_in("CN", "delegate")
    page, printed = (browser.text(f"/minutes/{settled}{path}?lang=ru") for path in ("", "/print"))
    assert [f'src="/minutes/{version}/versions/1/annexes/1"' in each for each in (page, printed)] == [True] * 2
    assert ('class="signatures"' in printed, "signed as HLM/2026/1" in printed) == (False, True)
