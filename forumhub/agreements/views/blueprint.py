"""The blueprint of the agreements room."""

from flask import Blueprint

blueprint = Blueprint("agreements", __name__)
