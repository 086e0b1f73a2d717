"""Every visible string stands in each catalogue, with the places that are filled in, and reaches the page."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUES = {"zh": "zh_Hans_CN", "ru": "ru"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "_l": None,
    "lazy_gettext": None,
    "N_": None,
    "ngettext": (1, 2),
}
PLACE = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")


def marked() -> set[str]:
    """Every msgid of the code and the templates; of a plural, its singular."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = set()
    for folder in ("forumhub", "templates"):
        patterns = [(pattern.removeprefix(f"{folder}/"), how) for pattern, how in methods if pattern.startswith(folder)]
        chosen = {pattern.removeprefix(f"{folder}/"): values for pattern, values in options.items()}
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT / folder, patterns, chosen, KEYWORDS):
            found.add(message[0] if isinstance(message, tuple) else message)
    return found


def catalogue(language: str):
    path = ROOT / "forumhub" / "translations" / CATALOGUES[language] / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as source:
        return {_first(message.id): message for message in read_po(source, locale=CATALOGUES[language]) if message.id}


def _first(text) -> str:
    return text[0] if isinstance(text, (list, tuple)) else text


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_marked_string_is_in_the_catalogue(language):
    msgids = marked()

    known = {msgid for msgid, message in catalogue(language).items() if _first(message.string)}

    assert len(msgids) > 1000
    assert {"not translated": sorted(msgids - known), "not used": sorted(known - msgids)} == {
        "not translated": [],
        "not used": [],
    }


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_fills_the_places_of_its_original(language):
    differing = [
        msgid
        for msgid, message in catalogue(language).items()
        for form in (message.string if isinstance(message.string, tuple) else (message.string,))
        if set(PLACE.findall(form)) != set(PLACE.findall(message.id[-1] if isinstance(message.id, tuple) else msgid))
    ]

    assert differing == []


@pytest.mark.parametrize(("language", "heading"), [("zh", "登录"), ("ru", "Войти")])
def test_a_page_speaks_the_language_that_was_chosen(client, language, heading):
    client.get(f"/language?to={language}")

    assert f"<h1>{heading}" in client.text("/sign-in")
