"""With what a corrigendum begins, in each language: what it corrects, what was, what shall stand. Pure."""

from dataclasses import dataclass

from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.skeletons import Meeting, head, literal
from forumhub.phrases import in_language


@dataclass(frozen=True)
class Words:
    """A language is a row."""

    title: str
    to: str
    paragraph: str
    was: str
    shall: str
    nothing: str
    unchanged: str


WORDS = {
    "en": Words(
        "Corrigendum: %s",
        "To the text that bears the number %s.",
        "Paragraph %s",
        "What was:",
        "What shall stand:",
        "(nothing)",
        "The text in this language stands as it is.",
    ),
    "zh": Words("更正：%s", "更正编号为%s的文本。", "第%s段", "原文：", "更正为：", "（无）", "本语言文本不变。"),
    "ru": Words(
        "Исправление: %s",
        "К тексту под номером %s.",
        "Пункт %s",
        "Вместо:",
        "Следует читать:",
        "(ничего)",
        "Текст на этом языке остаётся без изменений.",
    ),
}


def corrigendum(meeting: Meeting, number: str, correction: Correction, language: str) -> str:
    """Markdown; `number` is the official one of what is corrected, empty where it bears none.

    Words stand as quotations, in which a line of the dialect enters nothing.
    """
    words = WORDS[language]
    lines = head(words.title % in_language(meeting.titles, language), meeting, language)
    lines += [literal(words.to % number)] if number else []
    lines.append(f"## 1. {literal(words.paragraph % correction.paragraph)}")
    if language in correction.languages:
        lines += [words.was, _quoted(correction.was.get(language, ""), words)]
        lines += [words.shall, _quoted(correction.shall.get(language, ""), words)]
    else:
        lines.append(words.unchanged)
    return "\n\n".join(lines) + "\n"


def _quoted(text: str, words: Words) -> str:
    return "\n".join(f"> {line}".rstrip() for line in (text.strip() or words.nothing).splitlines())
