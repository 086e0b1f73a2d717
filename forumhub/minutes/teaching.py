"""What the dialect's page shows: its words in every language, from the table that the parser reads, and an example."""

from dataclasses import dataclass
from functools import cache

from forumhub.errors import N_
from forumhub.markdown import read_bounded
from forumhub.markdown.words import DUES, FIELDS, KINDS, LANGUAGES, LETTERS, PRIORITIES, STATES, language_of

FIRST_FIELD = {
    "CONCERN": N_("the parties or organs that raise it"),
    "RECOMMENDATION": N_("the parties that make it"),
    "DECISION": N_("nobody: a decision is of all parties"),
    "ACTION": N_("the parties or organs that own it"),
    "STATEMENT": N_("the party that makes it"),
    "STATUS": N_("what became of the item that it names: one of the states below"),
}
"""Who or what stands first in the parenthesis, by kind."""

FIELD_MEANINGS = {
    "with": N_("organs that help"),
    "due": N_("a date such as 2027-03-01, or one of the words for due dates below"),
    "under": N_("the clause of an agreement that it carries out, such as CN-BY-2016 art. 2"),
    "from": N_("what it answers: C-3, or FORUM/C-3 from another register"),
    "priority": N_("one of the words for priorities below"),
    "evidence": N_("in a STATUS: what shows it, such as a note's number"),
    "split into": N_("in a STATUS: the items that go on in its place"),
    "superseded by": N_("in a STATUS: the item that replaces it"),
}

EXAMPLES = {
    "en": """\
## 2. Cyber-enabled fraud

2.1 The Belarusian side noted that replies take five weeks.

- **CONCERN** (BY): Replies to requests for data are slow.
- **DECISION** (under CN-BY-2016 art. 2): A channel for urgent requests opens on 1 March 2027.
- **ACTION** (BY-MIA; with CN-MPS; due 2027-03-01; under CN-BY-2016 art. 2): Name the officers on duty.
- **STATUS A-9** (done; evidence: CN note 114/2026): The list was received.
""",
    "zh": """\
## 2. 网络诈骗

2.1 白俄罗斯方面指出，答复需要五周。

- **关切**（BY）：对数据请求的答复迟缓。
- **决定**（依据 CN-BY-2016 art. 2）：紧急请求渠道于2027年3月1日开通。
- **行动**（BY-MIA；会同 CN-MPS；期限 2027-03-01；依据 CN-BY-2016 art. 2）：指定值班人员。
- **状态 A-9**（已完成；证据：中方照会 114/2026）：名单已收到。
""",
    "ru": """\
## 2. Мошенничество с использованием информационных технологий

2.1 Белорусская сторона отметила, что ответы занимают пять недель.

- **ОБЕСПОКОЕННОСТЬ** (BY): Ответы на запросы данных поступают медленно.
- **РЕШЕНИЕ** (согласно CN-BY-2016 art. 2): Канал для срочных запросов открывается 1 марта 2027 года.
- **ПОРУЧЕНИЕ** (BY-MIA; совместно с CN-MPS; срок 2027-03-01; согласно CN-BY-2016 art. 2): Назначить дежурных.
- **СТАТУС A-9** (выполнено; подтверждение: нота КНР 114/2026): Список получен.
""",
}
"""By language; of the languages of pages, those without one show the English."""


@dataclass(frozen=True)
class Table:
    """Words with the same meaning, a row each: in the order of LANGUAGES, then its id's form and what it says."""

    key: str
    rows: tuple[tuple[tuple[str, ...], str, str], ...]


def tables() -> list[Table]:
    """Kinds, fields, states, due dates and priorities; meanings are message ids, or empty."""
    return [
        _table("kinds", KINDS, {kind: f"{letter}-1" for kind, letter in LETTERS.items()}, FIRST_FIELD),
        _table("fields", FIELDS, {}, FIELD_MEANINGS),
        _table("states", STATES, {}, {}),
        _table("dues", DUES, {}, {}),
        _table("priorities", PRIORITIES, {}, {}),
    ]


def _table(key: str, words: tuple[str, ...], ids: dict[str, str], meanings: dict[str, str]) -> Table:
    columns = [getattr(language, key) for language in LANGUAGES]
    rows = zip(zip(*columns, strict=True), words, strict=True)
    return Table(key, tuple((said, ids.get(word, ""), meanings.get(word, "")) for said, word in rows))


@cache
def example_in(language: str) -> tuple[str, str]:
    """The example as it is written, and the sanitised HTML that it becomes."""
    source = EXAMPLES[language_of(language).code]
    return source, read_bounded(source).html
