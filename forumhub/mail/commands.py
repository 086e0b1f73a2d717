"""Commands of the mail room."""

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from forumhub.mail.lmtp import host_and_port
from forumhub.mail.receiving import LARGEST, take
from forumhub.mail.worker import run_worker

if TYPE_CHECKING:
    from flask import Flask

TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h"""


@click.command()
@click.option("--lmtp", default="", help="Also takes mails by LMTP at this address, such as 127.0.0.1:2424.")
@click.pass_obj
def worker(create_app: "Callable[[], Flask]", lmtp: str) -> None:
    """Sends mail and does what is periodic, until it is told to stop. One for an installation."""
    place = host_and_port(lmtp) if lmtp else None
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd logs each command, with its addresses
    run_worker(create_app(), place)


@click.command()
@click.option("--to", "recipient", default="", help="The envelope's recipient; without it, the mail's headers say it.")
@click.pass_obj
def receive(create_app: "Callable[[], Flask]", recipient: str) -> None:
    """Takes one mail from standard input, as a mail server's pipe hands it over.

    Ends with 0 where it is on record, whatever became of it (the page of received mail says what), and with 75 where
    it has to be handed over again later: sysexits' EX_OK and EX_TEMPFAIL.
    """
    raw = sys.stdin.buffer.read(LARGEST + 1)
    try:
        take(create_app(), raw, recipient)
    except Exception as error:  # whatever it is, the mail server has to keep the mail
        # by its type alone: a mail server may tell the sender what stands here, and errors of a database quote rows
        click.echo(f"Not on record yet: {type(error).__name__}", err=True)
        sys.exit(TRY_AGAIN)
