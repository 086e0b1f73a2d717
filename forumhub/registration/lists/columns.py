"""What the columns of a list mean: guessed from their headings and from what stands in them. Pure."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from forumhub.registration.lists.reading.cells import Record

NAME = "name"
GIVEN = "given_name"
FAMILY = "family_name"
OWN_NAME = "own_name"
HONORIFIC = "honorific"
TITLE = "title"
AFFILIATION = "affiliation"
EMAIL = "email"
PARTY = "party"
FUNCTION = "function"
PRECEDENCE = "precedence"
LANGUAGE = "language"
IDENTITY = "identity"
"""By which the list itself tells people apart."""
IGNORED = ""
FIELDS = (
    NAME, GIVEN, FAMILY, OWN_NAME, HONORIFIC, TITLE, AFFILIATION, EMAIL, PARTY, FUNCTION, PRECEDENCE, LANGUAGE,
    IDENTITY,
)  # fmt: skip
JOINED = frozenset({TITLE, AFFILIATION})
"""Several columns may mean these; their texts are joined."""

HEADINGS: dict[str, tuple[str, ...]] = {
    NAME: (
        "英文姓名", "name in latin script", "name latin", "имя латиницей",
        "name", "full name", "person name", "participant", "delegate",
        "item label", "姓名", "名字", "代表姓名", "фио", "ф и о", "имя", "фамилия имя отчество", "участник",
        "делегат", "полное имя",
    ),
    GIVEN: ("given name", "first name", "forename", "given names", "first names", "名", "имя отчество", "личное имя"),
    FAMILY: ("family name", "last name", "surname", "family names", "姓", "фамилия"),
    OWN_NAME: (
        "own name", "name in own script", "native name", "original name", "local name", "own script", "chinese name",
        "中文姓名", "本国文字姓名", "原文姓名", "имя на родном языке", "имя в оригинале", "имя на своем языке",
    ),
    HONORIFIC: ("honorific", "salutation", "mr ms", "form of address", "prefix", "称谓", "尊称", "обращение"),
    TITLE: (
        "title", "job title", "position", "position label", "post", "job", "role title", "职务", "职位", "职称",
        "должность", "пост",
    ),
    AFFILIATION: (
        "affiliation", "organization", "organisation", "ministry", "institution", "division", "department", "employer",
        "company", "单位", "机构", "部门", "工作单位", "организация", "учреждение", "министерство", "ведомство",
        "место работы", "подразделение",
    ),
    EMAIL: (
        "email", "e mail", "mail", "email address", "e mail address", "邮箱", "电子邮件", "电子邮箱", "电邮",
        "эл почта", "электронная почта", "почта", "адрес электронной почты", "емейл",
    ),
    PARTY: (
        "party", "delegation", "country", "state", "country label", "country name", "country code", "party code",
        "nationality", "delegation iso", "iso", "iso3", "iso2", "delegation cow", "cow", "国家", "代表团", "国别",
        "一方", "缔约方", "страна", "делегация", "сторона", "государство", "код страны",
    ),
    FUNCTION: (
        "function", "role", "function in the delegation", "capacity", "代表团职能", "角色", "职能", "роль", "функция",
    ),
    PRECEDENCE: (
        "precedence", "order", "rank", "no", "number", "排序", "序号", "礼宾次序", "порядок", "старшинство",
        "номер", "№",
    ),
    LANGUAGE: ("language", "preferred language", "语言", "язык"),
    IDENTITY: ("id", "person id", "person", "item", "number of the person", "编号", "人员编号", "идентификатор"),
}  # fmt: skip
_MEANING = {heading: name for name, headings in HEADINGS.items() for heading in headings}
_BY_RANK = {heading: rank for headings in HEADINGS.values() for rank, heading in enumerate(headings)}
_LOOKED_AT = 200
_HEADINGS_WITHIN = 10
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")

Resolves = Callable[[str], bool]
"""Whether a text names a country or a party."""


def plain_heading(text: str) -> str:
    """'Job_Title' and 'jobTitle' as 'job title'."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", text))
    return (
        " ".join(re.sub(r"[\W_]+", " ", spaced.replace("ё", "е").replace("№", " № ").casefold()).split())
        or text.strip()
    )


def guess_heading(records: Sequence[Record]) -> int:
    """Which of the first records holds the headings, counted from 1; 0 where none does."""
    known = [sum(plain_heading(cell) in _MEANING for cell in record.cells) for record in records[:_HEADINGS_WITHIN]]
    if any(known):
        return known.index(max(known)) + 1
    first = records[0].cells if records else ()
    addressed = any(_ADDRESS.fullmatch(cell.strip()) for record in records[1:6] for cell in record.cells)
    return 1 if addressed and not any("@" in cell for cell in first) else 0


def guess_columns(headings: Sequence[str], rows: Sequence[Record], width: int, resolves: Resolves) -> tuple[str, ...]:
    """The meaning of each column, IGNORED where there is none; no meaning twice but those that are JOINED."""
    columns = [_column(rows, index) for index in range(width)]
    found = [IGNORED] * width
    _by_heading(found, headings, columns, resolves)
    _by_content(found, columns, resolves)
    if NAME in found:
        found = [IGNORED if meaning in (GIVEN, FAMILY) else meaning for meaning in found]
    if IDENTITY in found and not _tells_apart(rows, found):
        found[found.index(IDENTITY)] = IGNORED
    return tuple(found)


def _tells_apart(rows: Sequence[Record], found: list[str]) -> bool:
    """Whether each text of the column goes with one name only."""
    names: dict[str, str] = {}
    if NAME not in found:
        return False
    key, name = found.index(IDENTITY), found.index(NAME)
    said = [(row.cells[key].strip(), row.cells[name].strip()) for row in rows if max(key, name) < len(row.cells)]
    return all(names.setdefault(one, other) == other for one, other in said if one and one != "NA")


def _column(rows: Sequence[Record], index: int) -> list[str]:
    texts = [row.cells[index].strip() for row in rows[:_LOOKED_AT] if index < len(row.cells)]
    return [text for text in texts if text and text != "NA"]


def _by_heading(found: list[str], headings: Sequence[str], columns: list[list[str]], resolves: Resolves) -> None:
    """The heading that is the more usual one for its meaning comes first; contents that contradict it are heard."""
    named = [(plain_heading(heading), index) for index, heading in enumerate(headings)]
    for heading, index in sorted(named, key=lambda pair: (_BY_RANK.get(pair[0], 0), pair[1])):
        meaning = _MEANING.get(heading, IGNORED)
        if meaning == NAME and NAME in found and _share(columns[index], lambda text: not text.isascii()) > 0.5:
            meaning = OWN_NAME
        free = meaning in JOINED or meaning not in found
        if meaning and free and columns[index] and _may_mean(meaning, columns[index], resolves):
            found[index] = meaning


def _may_mean(meaning: str, texts: list[str], resolves: Resolves) -> bool:
    if meaning == EMAIL:
        return _share(texts, lambda text: "@" in text) > 0.5
    if meaning == PRECEDENCE:
        return _share(texts, lambda text: text.isascii() and text.isdigit()) > 0.5
    if meaning == PARTY:
        return _share(texts, lambda text: resolves(text) or bool(_LETTERS.search(text))) > 0.5
    return (
        meaning in (LANGUAGE, HONORIFIC, IDENTITY)
        or _share(texts, lambda text: bool(_LETTERS.search(text))) > 0.5
        or _cjk(texts)
    )


def _by_content(found: list[str], columns: list[list[str]], resolves: Resolves) -> None:
    tests: dict[str, Callable[[str], bool]] = {
        EMAIL: lambda text: bool(_ADDRESS.fullmatch(text)),
        PARTY: resolves,
        NAME: lambda text: not any(sign.isdigit() for sign in text) and (len(text.split()) > 1 or _cjk([text])),
    }
    for meaning, test in tests.items():
        if meaning in found or (meaning == NAME and FAMILY in found):
            continue
        free = [index for index, texts in enumerate(columns) if not found[index] and texts]
        best = max(free, key=lambda index: _share(columns[index], test), default=None)
        if best is not None and _share(columns[best], test) > 0.6:
            found[best] = meaning


def _cjk(texts: list[str]) -> bool:
    """Whether most are in a script that writes a name in two or three signs."""
    return (
        _share(texts, lambda text: any("\u3400" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" for sign in text))
        > 0.5
    )


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts) if texts else 0
