"""A real SMTP server that keeps what it is given and fails where it is told to."""

import asyncio
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """What the server accepted, in order, and to whom each would bounce (the envelope's sender).

    `answer_to(recipient)` may return a reply instead of taking the mail.
    """

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.senders: list[str] = []
        self.answer_to: Callable[[str], str | None] = lambda recipient: None
        self.pause = 0.0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        if answer := self.answer_to(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.pause)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append(message)
        self.senders.append(str(envelope.mail_from))
        return "250 taken"

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.received]


class Server(Controller):
    """On a port that the system chooses; `port` says which once it is started."""

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(mailbox, hostname="127.0.0.1", port=0)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
