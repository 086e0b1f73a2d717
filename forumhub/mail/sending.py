"""SMTP: one connection for all mails of a round, and what its failures mean for the mail in hand."""

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

from forumhub.mail.rules import STEP_SECONDS, is_permanent, one_line

LONGEST_REASON = 500


class NotSent(Exception):
    """The mail stays in the outbox; `permanent` where another attempt would end the same way."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Unreachable(NotSent):
    """No server, no session or no login: nothing that this mail could be blamed for."""


class Courier:
    """Connects when the first mail is handed over; a context manager that hangs up."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "Courier":
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def deliver(self, message: EmailMessage, recipient: str) -> None:
        """To this one alone, whoever else stands in To. Raises NotSent."""
        smtp = self._smtp or self._connected()
        try:
            smtp.send_message(message, to_addrs=[recipient])
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.hang_up()
            raise _refusal(error) from error

    def hang_up(self) -> None:
        if self._smtp:
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        try:
            self._smtp = smtplib.SMTP(settings["SMTP_HOST"], settings["SMTP_PORT"], timeout=STEP_SECONDS)
            if settings["SMTP_STARTTLS"]:
                self._smtp.starttls(context=ssl.create_default_context())
            if settings["SMTP_USER"]:
                self._smtp.login(settings["SMTP_USER"], settings["SMTP_PASSWORD"])
        except (smtplib.SMTPException, OSError) as error:
            self.hang_up()
            raise Unreachable(_words(error)) from error
        return self._smtp


def _refusal(error: Exception) -> NotSent:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return NotSent(_reply(code, text), permanent=is_permanent(code))
    if isinstance(error, smtplib.SMTPResponseException):
        return NotSent(_words(error), permanent=is_permanent(error.smtp_code))
    unsendable = isinstance(error, smtplib.SMTPNotSupportedError | ValueError)
    return NotSent(_words(error), permanent=unsendable)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return one_line(f"{type(error).__name__}: {error}")[:LONGEST_REASON]


def _reply(code: int, text: bytes | str) -> str:
    shown = text.decode(errors="replace") if isinstance(text, bytes) else text
    return one_line(f"{code} {shown}")[:LONGEST_REASON]
