"""Addresses: ids of items, codes of parties, numbers of headings and references to clauses."""

import re
from dataclasses import dataclass

from forumhub.markdown.folding import fold_code, fold_field, squeeze

CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*")
ID = re.compile(r"[CRDAS]-[1-9][0-9]*")
FOREIGN_ID = re.compile(rf"(?:{CODE.pattern}/)?{ID.pattern}")

_CLAUSE = r"[0-9]{1,3}(?:\.[0-9]{1,3})*(?:\([0-9a-z]{1,3}\))*"
_REFERENCE = re.compile(
    rf"(?P<code>\S+?)\s*(?:\b(?:arts?\b\.?|articles?\b|clauses?\b|ст\b\.?|стать[яиею]\b|пункт\w*|п\.)\s*(?P<clause>{_CLAUSE})"
    r"|第\s*(?P<article>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*条(?:\s*第\s*(?P<part>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*[款项])?)",
    re.IGNORECASE,
)

_CHINESE = "零一二三四五六七八九"


@dataclass(frozen=True)
class Reference:
    """A clause of an agreement: `code` is folded, `clause` is spelled as it was written (`5(2)` or `5.2`)."""

    code: str
    clause: str

    def __str__(self) -> str:
        return f"{self.code} art. {self.clause}"

    @property
    def address(self) -> str:
        """The clause in one spelling, for comparing: `5.2` for `5(2)`."""
        return ".".join(re.findall(r"\w+", self.clause))


def parse_reference(text: str) -> Reference | None:
    """Reads `CN-BY-2016 art. 5(2)`, `CN-BY-2016 第5条第2款`, `CN-BY-2016 ст. 5(2)`; None for anything else."""
    match = _REFERENCE.fullmatch(squeeze(fold_field(text)))
    if match is None or not CODE.fullmatch(fold_code(match["code"])):
        return None
    if match["clause"]:
        return Reference(fold_code(match["code"]), match["clause"])
    part = f"({arabic(match['part'])})" if match["part"] else ""
    return Reference(fold_code(match["code"]), arabic(match["article"]) + part)


def arabic(numeral: str) -> str:
    """`12` for `12`, `１２` and `十二`: the numerals below a hundred that number clauses."""
    plain = fold_field(numeral)
    if plain.isdecimal():
        return str(int(plain))
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return str(_CHINESE.index(ones))
    return str(10 * (_CHINESE.index(tens) if tens else 1) + (_CHINESE.index(ones) if ones else 0))


def same_clause(one: str, other: str) -> bool:
    """Whether both spell the same address: `5(2)` and `5.2` do."""
    return re.findall(r"\w+", one) == re.findall(r"\w+", other)
