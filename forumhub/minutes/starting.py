"""The lines with which items begin, in each language of the dialect, for the editor's buttons. Pure."""

from dataclasses import dataclass

from forumhub.markdown.words import FIELDS, KINDS, LANGUAGES, Language

_DUE = FIELDS.index("due")


@dataclass(frozen=True)
class Opening:
    """`caret` is how many characters of the line stand before what has to be typed first."""

    word: str
    line: str
    caret: int


def openings(code: str) -> list[Opening]:
    """One for each kind, in the order of the dialect; English where the language is none of its own."""
    language = next((each for each in LANGUAGES if each.code == code), LANGUAGES[0])
    return [_opening(kind, word, language) for kind, word in zip(KINDS, language.kinds, strict=True)]


def _opening(kind: str, word: str, language: Language) -> Opening:
    left, right, between, colon = ("（", "）", "；", "：") if not language.spaced else (" (", ")", "; ", ": ")
    if kind == "DECISION":
        return _placed(word, f"- **{word}**{colon}", "")
    if kind == "STATUS":
        return _placed(word, f"- **{word} ", f"**{left}{language.states[0]}{right}{colon}")
    rest = f"{between}{language.fields[_DUE]} " if kind == "ACTION" else ""
    return _placed(word, f"- **{word}**{left}", f"{rest}{right}{colon}")


def _placed(word: str, before: str, after: str) -> Opening:
    return Opening(word, before + after, len(before))
