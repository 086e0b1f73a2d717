"""What must not be in the tree: addresses of package registries, floating versions, what the build made."""

import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
REGISTRIES = re.compile("|".join([r"registry\.np" r"mjs", r"files\.pythonh" r"osted", r"pypi\.o" r"rg/simple"]))


def tracked() -> list[str]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    return listing.stdout.splitlines()


def test_package_lock_has_integrity_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    keys = [set(package) for name, package in packages.items() if name]

    assert all("integrity" in package and "resolved" not in package for package in keys)


def test_package_versions_are_exact() -> None:
    package = json.loads((ROOT / "package.json").read_text())

    versions = {**package["dependencies"], **package["devDependencies"]}.values()

    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_constraints_are_exact_and_have_no_addresses() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()

    pins = [line for line in lines if line and not line.lstrip().startswith("#")]

    assert [pin for pin in pins if not re.match(r"[a-z0-9-]+==[^ /]+( ; .+)?$", pin)] == []


def test_no_tracked_file_names_a_registry() -> None:
    texts = {name: (ROOT / name).read_bytes().decode(errors="replace") for name in tracked() if (ROOT / name).is_file()}

    naming = [name for name, text in texts.items() if REGISTRIES.search(text)]

    assert naming == []


def test_nothing_that_is_made_is_tracked() -> None:
    made = re.compile(r"(^|/)(uv\.lock|node_modules/|forumhub/static/dist/)|\.mo$")

    found = [name for name in tracked() if made.search(name)]

    assert found == []


def test_templates_have_no_inline_style_or_script() -> None:
    """The content security policy refuses them."""
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]* src=)|javascript:", re.IGNORECASE)

    texts = {path.name: path.read_text() for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "mail"}
    alone = (
        ROOT / "templates/minutes/renditions/page.html"
    ).read_text()  # a file to take along; its own policy lets it

    assert [
        name for name, text in texts.items() if inline.search(text.replace("<style>", "") if text == alone else text)
    ] == []
