"""One button that ends all that opens one's calendars; the pages of accounts and sessions, and the desk, show it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.calendars.keys.actions import revoke_keys
from forumhub.calendars.keys.queries import Keys, keys_before_reset, keys_of
from forumhub.calendars.views.room import blueprint
from forumhub.database import writing
from forumhub.parties.accounts.freshness import page_before
from forumhub.web import SIGNED_IN, current_reader, right


@blueprint.app_context_processor
def keys() -> dict[str, object]:
    """For pages of other rooms, which ask only where they show it."""
    return {"calendar_keys": _keys}


def _keys(*, before_reset: bool = False) -> Keys:
    reader = current_reader()
    return keys_before_reset(reader) if before_reset else keys_of(reader)


@blueprint.post("/subscribe/keys/revoke")
@right(SIGNED_IN)
def revoke_all_keys() -> ResponseReturnValue:
    with writing():
        revoked = revoke_keys(by=current_reader(), now=clock.now())
    if any(revoked):
        flash(
            _("Nothing opens your calendars any more but signing in. Make new links and passwords where you need them.")
        )
    else:
        flash(_("No link and no password for a device was left."))
    return redirect(page_before() or url_for("calendars.subscribe"))
