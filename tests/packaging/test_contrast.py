"""The colours of the stylesheet against WCAG 2.2: 1.4.3 for text (4.5), 1.4.11 for edges and marks (3)."""

import re
from pathlib import Path

import pytest

STYLESHEET = Path(__file__).parents[2] / "forumhub/static/forumhub.css"
SURFACES = ("paper", "sheet")
SOFT = ("jade-soft", "seal-soft", "amber-soft", "sky-soft")
TEXT_ON = [
    *[(text, surface) for text in ("ink", "quiet", "jade", "seal", "amber", "sky") for surface in SURFACES],
    *[(text, soft) for text in ("ink", "quiet", "jade") for soft in SOFT],
    *[(name, f"{name}-soft") for name in ("jade", "seal", "amber", "sky")],
    *[("sheet", button) for button in ("jade", "seal", "ink")],
]
MARK_ON = [
    *[("edge", surface) for surface in SURFACES],
    *[(mark, surface) for mark in ("jade", "seal", "amber", "sky") for surface in SURFACES],
    *[(mark, "rule") for mark in ("jade", "seal", "sky")],
]


def colours(theme: str) -> dict[str, str]:
    """The custom properties that are plain colours, by theme: 'light', 'dark' or 'print'."""
    css = STYLESHEET.read_text()
    opening = {
        "light": r"^:root",
        "dark": r"prefers-color-scheme: dark\) \{\s+:root",
        "print": r"@media print \{\s+:root",
    }
    block = re.search(opening[theme] + r" \{(.*?)\}", css, re.DOTALL | re.MULTILINE)
    assert block is not None
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def below(pairs: list[tuple[str, str]], theme: str, least: float) -> dict[str, float]:
    named = colours(theme)
    ratios = {f"{front} on {back}": contrast(named[front], named[back]) for front, back in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_contrast_of_black_on_white() -> None:
    ratio = contrast("#000000", "#ffffff")

    assert ratio == 21


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_text_contrast_in_each_theme(theme: str) -> None:
    too_low = below(TEXT_ON, theme, 4.5)

    assert too_low == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_mark_contrast_in_each_theme(theme: str) -> None:
    too_low = below(MARK_ON, theme, 3)

    assert too_low == {}


def test_themes_name_the_same_colours() -> None:
    names = [set(colours(theme)) for theme in ("light", "dark", "print")]

    assert names[0] == names[1] == names[2]


def test_stylesheet_loads_nothing_from_elsewhere() -> None:
    css = STYLESHEET.read_text()

    loads = re.findall(r"@import|url\(|https?://|data:", css)

    assert loads == []
