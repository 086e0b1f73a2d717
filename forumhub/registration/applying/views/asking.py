"""The public form. Its answer is the same for every address."""

import time

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.parties.queries import find_party
from forumhub.registration.applying.actions import ask_by_mail
from forumhub.registration.applying.forms import ApplicationForm
from forumhub.registration.applying.rules import CONFIRM_WITHIN, MOST_FROM_CLIENT, MOST_MAILS, check_by_mail
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.queries import GUESTS, settings_of
from forumhub.registration.views.room import blueprint
from forumhub.web import PUBLIC, current_reader, right


@blueprint.route("/events/<ulid>/apply-by-mail", methods=["GET", "POST"])
@right(PUBLIC)
def apply_by_mail(ulid: str) -> ResponseReturnValue:
    if current_reader().signed_in:  # who has an account is known, and needs no mail
        return redirect(url_for("registration.apply", ulid=ulid))
    event, settings = _open_event(ulid)
    form = ApplicationForm(event)
    if not form.is_submitted():
        return _page(form, event, settings)
    if not form.validate():
        return _page(form, event, settings), 422
    if _asks_too_often():
        form.form_errors.append(
            _("Many applications came from your network just now. Wait five minutes, then send it again.")
        )
        return _page(form, event, settings), 429
    try:
        _ask(ulid, form)
    except RuleBroken as error:
        put_beside(form, error)
        return _page(form, *_open_event(ulid)), 422
    flash(_("A mail is on its way to %(email)s.", email=form.email.data), "success")
    return redirect(url_for("registration.applied_by_mail", ulid=ulid))


@blueprint.get("/events/<ulid>/apply-by-mail/sent")
@right(PUBLIC)
def applied_by_mail(ulid: str) -> ResponseReturnValue:
    event = get_event(ulid, current_reader())
    hours = int(CONFIRM_WITHIN.total_seconds()) // 3600
    return render_template("registration/applying/sent.html", event=event, hours=hours, most=MOST_MAILS)


def _open_event(ulid: str) -> tuple[Event, RegistrationSettings]:
    event = get_event(ulid, current_reader())
    settings = settings_of(event)
    check_by_mail(settings.applicants, settings.deadline, event.state, event.ends_at, clock.now())
    return event, settings


def _ask(ulid: str, form: ApplicationForm) -> None:
    party = None if form.party.data == GUESTS else find_party(form.party.data)
    names = ("name", "own_name", "email", "affiliation", "language")
    said = {name: form[name].data or "" for name in names}
    with writing():
        ask_by_mail(get_event(ulid, current_reader()), party=party, now=clock.now(), **said)


def _asks_too_often() -> bool:
    """Counts this one, too, by the network address, as `parties.accounts.attempts` counts failed sign-ins."""
    attempts, key = current_app.extensions["forumhub.attempts"], (request.endpoint, request.remote_addr)
    too_often: bool = attempts.of(key, time.monotonic()) >= MOST_FROM_CLIENT
    if not too_often:
        attempts.add(key, time.monotonic())
    return too_often


def _page(form: ApplicationForm, event: Event, settings: RegistrationSettings) -> str:
    return render_template("registration/applying/form.html", form=form, event=event, settings=settings)
