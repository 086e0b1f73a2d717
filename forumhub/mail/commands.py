"""Commands of the mail room."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from forumhub.mail.worker import run_worker

if TYPE_CHECKING:
    from flask import Flask


@click.command()
@click.pass_obj
def worker(create_app: "Callable[[], Flask]") -> None:
    """Sends mail and does what is periodic, until it is told to stop. One for an installation."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    run_worker(create_app())
