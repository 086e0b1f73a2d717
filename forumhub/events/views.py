"""Pages of the events room."""

from flask import Blueprint

blueprint = Blueprint("events", __name__)
