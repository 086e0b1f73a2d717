"""Accepting a submitted list, which shows first who would have a place, and returning it with words."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.parties.policy import ORGANIZER
from forumhub.registration import rules as registration
from forumhub.registration.delegations import deciding, foreseeing, notices, queries
from forumhub.registration.delegations.comparing import differences_of
from forumhub.registration.delegations.forms import ReturnForm, SeenForm
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.delegations.views.reading import Seen, read_to_decide
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right


@blueprint.route("/events/<ulid>/delegations/<code>/accept", methods=["GET", "POST"])
@right(ORGANIZER)
def accept_list(ulid: str, code: str) -> ResponseReturnValue:
    form, status = SeenForm(), 200
    if form.is_submitted():
        status = 422
        try:
            with writing():
                _seen, nomination = read_to_decide(ulid, code)
                done = deciding.accept_list(
                    nomination, lock_version=form.version, waiting_seen=form.waiting_seen, by=current_reader(),
                    now=clock.now(),
                )  # fmt: skip
            flash(
                _(
                    "Accepted: %(confirmed)s have a place, %(waiting)s wait.",
                    confirmed=done.confirmed,
                    waiting=done.waiting,
                ),
                "success",
            )
            return redirect(url_for("registration.delegation", ulid=ulid, code=code))
        except (Conflict, RuleBroken) as error:
            put_beside(form, error)
    seen, nomination = read_to_decide(ulid, code)
    return _page(seen, nomination, form), status


def _page(seen: Seen, nomination: Nomination, form: SeenForm) -> str:
    candidates = queries.candidates_of(nomination)
    leaving = [each.registration for each in nomination.leaving if each.registration]
    foreseen = foreseeing.foresee(
        queries.room_of(seen.event, seen.party.id),
        [gone.function for gone in leaving if registration.holds_place(gone.state, gone.offered_until)],
        [each.coming for each in candidates],
    )
    _carry(form, nomination, len(foreseen.waiting))
    return render_template(
        "registration/delegations/accept.html",
        seen=seen,
        event=seen.event,
        nomination=nomination,
        form=form,
        foreseen=foreseen,
        differences=differences_of(nomination),
        told=sum(each.is_told for each in candidates) + sum(bool(gone.person.email) for gone in leaving),
        secretariat=len(notices.party_told(nomination, clock.now())),
    )


def _carry(form: SeenForm, nomination: Nomination, waiting: int) -> None:
    """What the page shows is what is agreed to."""
    for field, value in ((form.lock_version, nomination.lock_version), (form.waiting, waiting)):
        field.data, field.raw_data = str(value), None


@blueprint.route("/events/<ulid>/delegations/<code>/return", methods=["GET", "POST"])
@right(ORGANIZER)
def return_list(ulid: str, code: str) -> ResponseReturnValue:
    form, status = ReturnForm(), 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                with writing():
                    _seen, nomination = read_to_decide(ulid, code)
                    deciding.return_list(
                        nomination, form.words.data, lock_version=form.version, by=current_reader(), now=clock.now()
                    )
                flash(_("Returned. The party's secretariat is told."), "success")
                return redirect(url_for("registration.delegations", ulid=ulid))
        except (Conflict, RuleBroken) as error:
            put_beside(form, error)
    seen, nomination = read_to_decide(ulid, code)
    _carry(form, nomination, 0)
    return render_template(
        "registration/delegations/return.html",
        seen=seen,
        event=seen.event,
        nomination=nomination,
        form=form,
        secretariat=len(notices.party_told(nomination, clock.now())),
    ), status
