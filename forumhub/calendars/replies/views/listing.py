"""What was received at reply addresses and what became of it, for organizers of the host and of who wrote."""

from io import BytesIO

from flask import render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forumhub.calendars.replies import rules
from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.queries import counts, get_extract, received
from forumhub.calendars.views.room import blueprint
from forumhub.events.views.room import asked, page_of
from forumhub.parties.policy import ORGANIZER
from forumhub.web import OPERATOR, current_reader, right

OUTCOME_WORDS = {
    rules.TAKEN: _l("Answer recorded"),
    rules.PROPOSED: _l("Another time proposed"),
    rules.STALE: _l("Out of date"),
    rules.UNPROVED: _l("Sender not proved"),
    rules.UNKNOWN: _l("No invitation found"),
    rules.BROKEN: _l("Not understood"),
    rules.BOUNCED: _l("Returned by the mail system"),
    rules.AUTOMATIC: _l("Automatic answer"),
}


@blueprint.get("/mail/received")
@right(ORGANIZER, OPERATOR)
def received_mail() -> ResponseReturnValue:
    reader, outcome = current_reader(), asked("outcome")["outcome"]
    outcome = outcome if outcome in rules.OUTCOMES else ""
    return render_template(
        "calendars/replies/received.html",
        page=page_of(received(reader, outcome)),
        counts=counts(reader),
        outcome=outcome,
        outcomes=OUTCOME_WORDS,
        reason=_reason,
        raw_days=rules.RAW_DAYS,
        own_parties=reader.parties_as(ORGANIZER),
    )


@blueprint.get("/mail/received/<ulid>.eml")
@right(ORGANIZER)
def received_as_it_came(ulid: str) -> ResponseReturnValue:
    """A file to keep or to hand to who looks after the mail server; a browser does not show it."""
    return send_file(
        BytesIO(get_extract(ulid, current_reader())),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=f"{ulid}.eml",
    )


def _reason(mail: ReceivedMail) -> str:
    return str(_(mail.reason, **mail.reason_values) if mail.reason_values else _(mail.reason)) if mail.reason else ""
