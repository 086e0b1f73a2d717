"""The import itself: it begins here, and goes on in the worker, whatever becomes of the browser."""

from dataclasses import replace

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, Conflict, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.mail.worker import run_soon
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.lists import actions
from forumhub.registration.lists.forms.deciding import StartForm
from forumhub.registration.lists.judging import plan_of, report_on
from forumhub.registration.lists.models import DelegateList
from forumhub.registration.lists.queries import get_list
from forumhub.registration.lists.views.mapping import draft
from forumhub.registration.lists.views.showing import dry_run_page, form_for, report_of
from forumhub.registration.lists.working import TASK, go_on
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right

AT_FIRST = 2.0
"""Seconds that the browser waits: a short list is done by then."""
BY_HAND = 10.0


@blueprint.post("/registrations/lists/<ulid>/start")
@right(ORGANIZER)
def list_start(ulid: str) -> ResponseReturnValue:
    form = StartForm()
    try:
        if form.validate():
            return _go_on(_started(ulid, form), AT_FIRST)
    except RuleBroken as error:
        put_beside(form, error)
    kept, _table, choices = draft(ulid)
    report = report_of(kept)
    return dry_run_page(kept, report, form_for(kept, report, choices), form), 422


def _started(ulid: str, form: StartForm) -> DelegateList:
    """What the file says is read first; whom it means is looked up in the transaction."""
    kept, table, choices = draft(ulid)
    plan, reader = plan_of(table, choices, kept.event), current_reader()
    with writing():
        kept = get_list(ulid, reader)
        if kept.choices != choices.as_json():
            raise Conflict(N_("Somebody chose otherwise for this list meanwhile; look at it again."))
        chosen = replace(choices, confirmed=form.confirmed.data == "yes", tell=form.tell.data)
        report = report_on(plan, choices, kept.event, reader)
        actions.start_import(kept, report, chosen, by=reader, now=clock.now())
    return kept


def _go_on(kept: DelegateList, seconds: float) -> ResponseReturnValue:
    ulid = kept.ulid
    if go_on(kept.id, by=current_reader(), now=clock.now(), seconds=seconds):
        run_soon(current_app, TASK)
    return redirect(url_for("registration.show_list", ulid=ulid))


@blueprint.post("/registrations/lists/<ulid>/go-on")
@right(ORGANIZER)
def list_go_on(ulid: str) -> ResponseReturnValue:
    """By hand, where no worker runs; it does no harm where one does."""
    return _go_on(get_list(ulid, current_reader()), BY_HAND)
