"""A Paper as PDF/A-2a (ISO 19005-2), set by typst. Runs in a process of its own, which `making` can end."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from forumhub.errors import N_, RuleBroken
from forumhub.minutes.renditions.fonts import stack
from forumhub.minutes.renditions.paper import Paper, as_json

TEMPLATE = Path(__file__).with_name("paper.typ")
STANDARD = "a-2a"
"""Asks that every character has a glyph and its meaning: what no font shows is refused, never drawn as a box."""
ALONE = b'#set document(title: "-")\n#image("/" + sys.inputs.name, alt: "-")'
"""By which is seen whether an image can be read, and may be in a file of the standard."""
_UNSHOWN = re.compile(r'(?:the text|the codepoint) `"(.*?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def write(paper: Paper, images: Mapping[str, Path], fonts_folder: str) -> bytes:
    """Raises RuleBroken where no font has a character of the text, or where it cannot be set at all.

    `images` by the names that the paper has for them, which are ours; an image that typst cannot read becomes words.
    """
    import typst  # an extra: whoever asks has looked whether it is there

    fonts = typst.Fonts(
        include_system_fonts=not fonts_folder,
        include_embedded_fonts=True,
        font_paths=[fonts_folder] if fonts_folder else [],
    )
    found = fonts.fonts()
    own = {font.family for font in found if fonts_folder and font.path}
    chosen = stack({font.family for font in found}, own, paper.language)
    inputs = {"paper": as_json(paper), "fonts": json.dumps(vars(chosen))}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, path in images.items():
            shutil.copyfile(path, root / name)
        setting = partial(_set, root=root, fonts=fonts, at=paper.made_at)
        try:
            return setting(TEMPLATE.read_bytes(), {**inputs, "unread": "[]"})
        except typst.TypstError as error:
            unread = [name for name in images if not _is_read(name, setting)]
            if not unread:
                raise _refusal(error.message) from error
        try:
            return setting(TEMPLATE.read_bytes(), {**inputs, "unread": json.dumps(unread)})
        except typst.TypstError as error:
            raise _refusal(error.message) from error


def _set(source: bytes, inputs: dict[str, str], *, root: Path, fonts: Any, at: int) -> bytes:
    """Nothing is read but what lies in `root`. Raises TypstError."""
    import typst

    return bytes(
        typst.compile(  # type: ignore[call-overload]
            source,
            root=root,
            font_paths=fonts,
            sys_inputs=inputs,
            package_path=root / "none",
            package_cache_path=root / "none",
            format="pdf",
            pdf_standards=STANDARD,
            timestamp=at,
        )
    )


def _is_read(name: str, setting: Callable[[bytes, dict[str, str]], bytes]) -> bool:
    import typst

    try:
        setting(ALONE, {"name": name})
    except typst.TypstError:
        return False
    return True


def _refusal(message: str) -> RuleBroken:
    if match := _UNSHOWN.search(message):
        shown = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), match[1])
        return RuleBroken(
            N_(
                "No font here can show '%(text)s' (%(codes)s), so the PDF would have a box in its place. Install a "
                "font that has it, or put one into the folder that FORUMHUB_FONTS names."
            ),
            text=shown if shown.isprintable() else "…",
            codes=", ".join(f"U+{ord(character):04X}" for character in shown),
        )
    return RuleBroken(N_("The text cannot be set as a PDF; lists within lists within lists are the usual cause."))
