"""An old text brought back: what was entered since does not vanish, it leaves by a STATUS that says so. Pure."""

from collections.abc import Mapping

from forumhub.markdown import Document, missing_ids
from forumhub.markdown.words import STATES, language_of


def restored(old: Mapping[str, str], old_working: Document, latest_working: Document) -> dict[str, str]:
    """The old text of each language, with a withdrawal at its end for each item of the latest that it does not hold."""
    gone = {remark.values["id"] for remark in missing_ids(latest_working, old_working)}
    leaving = [item for item in latest_working.items if item.id in gone and item.kind != "STATUS"]
    return {
        code: _with_lines(source, [_withdrawal(item.id or "", item.text, code) for item in leaving])
        for code, source in old.items()
    }


def _withdrawal(id: str, text: str, code: str) -> str:
    words = language_of(code)
    status, state = words.kinds[-1], words.states[STATES.index("withdrawn")]
    left, right, colon, _between = words.marks
    return f"- **{status} {id}**{left}{state}{right}{colon}{text}\n"


def _with_lines(source: str, lines: list[str]) -> str:
    return f"{source.rstrip()}\n\n{''.join(lines)}" if lines else source
