"""The command line: forumhub demo, serve, upgrade, worker, receive, user, import, purge, export, verify, items."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_migrate import upgrade as migrate_upgrade

from forumhub import clock, create_app, installation
from forumhub.calendars.importing.commands import import_
from forumhub.config import read_settings
from forumhub.database import writing
from forumhub.errors import ForumhubError
from forumhub.mail.commands import receive, worker
from forumhub.mail.lmtp import host_and_port
from forumhub.minutes.chain.commands import export, verify
from forumhub.parties.commands import user
from forumhub.registration.commands import purge


class Group(click.Group):
    """Says what is wrong in one sentence, without a stack trace, where the error is one of ours."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except ForumhubError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Group, help=__doc__)
@click.version_option(package_name="forumhub")
@click.pass_context
def main(context: click.Context) -> None:
    context.obj = create_app  # for the rooms' commands: a room does not import the app


main.add_command(worker)
main.add_command(receive)
main.add_command(user)
main.add_command(import_)
main.add_command(purge)
main.add_command(export)
main.add_command(verify)


@main.command()
def upgrade() -> None:
    """Migrates the database and derives instants again where the time-zone database has changed."""
    bring_up_to_date(create_app())
    click.echo("The database is up to date.")


@main.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port to listen on.")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64), help="Serving processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads in each process.")
@click.option(
    "--access-log", metavar="FILE", help="Where each request is logged, its keys masked; - is standard output."
)
@click.option("--lmtp", default="", help="Where the worker also takes mails by LMTP, such as 127.0.0.1:2424.")
def serve(bind: str, processes: int, threads: int, access_log: str | None, lmtp: str) -> None:
    """Serves the pages and runs the worker. Run `forumhub upgrade` first."""
    if lmtp:
        host_and_port(lmtp)
    create_app()  # refuses here, in words, what the processes could not do
    from forumhub.serving import serve as run

    run(bind, processes, threads, access_log, lmtp)


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--reset", is_flag=True, help="Throw the demo's data away and start anew.")
@click.option("--folder", default="instance/demo", show_default=True, type=click.Path(path_type=Path))
def demo(port: int, reset: bool, folder: Path) -> None:
    """Serves the demonstration: China and Belarus, from 2016 to two years after today."""
    from forumhub.demo import accounts, installing
    from forumhub.serving import serve as run

    if reset:
        installing.remove(folder)
    os.environ.update(demo_settings(folder, port))
    app = create_app()
    if not installing.is_installed(folder):
        click.echo("Making the demo's data, once; this takes a few seconds …")
        bring_up_to_date(app)
        installing.install(app, folder)
    else:
        bring_up_to_date(app)
    click.echo(accounts.as_text(f"http://127.0.0.1:{port}"))
    run(f"127.0.0.1:{port}", 1, 8)


def demo_settings(folder: Path, port: int) -> dict[str, str]:
    """The environment of the demo; its secret key is made once and kept in the folder, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "secret_key"
    if not key.exists():
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
            target.write(secrets.token_urlsafe(48))
    settings = {
        "SECRET_KEY": key.read_text(),
        "INSTANCE": str(folder.resolve()),
        "DATABASE_URL": "",
        "PUBLIC_URL": f"http://localhost:{port}",  # the same machine by a name: a passkey is bound to one
        "UID_HOST": "demo.forumhub.invalid",
        "SECURE_COOKIES": "0",
        "EXAMPLE_DATA": "1",
    }
    return {f"FORUMHUB_{name}": value for name, value in settings.items()}


def bring_up_to_date(app: Flask) -> None:
    """Migrates, decides once what is decided once, and makes again what other versions had derived, followed or
    rendered.
    """
    from forumhub.calendars.actions import render_again_if_stale
    from forumhub.events.rederiving import derive_instants_again
    from forumhub.followup.next_meetings import derive_days_again
    from forumhub.followup.tallies.counting import count_all_again
    from forumhub.minutes.following import follow_again
    from forumhub.registration.settings.rederiving import derive_deadlines_again

    with app.app_context():
        migrate_upgrade()
        with writing():
            if installation.decided(installation.UID_HOST) is None:
                installation.decide(installation.UID_HOST, read_settings()["UID_HOST"])
            derive_instants_again()
            derive_deadlines_again()
            follow_again(clock.now())
            derive_days_again(clock.now())
            count_all_again()
        stale = True
        while stale:
            with writing():
                stale = render_again_if_stale(clock.now()) > 0


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def items(file: Path) -> None:
    """Prints the items of a Markdown FILE as one JSON array, with the keys of the minutes dialect."""
    from forumhub.markdown import items_as_json

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        click.echo(items_as_json(file.read_bytes()))
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}") from error
