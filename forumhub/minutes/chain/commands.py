"""`forumhub export` and `forumhub verify`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forumhub import clock
from forumhub import verify as verifying
from forumhub.minutes.chain import exporting, queries

if TYPE_CHECKING:
    from flask import Flask


@click.command()
@click.argument("register")
@click.option("--to", type=click.Path(path_type=Path), help="The ZIP to write; REGISTER-ledger.zip here without it.")
@click.option("--with-persons", is_flag=True, help="Add who stands behind each commitment. Personal data.")
@click.option("--dry-run", is_flag=True, help="Only say what would be in it, and what not.")
@click.pass_obj
def export(
    create_app: "Callable[[], Flask]", register: str, to: Path | None, with_persons: bool, dry_run: bool
) -> None:
    """Writes the ledger of a REGISTER, such as HLM, with everything that it names, as one ZIP for `forumhub verify`."""
    app = create_app()
    root = app.config["INSTANCE"] / "files"
    with app.app_context():
        contents = exporting.gather(queries.get_register(register), root, persons=with_persons)
    target = to or Path(contents.name)
    if not dry_run:
        exporting.write(contents, target, root, now=clock.now())
    click.echo(f"{len(contents.lines)} entries, {len(contents.texts) + len(contents.on_disk)} files.")
    for name, reason in sorted(contents.left_out.items()):
        click.echo(f"left out: {name} ({reason})")
    click.echo(f"Head: {contents.head}")
    click.echo("Nothing was written: this was a dry run." if dry_run else f"Written to {target}")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def verify(arguments: tuple[str, ...]) -> None:
    """Checks an export against heads that were mailed; needs no database. `forumhub verify --help` says more."""
    sys.exit(verifying.main(list(arguments)))
