"""`forumhub user`: accounts, for who keeps the installation running."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, RuleBroken
from forumhub.parties import credentials, policy, queries
from forumhub.parties.entering import enter_account

if TYPE_CHECKING:
    from flask import Flask

LEAST_LENGTH = 12


@click.group()
def user() -> None:
    """Accounts and what was lost."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name, as it stands in lists.")
@click.option("--party", default="", help="The party's code, such as CN.")
@click.option("--operator", is_flag=True, help="Keeps the installation running; reads no content.")
@click.option("--administrator", is_flag=True, help="The party's first administrator.")
@click.password_option(help="Asked for when it is not given.")
@click.pass_obj
def add(
    create_app: "Callable[[], Flask]",
    email: str,
    name: str,
    party: str,
    operator: bool,
    administrator: bool,
    password: str,
) -> None:
    """Makes an account for the person with this EMAIL, and the person where they are not known."""
    from flask_security import hash_password

    if len(password) < LEAST_LENGTH:
        raise RuleBroken(N_("A password of %(length)s characters or more would be right."), length=LEAST_LENGTH)
    with create_app().app_context():
        password_hash = hash_password(password)  # argon2, before the transaction
        with writing():
            enter_account(
                email=email,
                name=name,
                party_code=party,
                password_hash=password_hash,
                operator=operator,
                administrator=administrator,
                by=policy.INSTALLATION,
                now=clock.now(),
            )
    click.echo(f"{email} can sign in now.")


@user.command("remove-second-factor")
@click.argument("email")
@click.pass_obj
def remove_second_factor(create_app: "Callable[[], Flask]", email: str) -> None:
    """For who lost the phone and the recovery codes. The account cannot act for its party for 72 hours."""
    with create_app().app_context(), writing():
        account = queries.find_account(email)
        if account is None:
            raise RuleBroken(N_("There is no account with the address %(email)s."), email=email)
        credentials.remove_second_factor(account, by=policy.INSTALLATION, now=clock.now())
    click.echo(f"{email} signs in with the password alone now.")
