"""Templates that are taken and refused, and what is filled into them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.registration.letters import building, wording
from forumhub.registration.letters.filling import check_template, fill
from forumhub.registration.letters.packages import MOST_UNPACKED, read_package
from forumhub.registration.letters.rules import KINDS, LANGUAGES, PLACEHOLDERS
from tests.registration.letters.documents import changed, document, texts, zipped

HOSTILE = ["{{ party }}", "<w:p/>", "]]>", "&amp;", "{{{{ name }}}}", "{{", "}}", "${7*7}", "%s", "\\1", "'\"<>&"]
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCL</w:instrText></w:r>'
    '<w:r><w:instrText>UDEPICTURE "http://example.org/a.png" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/>'
    "</w:r></w:p>"
)
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "word/_rels/document.xml.rels"


def filled(template: bytes, **values: str) -> list[str]:
    return texts(fill(read_package(template), values))


def relationship(kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    put = f'<Relationship Id="rId99" Type="{TYPE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(document("x"), RELS, find="</Relationships>", put=put)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_built_in_templates_are_taken_and_are_the_same_each_time(kind, language):
    first = building.built_in(kind, language)
    building.built_in.cache_clear()

    check_template(first)

    assert building.built_in(kind, language) == first
    assert wording.LETTERS[kind, language].title in texts(first)


def test_everything_known_is_filled_in_wherever_it_stands():
    template = document(
        "{{ name }}, {{own_name}}",
        "no place",
        cell="{{party}} / {{  function  }}",
        header="{{ host }}",
        footer="{{ event }}",
    )

    found = filled(
        template, name="Anna Smirnova", own_name="Анна Смирнова", party="中国", function="Head", host="H", event="E"
    )

    assert found == ["Anna Smirnova, Анна Смирнова", "no place", "中国 / Head", "H", "E"]


@pytest.mark.parametrize(
    "runs",
    [
        ["{", "{ na", "me }", "}"],
        ["Mr {{", " name ", "}} of"],
        ["{{ name }}", "{{ party }}", " {{name", "}}"],
        list("x{{name}}y"),
    ],
)
def test_placeholders_that_word_split_over_runs_are_filled(runs):
    template = document(runs)

    (found, *_others) = filled(template, name="Ірына", party="BY")

    whole = "".join(runs).replace(" ", "")
    assert found.replace(" ", "") == whole.replace("{{name}}", "Ірына").replace("{{party}}", "BY")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_value_is_text_and_nothing_else(name):
    template = document("A {{ name }} B {{ party }}", cell="{{ name }}")

    found = filled(template, name=name, party="CN")

    assert found[:2] == [f"A {name} B CN", name]


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_value_makes_a_document_that_opens(value):
    (found, *_others) = filled(document(["{{ na", "me }}"]), name=value)

    assert found == " ".join("".join(filter(in_xml, value)).split())


def in_xml(letter: str) -> bool:
    """XML 1.0 §2.2."""
    code = ord(letter)
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def test_a_text_box_and_a_note_are_filled_too():
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>{{ name }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p><w:sectPr"
    )
    template = changed(document("x"), "word/document.xml", find="<w:sectPr", put=box)

    made = read_package(fill(read_package(template), {"name": "王芳"}))["word/document.xml"].decode()

    assert ("王芳" in made, "{{" in made) == (True, False)


def test_unknown_placeholders_are_named_with_those_that_are_known():
    with pytest.raises(RuleBroken) as refused:
        check_template(document(["{{ pass", "port }}"], header="{{ nmae }}", cell="{{ name }}"))

    assert refused.value.values["unknown"] == "{{ nmae }}, {{ passport }}"
    assert refused.value.values["known"].split(", ")[0] == "{{ name }}"
    assert len(refused.value.values["known"].split(", ")) == len(PLACEHOLDERS)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (b"", "not a Word document"),
        (b"PK\x03\x04 nonsense", "not a Word document"),
        (zipped({"word/document.xml": b"<w/>"}), "damaged"),
        (zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "not a Word document"),
        (changed(document("x"), "word/vbaProject.bin", add=b"macro"), "macros"),
        (changed(document("x"), "[Content_Types].xml", find="document.main", put="macroEnabled.main"), "macros"),
        (relationship("attachedTemplate", "http://example.org/evil.dotm"), "outside"),
        (relationship("image", "http://example.org/pixel.png"), "outside"),
        (relationship("image", r"\\192.0.2.1\share\a.png"), "outside"),
        (relationship("hyperlink", "file:///etc/passwd"), "outside"),
        (relationship("hyperlink", "javascript:alert(1)"), "outside"),
        (relationship("oleObject", "embeddings/o.bin", ""), "outside"),
        (relationship("aFChunk", "chunk.html", ""), "outside"),
        (changed(document("x"), "word/document.xml", find="</w:p>", put=FIELD), "INCLUDEPICTURE"),
        (
            changed(document("x"), "word/document.xml", find="<w:p>", put='<w:p><w:fldSimple w:instr="DDEAUTO c"/>'),
            "DDEAUTO",
        ),
        (
            changed(
                document("x"),
                "word/document.xml",
                find=r"<\?xml[^>]*\?>",
                put='<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            ),
            "damaged",
        ),
        (changed(document("x"), "word/document.xml", add=b"<w:document"), "damaged"),
        (changed(document("x"), "word/big.bin", add=b"\0" * (MOST_UNPACKED + 1)), "too large"),
        (zipped({f"part{number}": b"" for number in range(300)}), "too large"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_refused_in_words(template, said):
    with pytest.raises(RuleBroken) as refused:
        check_template(template)

    assert said in str(refused.value)


def test_a_letterhead_may_link_to_the_ministrys_page_and_address():
    for target in ("https://example.org/", "mailto:visa@example.org"):
        check_template(relationship("hyperlink", target))


def test_page_numbers_may_stand_in_a_template():
    field = '<w:p><w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "/>'
    check_template(changed(document("x"), "word/document.xml", find="<w:p>", put=field))


CONTENT_TYPES = "[Content_Types].xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
FIELD_IN_COMMENT = (
    b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment><w:p>'
    b'<w:fldSimple w:instr="DDEAUTO c"/></w:p></w:comment></w:comments>'
)


def fetching() -> bytes:
    return changed(document("x"), "word/document.xml", find="</w:p>", put=FIELD)


@pytest.mark.parametrize(
    "template",
    [
        changed(
            changed(fetching(), CONTENT_TYPES, find=f'<Override [^>]*"{re.escape(MAIN_TYPE)}"/>'),
            CONTENT_TYPES, find='<Default Extension="xml" ContentType="[^"]*"/>',
            put=f'<Default Extension="xml" ContentType="{MAIN_TYPE}"/>',
        ),
        changed(fetching(), CONTENT_TYPES, find='PartName="/word/document.xml"', put='PartName="/WORD/Document.xml"'),
        changed(document("x"), "word/comments.xml", add=FIELD_IN_COMMENT),
        changed(document("x"), "WORD/document.xml", add=b"<x/>"),
        changed(
            document("x"), "word/_rels/other.xml.RELS",
            add=b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://a/b"/></Relationships>',
        ),
        relationship("image", "http://example.org/a.png", ' TargetMode=" External "'),
    ],
    ids=["default", "case-of-name", "comments", "twice", "case-of-rels", "mode"],
)  # fmt: skip
def test_what_fetches_is_refused_however_it_is_hidden(template):
    with pytest.raises(RuleBroken):
        check_template(template)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (document("{{ name }}" * 201), "The template has %(number)s placeholders; at most %(most)s are filled in."),
        (
            changed(document("x"), "word/document.xml", find="<w:t>x</w:t>", put="<w:t>x</w:t>" * 5001),
            "A paragraph of the document has more than %(most)s pieces of text. Divide it into several.",
        ),
    ],
    ids=["placeholders", "texts"],
)
def test_a_template_that_would_keep_everybody_waiting_is_refused(template, said):
    with pytest.raises(RuleBroken) as refused:
        check_template(template)

    assert refused.value.msgid == said
