"""A form that arrives with a stale password is asked for it where it arrived and carries what was typed: nothing is
done without the password, and nothing is lost. Browsers keep no files; those are chosen once more.
"""

import time

from flask import abort, current_app, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import VerifyForm, current_user
from flask_security.utils import set_request_attr
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from forumhub.parties.accounts import attempts

PREFIX = "once-more-"
"""No form of ours has fields that begin so."""
PASSWORD = f"{PREFIX}password"
VERIFYING = "security.verify"
"""Failures here and at `/verify` are counted as one: the same password is guessed at both."""
MOST_PARTS = 1000
"""Werkzeug's own bound of a multipart form, where the app sets none."""
OWN_PARTS = 10
"""Of the most parts that a form may have: the page's own fields, and as many files again."""


def take_password() -> str | None:
    """The password that came along; the view, and whatever it shows or logs, never meets it."""
    given = request.form.get(PASSWORD)
    if given is not None:
        request.form = ImmutableMultiDict([pair for pair in _typed() if not pair[0].startswith(PREFIX)])
    return given


def ask(way_back: str, given: str | None) -> ResponseReturnValue | None:
    """None where the `given` password is right, which is fresh from now on; else the page that asks (422, or 429).

    413 where more was typed than could come back with it.
    """
    if len(_typed()) > (request.max_form_parts or MOST_PARTS) - OWN_PARTS:
        abort(413)
    sent = None if given is None else MultiDict({PASSWORD: given})
    form = VerifyForm(formdata=sent, prefix=PREFIX, user=current_user, meta={"csrf": False})  # the app checked it
    if given is None:
        return _page(form, way_back), 422
    if not attempts.may_try(VERIFYING):
        form.password.errors = [_("Too many wrong passwords. Wait five minutes, then send it again.")]
        return _page(form, way_back), 429
    if not form.validate():
        attempts.count_failure(VERIFYING)
        return _page(form, way_back), 422
    session["fs_paa"] = time.time()
    set_request_attr("fs_paa", session["fs_paa"])  # Flask-Security's own views look here
    return None


def _page(form: VerifyForm, way_back: str) -> str:
    files = {name: [file.filename for file in sent if file.filename] for name, sent in request.files.lists()}
    csrf = current_app.config["WTF_CSRF_FIELD_NAME"]
    return render_template(
        "security/once_more.html",
        form=form,
        typed=[pair for pair in _typed() if pair[0] != csrf],
        files={name: names for name, names in files.items() if names},
        way_back=way_back,
    )


def _typed() -> list[tuple[str, str]]:
    return list(request.form.items(multi=True))
