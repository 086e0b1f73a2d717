"""Withdrawing a consent: the page says first what goes with it."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import NotFound
from forumhub.parties.policy import Reader
from forumhub.registration.models import Registration
from forumhub.registration.privacy import rules
from forumhub.registration.privacy.actions import consent_given, withdraw_consent
from forumhub.registration.privacy.queries import consents_of
from forumhub.registration.privacy.views.reading import registration_of
from forumhub.registration.queries import get_registration
from forumhub.registration.questions.queries import answers_of
from forumhub.registration.views.answering import SECRET_ADDRESS
from forumhub.registration.views.room import blueprint
from forumhub.web import PUBLIC, SIGNED_IN, current_reader, right


@blueprint.route("/registrations/<ulid>/consent", methods=["GET", "POST"])
@right(SIGNED_IN)
def consent(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    return _step(lambda: _own(ulid, reader), reader, url_for("registration.my_data"))


def _own(ulid: str, reader: Reader) -> Registration:
    registration = get_registration(ulid, reader)
    if registration.person_id != reader.person_id:
        raise NotFound
    return registration


@blueprint.route("/invitations/<token>/consent", methods=["GET", "POST"])
@right(PUBLIC)
def consent_by_link(token: str) -> ResponseReturnValue:
    """Who holds the link acts as the person, for this registration."""
    reader = Reader(person_id=registration_of(token).person_id)
    answer = make_response(
        _step(lambda: registration_of(token), reader, url_for("registration.data_by_link", token=token))
    )
    answer.headers.update(SECRET_ADDRESS)
    return answer


def _step(find: Callable[[], Registration], by: Reader, back: str) -> ResponseReturnValue:
    form = FlaskForm()
    if form.validate_on_submit():
        with writing():
            withdraw_consent(find(), by=by, now=clock.now())
        flash(_("The consent is withdrawn, and what was answered is erased."), "success")
        return redirect(back)
    registration = find()
    required = consent_given(registration)
    return render_template(
        "registration/privacy/consent.html",
        form=form,
        registration=registration,
        event=registration.event,
        consents=consents_of(registration),
        number=len(answers_of(registration)),
        given=required is not None,
        withdraws=rules.after_withdrawing(registration.state, required=bool(required)) == rules.WITHDRAW_ALL,
        back=back,
    )
