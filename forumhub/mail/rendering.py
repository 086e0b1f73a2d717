"""A mail as it goes on the wire: rendered from its snapshot in its recipient's language and on their clock."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, compat32
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

from forumhub import phrases, shipped
from forumhub.mail import rules, sealing
from forumhub.mail.actions import Recipient
from forumhub.mail.models import OutboxMail

Link = Callable[..., str]
"""link(endpoint, **values): the absolute address of a page."""

POLICY = SMTP.clone(cte_type="7bit")
SUBJECT = "Subject: "


def compose(mail: OutboxMail, link: Link, sender: str, shared: Mapping[str, Any] | None = None) -> EmailMessage:
    """Text and HTML alternatives with all headers; `sender` is 'Name <address>' or an address.

    `shared` is what is added to the snapshot. Raises SecretLost, and jinja2's errors where the snapshot lacks what
    the template names.
    """
    context = {
        **(shared or {}),
        **mail.snapshot,
        "to_name": mail.recipient_name,
        "secret": sealing.unseal(mail.secret),
        "link": link,
        "language": mail.language,
    }
    subject, text = _text_templates(mail.template, mail.language, mail.timezone)
    page = environment(mail.language, mail.timezone).get_template(f"mail/{mail.template}.html")
    message = EmailMessage(policy=POLICY)
    _add_headers(message, mail, rules.subject_line(subject.render(context)), sender)
    message.set_content(text.render(context).strip() + "\n")
    message.add_alternative(page.render(context), subtype="html")
    message["Content-Language"] = mail.language  # last: a part that is added takes such headers with it
    return message


class Preview(NamedTuple):
    """A mail before it is sent: its subject, and what stands in its page, as HTML."""

    to_name: str
    language: str
    subject: str
    heading: Markup
    content: Markup


def preview(template: str, to: Recipient, snapshot: Mapping[str, Any], link: Link) -> Preview:
    """As `compose` would render it; the token of a link of one's own is shown as dots."""
    context = {**snapshot, **to.more, "to_name": to.name, "secret": "...", "link": link, "language": to.language}
    subject, _text = _text_templates(template, to.language, to.timezone)
    page = environment(to.language, to.timezone).get_template(f"mail/{template}.html")
    heading, content = (_block(page, name, context) for name in ("heading", "content"))
    return Preview(to.name, to.language, rules.subject_line(subject.render(context)), heading, content)


def _block(page: Template, name: str, context: dict[str, Any]) -> Markup:
    """What the template, which escapes, writes there."""
    return Markup("".join(page.blocks[name](page.new_context(context))))  # noqa: S704


def _add_headers(message: EmailMessage, mail: OutboxMail, subject: str, sender: str) -> None:
    name, address = parseaddr(sender)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(rules.one_line(mail.recipient_name), addr_spec=mail.recipient)
    _add_folded(message, "Subject", subject)
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: no holiday replies, please


def _add_folded(message: EmailMessage, name: str, text: str) -> None:
    """Encodes and folds a text by itself (RFC 2047 §5): the policy's own folding loses blanks between encoded words.

    Seen in Python 3.11.7 and 3.12.1; 3.13.0 keeps them.
    """
    message.policy = compat32  # stores the header as it is given
    message[name] = Header(text, "utf-8" if not text.isascii() else "us-ascii", header_name=name).encode()
    message.policy = POLICY


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
    made.filters["both_clocks"] = lambda event: phrases.both_clocks(_meeting(event), language, timezone)
    made.filters["both_moments"] = lambda value, host: phrases.both_moments(_instant(value), host, language, timezone)
    return made


@lru_cache(maxsize=256)
def _text_templates(template: str, language: str, timezone: str) -> tuple[Template, Template]:
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


def _meeting(event: Mapping[str, Any]) -> SimpleNamespace:
    """A snapshot's event with its times as times again."""
    times = {name: _instant(event[name]) for name in ("local_start", "local_end", "starts_at")}
    return SimpleNamespace(**{**event, **times})
