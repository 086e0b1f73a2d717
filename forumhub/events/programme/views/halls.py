"""Halls of a programme and the hours of its days."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events.programme import actions
from forumhub.events.programme.forms import DaysForm, HallForm
from forumhub.events.programme.models import ProgrammeHall
from forumhub.events.programme.queries import find_hall
from forumhub.events.programme.views.room import programme_to_edit, put_refusal
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say


@blueprint.route("/events/<ulid>/programme/halls", methods=["GET", "POST"])
@right(ORGANIZER)
def programme_halls(ulid: str) -> ResponseReturnValue:
    programme, status = programme_to_edit(ulid), 200
    form = HallForm()
    if form.is_submitted():
        status = 422
        who: dict[str, Any] = {"by": current_reader(), "now": clock.now()}
        if form.validate() and _done(
            form, ulid, lambda: actions.add_hall(programme_to_edit(ulid), **form.values(), **who)
        ):
            flash(_("The hall was added."), "success")
            return redirect(url_for("events.programme_halls", ulid=ulid))
        programme = programme_to_edit(ulid)
    return _page(ulid, form, DaysForm.of(programme)), status


@blueprint.post("/events/<ulid>/programme/halls/of-venue")
@right(ORGANIZER)
def halls_of_venue(ulid: str) -> ResponseReturnValue:
    """The venue's own halls, with their seats."""
    with writing():
        taken = actions.take_halls(programme_to_edit(ulid), by=current_reader(), now=clock.now())
    said = ngettext("%(num)s hall was taken over.", "%(num)s halls were taken over.", taken)
    flash(said if taken else _("All halls of the venue are here already."))
    return redirect(url_for("events.programme_halls", ulid=ulid))


@blueprint.post("/events/<ulid>/programme/days")
@right(ORGANIZER)
def programme_days(ulid: str) -> ResponseReturnValue:
    programme_to_edit(ulid)
    form = DaysForm()
    who: dict[str, Any] = {"by": current_reader(), "now": clock.now()}
    if form.validate() and _done(form, ulid, lambda: actions.set_days(programme_to_edit(ulid), **form.values(), **who)):
        flash(_("Saved."), "success")
        return redirect(url_for("events.programme_halls", ulid=ulid))
    return _page(ulid, HallForm(formdata=None), form), 422


def _page(ulid: str, form: HallForm, days: DaysForm) -> str:
    programme = programme_to_edit(ulid)
    return render_template(
        "events/programme/halls.html", programme=programme, event=programme.event, form=form, days=days
    )


@blueprint.route("/events/<ulid>/programme/halls/<hall>", methods=["GET", "POST"])
@right(ORGANIZER)
def hall_edit(ulid: str, hall: str) -> ResponseReturnValue:
    found, status = _hall(ulid, hall), 200
    form = HallForm.of(found)
    if form.is_submitted():
        status = 422
        who: dict[str, Any] = {"by": current_reader(), "now": clock.now()}
        if form.validate() and _done(form, ulid, lambda: actions.edit_hall(_hall(ulid, hall), **form.values(), **who)):
            flash(_("Saved."), "success")
            return redirect(url_for("events.programme_halls", ulid=ulid))
        found = _hall(ulid, hall)
    event = found.programme.event
    return render_template("events/programme/hall_edit.html", form=form, hall=found, event=event), status


@blueprint.post("/events/<ulid>/programme/halls/<hall>/remove")
@right(ORGANIZER)
def hall_remove(ulid: str, hall: str) -> ResponseReturnValue:
    try:
        with writing():
            actions.remove_hall(_hall(ulid, hall), by=current_reader(), now=clock.now())
        flash(_("The hall was taken out."), "success")
    except RuleBroken as error:
        flash(say(error), "error")
    return redirect(url_for("events.programme_halls", ulid=ulid))


@blueprint.post("/events/<ulid>/programme/halls/<hall>/shift")
@right(ORGANIZER)
def hall_shift(ulid: str, hall: str) -> ResponseReturnValue:
    """`by` places, -1 or 1."""
    by = {"-1": -1, "1": 1}.get(request.form.get("by", ""))
    if by is None:
        abort(400)
    with writing():
        found = _hall(ulid, hall)
        order = [each.ulid for each in found.programme.halls]
        place = order.index(found.ulid)
        order.insert(max(0, place + by), order.pop(place))
        actions.order_halls(found.programme, order, by=current_reader(), now=clock.now())
    return redirect(url_for("events.programme_halls", ulid=ulid))


def _hall(ulid: str, hall: str) -> ProgrammeHall:
    found = find_hall(programme_to_edit(ulid), hall)
    if found is None:
        raise NotFound
    return found


def _done(form: HallForm | DaysForm, ulid: str, act: Callable[[], object]) -> bool:
    try:
        with writing():
            act()
    except RuleBroken as error:
        put_refusal(form, error, ulid)
        return False
    return True
