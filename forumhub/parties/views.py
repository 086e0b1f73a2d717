"""Pages of the parties room."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forumhub.parties import queries
from forumhub.web import SIGNED_IN, right

blueprint = Blueprint("parties", __name__)


@blueprint.get("/parties")
@right(SIGNED_IN)
def index() -> ResponseReturnValue:
    return render_template("parties/list.html", parties=queries.all_parties())
