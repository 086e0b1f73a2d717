from pathlib import Path

import pytest

from forumhub import shipped

ROOT = Path(__file__).parents[2]


def test_folders_in_a_checkout_stand_beside_the_package() -> None:
    found = (shipped.templates(), shipped.migrations())

    assert found == (ROOT / "templates", ROOT / "migrations")


def test_folder_inside_the_package_comes_first(tmp_path: Path) -> None:
    package = tmp_path / "forumhub"
    (package / "templates").mkdir(parents=True)
    (tmp_path / "templates").mkdir()

    found = shipped.folder("templates", package)

    assert found == package / "templates"


def test_folder_in_neither_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        shipped.folder("templates", tmp_path / "forumhub")

    assert str(missing.value) == (
        f"templates/ is neither inside nor beside {tmp_path / 'forumhub'}; install forumhub again"
    )
