"""A mail as it goes on the wire: rendered from its snapshot in its recipient's language and on their clock."""

from collections.abc import Callable, Mapping
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy, compat32
from email.utils import format_datetime, parseaddr
from typing import Any, NamedTuple

from markupsafe import Markup

from forumhub.mail import rules, sealing
from forumhub.mail.actions import Recipient
from forumhub.mail.models import OutboxMail
from forumhub.mail.templates import block_of, environment, text_templates

Link = Callable[..., str]
"""link(endpoint, **values): the absolute address of a page."""


class OneLine(UnstructuredHeader, BaseHeader):
    """An address that is never folded: the library would make encoded words of a long one, which are no address."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", OneLine)
POLICY = SMTP.clone(cte_type="7bit", header_factory=_headers)
LANGUAGE_NAMES = {"en": "English", "zh": "中文", "ru": "Русский"}

ways_out: dict[str, str] = {}
"""By template's name, the endpoint that stops such mails to their recipient, its `token` being the mail's secret. It
takes a POST from mail programs (RFC 8058); a mail server that signs with DKIM has to sign both headers (its §4)."""

answering: set[str] = set()
"""Names of templates whose mails answer one that came: they say so (RFC 3834 §5.1), to old programs, too (§3.1.8)."""


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
    }
    sections = [_section(mail.template, language, timezone, context) for language, timezone in _clocks(mail)]
    message = EmailMessage(policy=POLICY)
    _add_headers(message, mail, rules.subject_line(" / ".join(section.subject for section in sections)), sender)
    if mail.together:
        text, page = _together(sections, mail, link)
    else:
        text, page = sections[0].text, sections[0].page()
    if mail.template in ways_out:
        message["List-Unsubscribe"] = f"<{link(ways_out[mail.template], token=context['secret'])}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text.strip() + "\n")
    message.add_alternative(page, subtype="html")
    if mail.together:
        message.set_boundary(f"=_{mail.message_id[1:27]}")  # Python draws one by lot; all are to receive the same bytes
    message["Content-Language"] = ", ".join(section.language for section in sections)  # last: a part that is added
    return message  # takes such headers with it


class Section(NamedTuple):
    """A mail in one language. `page` renders it as a page of its own; `block` one of the blocks of that page."""

    language: str
    subject: str
    text: str
    page: Callable[[], str]
    block: Callable[[str], Markup]


def _clocks(mail: OutboxMail) -> list[tuple[str, str]]:
    """In which languages the mail is written, and on whose clock: the first recipient's who works in the language."""
    found: dict[str, str] = {}
    for each in mail.together or [{"language": mail.language, "timezone": mail.timezone}]:
        found.setdefault(each["language"], each["timezone"])
    return list(found.items())


def _section(template: str, language: str, timezone: str, context: Mapping[str, Any]) -> Section:
    context = {**context, "language": language}
    subject, text = text_templates(template, language, timezone)
    page = environment(language, timezone).get_template(f"mail/{template}.html")
    return Section(
        language,
        rules.one_line(subject.render(context)),
        text.render(context),
        lambda: page.render(context),
        lambda name: block_of(page, name, context),
    )


def _together(sections: list[Section], mail: OutboxMail, link: Link) -> tuple[str, str]:
    """Text and page of a message to several: each section under its language's name."""
    first = environment(sections[0].language, mail.together[0]["timezone"])
    context = {"sections": sections, "names": LANGUAGE_NAMES, "link": link, "language": sections[0].language}
    text, page = (first.get_template(f"mail/together.{kind}").render(context) for kind in ("txt", "html"))
    return text, page


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
    subject, _text = text_templates(template, to.language, to.timezone)
    page = environment(to.language, to.timezone).get_template(f"mail/{template}.html")
    heading, content = (block_of(page, name, context) for name in ("heading", "content"))
    return Preview(to.name, to.language, rules.subject_line(subject.render(context)), heading, content)


def _add_headers(message: EmailMessage, mail: OutboxMail, subject: str, sender: str) -> None:
    name, address = parseaddr(sender)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = _to(mail)
    _add_folded(message, "Subject", subject)
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = mail.message_id
    if mail.template in answering:
        message["Auto-Submitted"], message["Precedence"] = "auto-replied", "bulk"
    else:
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: no holiday replies, please


def _to(mail: OutboxMail) -> list[Address]:
    """All who are told together, but for addresses that no header can carry: their own mails say so when they fail."""
    if not mail.together:
        return [Address(rules.one_line(mail.recipient_name), addr_spec=mail.recipient)]
    writable = [each for each in mail.together if rules.DOT_ATOMS.fullmatch(each["email"])]
    return [Address(each["name"], addr_spec=each["email"]) for each in writable]


def _add_folded(message: EmailMessage, name: str, text: str) -> None:
    """Encodes and folds a text by itself (RFC 2047 §5): the policy's own folding loses blanks between encoded words.

    Seen in Python 3.11.7 and 3.12.1; 3.13.0 keeps them.
    """
    message.policy = compat32  # stores the header as it is given
    message[name] = Header(text, "utf-8" if not text.isascii() else "us-ascii", header_name=name).encode()
    message.policy = POLICY
