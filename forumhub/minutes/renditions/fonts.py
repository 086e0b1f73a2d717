"""Which fonts set a text: those of the configured folder or of the system, and behind them the ones that typst brings.

typst's own have Latin and Cyrillic letters, and no Chinese ones. Pure.
"""

from dataclasses import dataclass
from typing import TypeAlias

SERIF = ("Noto Serif", "Source Serif 4", "PT Serif", "Liberation Serif", "Times New Roman", "Libertinus Serif")
CHINESE = (
    *("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC", "SimSun"),
    *("FandolSong", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"),
)
CODE = ("DejaVu Sans Mono",)
"""Best first. The last of SERIF and that of CODE are always there: typst brings them."""

Family: TypeAlias = str | dict[str, str]


@dataclass(frozen=True)
class Stack:
    """Families in the order in which a letter is looked for; typst looks through all others behind them."""

    text: list[Family]
    code: list[Family]


def stack(there: set[str], own: set[str], language: str) -> Stack:
    """`there` are all families, `own` those of the configured folder, which stand first whatever they are."""
    serif = _chosen([*sorted(own - {*SERIF, *CHINESE, *CODE}), *SERIF], there)
    chinese = _chosen(CHINESE, there)
    text: list[Family] = [*serif, *chinese]
    if language == "zh" and chinese:
        # Quotation marks and dashes are as wide as a character in Chinese; letters are not.
        text = [{"name": str(serif[0]), "covers": "latin-in-cjk"}, *chinese, *serif]
    return Stack(text, [*_chosen(CODE, there), *chinese])


def _chosen(wished: tuple[str, ...] | list[str], there: set[str]) -> list[Family]:
    return [family for family in wished if family in there]
