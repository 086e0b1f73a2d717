"""The LMTP listener (RFC 2033): a mail server on the same machine hands over what it has taken, beside the worker."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from forumhub.errors import N_, ForumhubError
from forumhub.mail.receiving import LARGEST

logger = logging.getLogger(__name__)
MOST_RECIPIENTS = 50
LONGEST_ADDRESS = 320
IDLE_SECONDS = 300
_ENOUGH = LARGEST + 1
"""Of a mail, to tell that it is too large."""
_LAST_LINE = b".\r\n"
_LATER = "451 4.3.0 Not on record yet, hand it over again later"


def host_and_port(text: str) -> tuple[str, int]:
    """Of '127.0.0.1:2424'; the machine's own addresses alone, since LMTP asks nobody who they are.

    Raises ForumhubError.
    """
    host, _colon, port = text.rpartition(":")
    host = host.strip("[]")
    if host not in ("127.0.0.1", "::1", "localhost") or not port.isdigit() or int(port) > 65_535:
        raise ForumhubError(
            N_("'%(text)s' is no address of this machine; 127.0.0.1:2424 would be right."), text=text[:80]
        )
    return host, int(port)


class Listener(Controller):
    """On its own thread from `start()` to `stop()`; port 0 is one that the system chooses: `port` says which.

    `take(raw, recipient)` is called for each recipient, on threads, and may raise: then the mail stays with its server.
    """

    def __init__(self, take: Callable[[bytes, str], None], host: str, port: int) -> None:
        super().__init__(_Taking(take), hostname=host, port=port, ready_timeout=10)

    def factory(self) -> LMTP:
        return _OneReplyEach(
            self.handler, data_size_limit=None, timeout=IDLE_SECONDS, ident="forumhub", enable_SMTPUTF8=True
        )

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class _OneReplyEach(LMTP):
    """What follows the data is said once for each recipient (RFC 2033, 4.2), errors too: aiosmtpd says them once."""

    line_length_limit = _ENOUGH  # beyond what RFC 5321 allows: a refusal would write to a sender who may be forged
    _reader: Any
    _awaited = 0

    async def smtp_DATA(self, arg: str) -> None:
        reader = self._reader
        self._reader = _Beginning(reader)
        try:
            await super().smtp_DATA(arg)
        finally:
            self._reader = reader

    async def push(self, status: Any) -> None:
        text = status.decode("ascii", "replace") if isinstance(status, bytes) else str(status)
        if self._awaited and "\r\n" not in text:
            text = "\r\n".join([text] * self._awaited)
        self._awaited = len(self.envelope.rcpt_tos) if text.startswith("354") and self.envelope else 0
        await super().push(text)


class _Beginning:
    """Reads a mail however large it is, and hands on its beginning, by which it shows to be too large.

    So it is on record with its reason, and no mail takes more memory than a few that are taken.
    """

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._wanted = _ENOUGH

    async def readuntil(self, end: bytes) -> bytes:
        """The next line, or the one that ends the data."""
        while (line := await self._line(end)) != _LAST_LINE and self._wanted <= 0:
            pass
        self._wanted -= len(line)
        return line

    async def _line(self, end: bytes) -> bytes:
        """Whole, or what of it a mail may have, with its end."""
        beginning = b""
        while True:
            try:
                rest = await self._reader.readuntil(end)
            except asyncio.LimitOverrunError as longer:
                beginning = (beginning + await self._reader.read(longer.consumed))[: _ENOUGH - len(end)]
            else:
                line = beginning + rest
                return line if len(line) <= _ENOUGH else line[: _ENOUGH - len(end)] + end


class _Taking:
    def __init__(self, take: Callable[[bytes, str], None]) -> None:
        self._take = take
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="lmtp")

    async def handle_RCPT(
        self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients, hand it over again for the others"
        if len(address) > LONGEST_ADDRESS:
            return "550 5.1.3 No such address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        raw = (content if isinstance(content, bytes) else str(content or "").encode())[:_ENOUGH]
        if not (envelope.mail_from or "").strip("<>"):
            raw = b"Return-Path: <>\r\n" + raw  # who delivers last writes it (RFC 5321, 4.4): nobody is to be answered
        loop = asyncio.get_running_loop()
        replies = [await loop.run_in_executor(self._threads, self._taken, raw, to) for to in envelope.rcpt_tos]
        return "\r\n".join(replies)

    def _taken(self, raw: bytes, recipient: str) -> str:
        try:
            self._take(raw, recipient)
        except Exception as error:  # the mail server keeps it, and tries again; what errors quote is no log's
            logger.error("a mail was not put on record: %s", type(error).__name__)
            return _LATER
        return "250 2.0.0 Taken"

    async def handle_exception(self, error: Exception) -> str:
        logger.error("LMTP: %s", type(error).__name__)
        return _LATER
