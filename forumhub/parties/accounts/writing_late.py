"""Flask-Security changes rows as it goes and commits at the end; here that becomes one short write transaction.

A request that has read and then writes is refused by SQLite at once when somebody else wrote in between, and argon2
would hold the write lock. So what a request wants to write is collected, and written after its answer is made.
"""

from collections.abc import Callable
from typing import Any

from flask import Response, after_this_request, g
from flask_security import MailUtil, SQLAlchemyUserDatastore
from sqlalchemy import inspect

from forumhub import clock
from forumhub.database import db, writing
from forumhub.mail.actions import post
from forumhub.parties.models import Account

Step = Callable[[], object]


def write_later(step: Step) -> None:
    """Runs `step` in the request's one write transaction, after its answer is made."""
    if "account_steps" not in g:
        g.account_steps = []
        after_this_request(_write_and_answer)
    g.account_steps.append(step)


def _write_and_answer(response: Response) -> Response:
    write_now()
    return response


def write_now() -> None:
    changes = [(row, _changed_values(row)) for row in db.session.dirty]
    steps: list[Step] = g.pop("account_steps", [])
    db.session.rollback()
    if not changes and not steps:
        return
    with writing():
        for row, values in changes:
            for name, value in values.items():
                setattr(row, name, value)
        for step in steps:
            step()


def _changed_values(row: Any) -> dict[str, Any]:
    state = inspect(row)
    names = [column.key for column in state.mapper.column_attrs]
    return {name: getattr(row, name) for name in names if state.attrs[name].history.has_changes()}


class Accounts(SQLAlchemyUserDatastore):  # type: ignore[misc]
    def commit(self) -> None:
        write_now()


class OutboxMails(MailUtil):  # type: ignore[misc]
    """Flask-Security's mails go into the outbox; `/reset` alone never commits, so this asks for it."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: Any,
        body: Any,
        html: Any,
        **context: Any,
    ) -> None:
        post_to(context["user"], template, secret=context.get("reset_token", ""))


def post_to(account: Account, template: str, secret: str = "", **snapshot: Any) -> None:
    """A mail to the account's person, in their language, written with the rest of the request."""
    person = account.person
    email, name, language, timezone = account.email, person.name, person.language, person.timezone

    def step() -> None:
        post(
            template,
            to_email=email,
            to_name=name,
            language=language,
            timezone=timezone,
            snapshot=snapshot,
            secret=secret,
            now=clock.now(),
        )

    write_later(step)
