"""The lines with which items begin, in each language of the dialect, for the editor's buttons. Pure."""

from dataclasses import dataclass

from forumhub.markdown.words import FIELDS, KINDS, Language, language_of

_DUE = FIELDS.index("due")


@dataclass(frozen=True)
class Opening:
    """`caret` is how many characters of the line stand before what has to be typed first."""

    word: str
    line: str
    caret: int


def openings(code: str) -> list[Opening]:
    """One for each kind, in the order of the dialect; English where the language is none of its own."""
    language = language_of(code)
    return [_opening(kind, word, language) for kind, word in zip(KINDS, language.kinds, strict=True)]


def example(code: str) -> str:
    """How an action is begun in that language."""
    language = language_of(code)
    action = KINDS.index("ACTION")
    return _opening(KINDS[action], language.kinds[action], language, "BY-MIA", "2027-03-01").line


def _opening(kind: str, word: str, language: Language, who: str = "", due: str = "") -> Opening:
    left, right, colon, between = language.marks
    if kind == "DECISION":
        return _placed(word, f"- **{word}**{colon}", "")
    if kind == "STATUS":
        return _placed(word, f"- **{word} ", f"**{left}{language.states[0]}{right}{colon}")
    rest = f"{between}{language.fields[_DUE]} {due}" if kind == "ACTION" else ""
    return _placed(word, f"- **{word}**{left}", f"{who}{rest}{right}{colon}")


def _placed(word: str, before: str, after: str) -> Opening:
    return Opening(word, before + after, len(before))
