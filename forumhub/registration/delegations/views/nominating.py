"""Putting people on a party's list, changing what is said of them, their order, and taking them off."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.events.forms import differences, put_beside
from forumhub.events.forms.event import version_of
from forumhub.events.forms.fields import plain
from forumhub.events.views.once import made_once
from forumhub.registration.delegations import actions, queries, rules, standings
from forumhub.registration.delegations.forms import NomineeForm
from forumhub.registration.delegations.models import Nominee
from forumhub.registration.delegations.views.listing import list_page
from forumhub.registration.delegations.views.reading import Seen, read_to_nominate
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, right


def _back(ulid: str, code: str, anchor: str = "list") -> ResponseReturnValue:
    return redirect(url_for("registration.delegation", ulid=ulid, code=code, _anchor=anchor))


@blueprint.post("/events/<ulid>/delegations/<code>")
@right(SIGNED_IN)
def put_on_list(ulid: str, code: str) -> ResponseReturnValue:
    """Somebody who is entered by name."""
    seen, form = read_to_nominate(ulid, code), NomineeForm()
    if form.validate():
        try:
            nominee = made_once(Nominee, form.ulid.data, lambda: _put(ulid, code, form))
            flash(_("%(name)s is on the list.", name=nominee.name), "success")
            return _back(ulid, code, "add")
        except RuleBroken as error:
            put_beside(form, error)
        seen = read_to_nominate(ulid, code)
    return list_page(seen, form), 422


def _put(ulid: str, code: str, form: NomineeForm) -> Nominee:
    seen = read_to_nominate(ulid, code)
    by, now = current_reader(), clock.now()
    return actions.put_on_list(seen.event, seen.party, ulid=form.ulid.data, by=by, now=now, **form.typed())


@blueprint.post("/events/<ulid>/delegations/<code>/known")
@right(SIGNED_IN)
def put_known_on_list(ulid: str, code: str) -> ResponseReturnValue:
    """Those of the party's people who were ticked."""
    with writing():
        seen = read_to_nominate(ulid, code)
        ticked = [plain(ulid) for ulid in request.form.getlist("people")[: rules.MOST_NOMINEES]]
        people = queries.people_chosen(seen.party.id, ticked)
        number = actions.put_known_on_list(seen.event, seen.party, people, by=current_reader(), now=clock.now())
    if number:
        flash(ngettext("%(num)s person is on the list now.", "%(num)s people are on the list now.", number), "success")
    else:
        flash(_("Nobody was put on the list: tick those who should be."), "info")
    return _back(ulid, code)


@blueprint.post("/events/<ulid>/delegations/<code>/last")
@right(SIGNED_IN)
def put_last_list(ulid: str, code: str) -> ResponseReturnValue:
    """The delegation of the meeting before, as a draft."""
    with writing():
        seen = read_to_nominate(ulid, code)
        last = standings.last_list(seen.event, seen.party.id, current_reader())
        if last is None:
            raise NotFound
        number = actions.copy_list(seen.event, seen.party, last.members, by=current_reader(), now=clock.now())
    flash(ngettext("%(num)s person is on the list now.", "%(num)s people are on the list now.", number), "success")
    return _back(ulid, code)


@blueprint.route("/events/<ulid>/delegations/<code>/nominees/<nominee>", methods=["GET", "POST"])
@right(SIGNED_IN)
def edit_nominee(ulid: str, code: str, nominee: str) -> ResponseReturnValue:
    seen, found = _to_edit(ulid, code, nominee)
    form, lost, status = NomineeForm.of(found), None, 200
    if form.is_submitted():
        form, status = NomineeForm.of(found, as_sent=True), 422
        try:
            if form.validate():
                _edit(ulid, code, nominee, form)
                return _back(ulid, code, f"nominee-{nominee}")
        except Conflict:
            saved = NomineeForm.of(_to_edit(ulid, code, nominee)[1])
            lost, status = differences(form, saved), 409
            form.lock_version.data, form.lock_version.raw_data = saved.lock_version.data, None
        except RuleBroken as error:
            put_beside(form, error)
        seen, found = _to_edit(ulid, code, nominee)
    return render_template(
        "registration/delegations/edit.html", seen=seen, event=seen.event, nominee=found, form=form, lost=lost
    ), status


def _to_edit(ulid: str, code: str, nominee: str) -> tuple[Seen, Nominee]:
    seen = read_to_nominate(ulid, code)
    found = queries.get_nominee(seen.nomination, nominee)
    if not seen.may_amend:
        rules.check_amending(
            found.nomination.state, is_open=seen.is_open, deadline=seen.settings.deadline, now=clock.now()
        )
    return seen, found


def _edit(ulid: str, code: str, nominee: str, form: NomineeForm) -> None:
    with writing():
        seen = read_to_nominate(ulid, code)
        actions.edit_nominee(
            seen.event, seen.party, nominee, lock_version=version_of(form), by=current_reader(), now=clock.now(),
            **form.typed(),
        )  # fmt: skip


@blueprint.post("/events/<ulid>/delegations/<code>/nominees/<nominee>/move")
@right(SIGNED_IN)
def move_nominee(ulid: str, code: str, nominee: str) -> ResponseReturnValue:
    direction = rules.UP if request.form.get("direction") == rules.UP else rules.DOWN
    with writing():
        seen = read_to_nominate(ulid, code)
        actions.move_nominee(seen.event, seen.party, nominee, direction, by=current_reader(), now=clock.now())
    return _back(ulid, code, f"{direction}-{nominee}")


@blueprint.post("/events/<ulid>/delegations/<code>/nominees/<nominee>/remove")
@right(SIGNED_IN)
def remove_nominee(ulid: str, code: str, nominee: str) -> ResponseReturnValue:
    return _changed(ulid, code, nominee, actions.remove_nominee)


@blueprint.post("/events/<ulid>/delegations/<code>/nominees/<nominee>/restore")
@right(SIGNED_IN)
def restore_nominee(ulid: str, code: str, nominee: str) -> ResponseReturnValue:
    return _changed(ulid, code, nominee, actions.restore_nominee)


def _changed(ulid: str, code: str, nominee: str, act: Callable[..., None]) -> ResponseReturnValue:
    with writing():
        seen = read_to_nominate(ulid, code)
        act(seen.event, seen.party, nominee, by=current_reader(), now=clock.now())
    return _back(ulid, code)
