"""A delegate reads and downloads what is stored about them: signed in, or by the link of their invitation."""

import json
from typing import Any

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from forumhub.database import db
from forumhub.errors import NotFound
from forumhub.mail import sealing
from forumhub.parties.forms import ROLE_LABELS
from forumhub.parties.models import Person
from forumhub.registration.applying.queries import find_application
from forumhub.registration.models import Registration
from forumhub.registration.privacy.queries import registrations_of
from forumhub.registration.privacy.views.collecting import as_json, everything_of
from forumhub.registration.privacy.views.mailing import MAIL_WORDS, OTHER
from forumhub.registration.queries import find_invitation
from forumhub.registration.views.answering import SECRET_ADDRESS
from forumhub.registration.views.room import blueprint
from forumhub.web import PUBLIC, SIGNED_IN, UPLOAD_POLICY, current_reader, right

KIND = "application/json"


@blueprint.get("/my-data")
@right(SIGNED_IN)
def my_data() -> ResponseReturnValue:
    person = db.session.get_one(Person, current_reader().person_id)
    return _page(_mine(person))


def _page(data: dict[str, Any], token: str = "") -> str:
    return render_template(
        "registration/privacy/data.html",
        data=data,
        token=token,
        mail_words=MAIL_WORDS,
        other_mail=OTHER,
        role_labels=ROLE_LABELS,
    )


@blueprint.get("/my-data.json")
@right(SIGNED_IN)
def my_data_json() -> Response:
    return _as_file(_mine(db.session.get_one(Person, current_reader().person_id)))


def _mine(person: Person) -> dict[str, Any]:
    return everything_of(person, registrations_of(person.id), by_link=False)


@blueprint.get("/invitations/<token>/data")
@right(PUBLIC)
def data_by_link(token: str) -> ResponseReturnValue:
    data = _of_link(registration_of(token))
    answer = make_response(_page(data, token))
    answer.headers.update(SECRET_ADDRESS)
    return answer


@blueprint.get("/invitations/<token>/data.json")
@right(PUBLIC)
def data_by_link_json(token: str) -> Response:
    answer = _as_file(_of_link(registration_of(token)))
    answer.headers.update(SECRET_ADDRESS)
    return answer


def registration_of(token: str) -> Registration:
    """Of an invitation that was not withdrawn, or an application by mail; when their time has passed, too.

    Raises NotFound.
    """
    if not sealing.is_ours(token):
        raise NotFound
    invitation, application = find_invitation(token), find_application(token)
    if invitation and not invitation.withdrawn_at:
        return invitation.registration
    if application and application.registration:
        return application.registration
    raise NotFound


def _of_link(registration: Registration) -> dict[str, Any]:
    return everything_of(registration.person, [registration], by_link=True)


def _as_file(data: dict[str, Any]) -> Response:
    """To be saved, never shown as a page of ours."""
    answer = Response(json.dumps(data, default=as_json, ensure_ascii=False, indent=2), mimetype=KIND)
    answer.headers["Content-Disposition"] = "attachment; filename=my-data.json"
    answer.headers["Content-Security-Policy"] = UPLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
