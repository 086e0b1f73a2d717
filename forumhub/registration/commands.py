"""Commands of the registration room."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from forumhub import clock
from forumhub.registration import purging

if TYPE_CHECKING:
    from flask import Flask


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count what would be deleted.")
@click.pass_obj
def purge(create_app: "Callable[[], Flask]", dry_run: bool) -> None:
    """Deletes personal details whose time has passed, as the worker does each night. They cannot be restored."""
    app = create_app()
    with app.app_context():
        counts = purging.purge(clock.now(), app.config["INSTANCE"] / "files", dry_run=dry_run)
    for name, count in counts.items():
        click.echo(f"{count:>7}  {name}")
    click.echo("Nothing was deleted: this was a dry run." if dry_run else "Deleted.")
