"""The words of the dialect. A language is a row: a new one needs no code (minutes-dialect.md, 'Items')."""

from dataclasses import dataclass

KINDS = ("CONCERN", "RECOMMENDATION", "DECISION", "ACTION", "STATEMENT", "STATUS")
LETTERS = {"CONCERN": "C", "RECOMMENDATION": "R", "DECISION": "D", "ACTION": "A", "STATEMENT": "S"}
FIELDS = ("with", "due", "under", "from", "priority", "evidence", "split into", "superseded by")
STATES = ("in progress", "done", "blocked", "closed", "returned", "withdrawn")
DUES = ("next meeting", "ongoing")
PRIORITIES = ("high", "normal", "low")


@dataclass(frozen=True)
class Language:
    """The words of one language, each list in the order of the constants above.

    `spaced` is False where words are written together, so that a keyword or field word may touch what follows.
    `attendance` and `heads` are in lower case; the first of each is the one that templates write.
    """

    code: str
    spaced: bool
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    states: tuple[str, ...]
    dues: tuple[str, ...]
    priorities: tuple[str, ...]
    attendance: tuple[str, ...]
    heads: tuple[str, ...]

    @property
    def marks(self) -> tuple[str, str, str, str]:
        """As it is printed: before and behind a parenthesis, behind what is defined, and between fields."""
        return (" (", ")", ": ", "; ") if self.spaced else ("（", "）", "：", "；")

    @property
    def comma(self) -> str:
        return ", " if self.spaced else "，"

    def in_parenthesis(self, text: str, inside: str) -> str:
        """`Belarus (BY)`, `白俄罗斯（BY）`; the text alone where nothing is inside."""
        left, right, _colon, _between = self.marks
        return f"{text}{left}{inside}{right}" if inside else text


LANGUAGES = (
    Language(
        "en",
        True,
        KINDS,
        FIELDS,
        STATES,
        DUES,
        PRIORITIES,
        ("attendance", "participants", "present"),
        ("head of delegation", "head of the delegation"),
    ),
    Language(
        "zh",
        False,
        ("关切", "建议", "决定", "行动", "声明", "状态"),
        ("会同", "期限", "依据", "源自", "优先", "证据", "拆分为", "被取代"),
        ("进行中", "已完成", "受阻", "已办结", "退回", "撤回"),
        ("下次会议", "持续"),
        ("高", "普通", "低"),
        ("出席人员", "出席", "与会人员", "参会人员"),
        ("代表团团长", "团长"),
    ),
    Language(
        "ru",
        True,
        ("ОБЕСПОКОЕННОСТЬ", "РЕКОМЕНДАЦИЯ", "РЕШЕНИЕ", "ПОРУЧЕНИЕ", "ЗАЯВЛЕНИЕ", "СТАТУС"),
        ("совместно с", "срок", "согласно", "из", "приоритет", "подтверждение", "разделено на", "заменено"),
        ("в работе", "выполнено", "приостановлено", "закрыто", "возвращено", "снято"),
        ("следующая встреча", "постоянно"),
        ("высокий", "обычный", "низкий"),
        ("присутствовали", "участники", "участие"),
        ("глава делегации", "руководитель делегации"),
    ),
)


def language_of(code: str) -> Language:
    """English where the dialect has no words of that language."""
    return next((language for language in LANGUAGES if language.code == code), LANGUAGES[0])


KIND_OF = {word: kind for language in LANGUAGES for word, kind in zip(language.kinds, KINDS, strict=True)}
STATE_OF = {word: state for language in LANGUAGES for word, state in zip(language.states, STATES, strict=True)}
DUE_OF = {word: due for language in LANGUAGES for word, due in zip(language.dues, DUES, strict=True)}
PRIORITY_OF = {word: name for language in LANGUAGES for word, name in zip(language.priorities, PRIORITIES, strict=True)}
ATTENDANCE = {word for language in LANGUAGES for word in language.attendance}
HEADS = tuple(word for language in LANGUAGES for word in language.heads)
UNSPACED = {word for language in LANGUAGES if not language.spaced for word in language.kinds}
