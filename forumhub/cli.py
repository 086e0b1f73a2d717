"""The command line: forumhub demo | serve | upgrade | worker | user add | items."""

import click
from flask.cli import FlaskGroup

from forumhub.app import create_app

main = FlaskGroup(name="forumhub", create_app=create_app, add_default_commands=False, help=__doc__)
