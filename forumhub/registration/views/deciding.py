"""Confirming, declining and withdrawing: each page says first what will happen, and who is told."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.parties.policy import ORGANIZER, SECRETARY, Reader, may_organize
from forumhub.registration import actions, rules
from forumhub.registration.models import Registration
from forumhub.registration.queries import get_registration, settings_of
from forumhub.registration.quotas.queries import next_in_line
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, right


def _step(
    ulid: str, act: str, action: Callable[..., object], check: Callable[[str], None], done: str
) -> ResponseReturnValue:
    """Shows on GET, acts on POST; both refuse in the same words what the rules forbid."""
    reader, form = current_reader(), FlaskForm()
    if form.validate_on_submit():
        with writing():
            registration = get_registration(ulid, reader)
            action(registration, by=reader, now=clock.now())
            way_back = _back(registration, reader)
        flash(done, "success")
        return redirect(way_back)
    registration = get_registration(ulid, reader)
    check(registration.state)
    successor = _successor(registration)
    return render_template(
        f"registration/{act}.html",
        form=form,
        registration=registration,
        next_in_line=successor,
        named=successor is not None and _may_name(successor, reader),
        is_offered=settings_of(registration.event).offer_hours is not None,
        back=_back(registration, reader),
    )


def _may_name(successor: Registration, reader: Reader) -> bool:
    """A secretary knows those of their own party; organizers know everybody who is registered."""
    return may_organize(reader, successor.event.party_ids) or successor.party_id in reader.parties_as(SECRETARY)


def _successor(registration: Registration) -> Registration | None:
    """Who gets the place where it becomes free."""
    holds = rules.holds_place(registration.state, registration.offered_until)
    return next_in_line(registration.event_id, leaving=registration) if holds else None


def _back(registration: Registration, reader: Reader) -> str:
    event = registration.event
    lists = reader.parties_as(ORGANIZER, SECRETARY) & event.party_ids and registration.person_id != reader.person_id
    return url_for("registration.index" if lists else "desk.event", ulid=event.ulid)


@blueprint.route("/registrations/<ulid>/confirm", methods=["GET", "POST"])
@right(ORGANIZER)
def confirm(ulid: str) -> ResponseReturnValue:
    done = _("Confirmed. A mail with the calendar entry is on its way.")
    return _step(ulid, "confirm", actions.confirm_registration, rules.check_may_confirm, done)


@blueprint.route("/registrations/<ulid>/decline", methods=["GET", "POST"])
@right(ORGANIZER)
def decline(ulid: str) -> ResponseReturnValue:
    done = _("Declined. The person is told by mail.")
    return _step(ulid, "decline", actions.decline_registration, rules.check_may_decline, done)


@blueprint.route("/registrations/<ulid>/withdraw", methods=["GET", "POST"])
@right(SIGNED_IN)
def withdraw(ulid: str) -> ResponseReturnValue:
    done = _("Withdrawn. The place is free for others.")
    return _step(ulid, "withdraw", actions.withdraw_registration, rules.check_may_withdraw, done)
