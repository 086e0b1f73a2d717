"""Pages of the registration room."""

from flask import Blueprint

blueprint = Blueprint("registration", __name__)
