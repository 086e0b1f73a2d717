"""The blueprint of the minutes room."""

from flask import Blueprint

blueprint = Blueprint("minutes", __name__)
