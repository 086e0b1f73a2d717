"""Pages of the followup room."""

from flask import Blueprint

blueprint = Blueprint("followup", __name__)
