"""What becomes of parties that do not take part, and of people who may be known already."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.database import writing
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.lists import actions
from forumhub.registration.lists.forms.deciding import StartForm
from forumhub.registration.lists.queries import get_list
from forumhub.registration.lists.views.mapping import draft
from forumhub.registration.lists.views.showing import dry_run_page, form_for, report_of, unknown_parties
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right


@blueprint.post("/registrations/lists/<ulid>")
@right(ORGANIZER)
def list_decide(ulid: str) -> ResponseReturnValue:
    kept, _table, choices = draft(ulid)
    report = report_of(kept)
    form = form_for(kept, report, None)
    if not form.validate():
        return dry_run_page(kept, report, form, StartForm(formdata=None)), 422
    chosen = form.chosen(choices, unknown_parties(report))
    with writing():
        actions.choose(get_list(ulid, current_reader()), chosen)
    flash(_("Your choices are kept; this is what would happen now."), "success")
    return redirect(url_for("registration.show_list", ulid=ulid))
