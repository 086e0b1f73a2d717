"""A mail server, for the mails that bring codes."""

from tests.mail.conftest import mailbox, sending_app  # noqa: F401 - fixtures
