"""The templates of mails: one environment for each language and clock, and what of a template is rendered."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

from forumhub import phrases, shipped

SUBJECT = "Subject: "


@lru_cache(maxsize=64)
def environment(language: str, timezone: str) -> Environment:
    """The templates' environment for one language (en, zh, ru) and clock; filters take ISO 8601 text too."""
    made = Environment(
        loader=FileSystemLoader(shipped.templates()),
        autoescape=select_autoescape(("html",), default_for_string=False),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = Translations.load(shipped.PACKAGE / "translations", [phrases.BABEL_NAMES.get(language, "en")])
    made.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    phrases.add_filters(SimpleNamespace(jinja_env=made), language=lambda: language, zone=lambda: timezone)
    made.filters["moment"] = lambda value, zone=None: phrases.moment(_instant(value), zone or timezone, language)
    made.filters["day"] = lambda value: phrases.day(_day(value), language)
    made.filters["both_clocks"] = lambda event: phrases.both_clocks(meeting(event), language, timezone)
    made.filters["both_moments"] = lambda value, host: phrases.both_moments(_instant(value), host, language, timezone)
    return made


@lru_cache(maxsize=256)
def text_templates(template: str, language: str, timezone: str) -> tuple[Template, Template]:
    """Subject and body, apart: so no line end in a title can move text from one to the other."""
    made = environment(language, timezone)
    assert made.loader
    source, _, _ = made.loader.get_source(made, f"mail/{template}.txt")
    first, _, rest = source.partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"templates/mail/{template}.txt must begin with '{SUBJECT}'")
    return made.from_string(first.removeprefix(SUBJECT)), made.from_string(rest)


def _instant(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def meeting(event: Mapping[str, Any]) -> SimpleNamespace:
    """A snapshot's event with its times as times again."""
    times = {name: _instant(event[name]) for name in ("local_start", "local_end", "starts_at")}
    return SimpleNamespace(**{**event, **times})


def block_of(page: Template, name: str, context: dict[str, Any]) -> Markup:
    """What the template, which escapes, writes there."""
    return Markup("".join(page.blocks[name](page.new_context(context))))  # noqa: S704
