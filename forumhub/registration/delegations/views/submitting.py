"""Submitting a list, which shows first what that means, and taking it back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.registration.delegations import notices, rules, submitting
from forumhub.registration.delegations.comparing import differences_of
from forumhub.registration.delegations.forms import SeenForm
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.delegations.views.listing import places_of
from forumhub.registration.delegations.views.reading import Seen, read_to_nominate
from forumhub.registration.rules import HEAD
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, right


@blueprint.route("/events/<ulid>/delegations/<code>/submit", methods=["GET", "POST"])
@right(SIGNED_IN)
def submit_list(ulid: str, code: str) -> ResponseReturnValue:
    form, status = SeenForm(), 200
    if form.is_submitted():
        status = 422
        try:
            with writing():
                seen = read_to_nominate(ulid, code)
                submitting.submit_list(
                    seen.event, seen.party, lock_version=form.version, by=current_reader(), now=clock.now()
                )
            flash(_("Submitted. The organizers are told."), "success")
            return redirect(url_for("registration.delegation", ulid=ulid, code=code))
        except (Conflict, RuleBroken) as error:
            put_beside(form, error)
    seen, nomination = _to_submit(ulid, code)
    return _page(seen, nomination, form), status


def _to_submit(ulid: str, code: str) -> tuple[Seen, Nomination]:
    """Raises RuleBroken where there is nothing to submit, or no time left for it."""
    seen = read_to_nominate(ulid, code)
    nomination = seen.nomination
    state = nomination.state if nomination else rules.DRAFT
    rules.check_amending(state, is_open=seen.is_open, deadline=seen.settings.deadline, now=clock.now())
    listed = len(nomination.listed) if nomination else 0
    differences = differences_of(nomination) if nomination else rules.Differences()
    rules.check_submitting(listed, differences, accepted=nomination is not None and nomination.accepted_once)
    if nomination is None:
        raise NotFound
    return seen, nomination


def _page(seen: Seen, nomination: Nomination, form: SeenForm) -> str:
    form.lock_version.data, form.lock_version.raw_data = str(nomination.lock_version), None
    places = places_of(seen)
    return render_template(
        "registration/delegations/submit.html",
        seen=seen,
        event=seen.event,
        nomination=nomination,
        form=form,
        places=places,
        over=[each.name for each in nomination.listed if each.ulid in places.over],
        differences=differences_of(nomination),
        head=next((each for each in nomination.listed if each.function == HEAD), None),
        told=len(notices.organizers_told(nomination, clock.now())),
    )


@blueprint.post("/events/<ulid>/delegations/<code>/take-back")
@right(SIGNED_IN)
def take_back_list(ulid: str, code: str) -> ResponseReturnValue:
    with writing():
        seen = read_to_nominate(ulid, code)
        submitting.take_back_list(seen.event, seen.party, by=current_reader(), now=clock.now())
    flash(_("The list is yours again. Submit it once it is as you want it."), "success")
    return redirect(url_for("registration.delegation", ulid=ulid, code=code))
