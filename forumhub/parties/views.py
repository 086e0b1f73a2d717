"""Pages of the parties room."""

from flask import Blueprint

blueprint = Blueprint("parties", __name__)
