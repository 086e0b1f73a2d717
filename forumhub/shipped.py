"""Where templates/ and migrations/ are: inside the package in a wheel, beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """The folder of the Jinja templates. Raises FileNotFoundError when the installation is incomplete."""
    return folder("templates", PACKAGE)


def migrations() -> Path:
    """The folder of the Alembic revisions. Raises FileNotFoundError when the installation is incomplete."""
    return folder("migrations", PACKAGE)


def folder(name: str, package: Path) -> Path:
    """The folder `name` inside `package`, otherwise beside it. Raises FileNotFoundError when it is in neither place."""
    for place in (package / name, package.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"{name}/ is neither inside nor beside {package}; install forumhub again")
