"""The read-only pages that show several rooms."""

from flask import Blueprint

from forumhub.web import SIGNED_IN, right

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@right(SIGNED_IN)
def home() -> str:
    return "desk"
