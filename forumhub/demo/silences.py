"""The demo's silence procedure: both parties chose it for the forums, and the next one's agenda waits in it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forumhub.database import db
from forumhub.demo.accounts import Cast
from forumhub.demo.meetings import name_approvers
from forumhub.events.models import Event
from forumhub.mail.actions import mark_sent
from forumhub.mail.models import OutboxMail
from forumhub.minutes.actions import create_document
from forumhub.minutes.circulation import Terms, circulate_document
from forumhub.minutes.preparing import prepare_first
from forumhub.minutes.rules import AGENDA, SILENCE
from forumhub.minutes.silence.actions import choose_silence
from forumhub.minutes.silence.rules import earliest_day, end_of_day
from forumhub.parties.policy import HEAD, SECRETARY

DAYS = {"CN": 7, "BY": 10}


def wait_in_silence(cast: Cast, event: Event, now: datetime) -> None:
    at = now - timedelta(days=4)
    name_approvers(cast, event, at)
    for code, days in DAYS.items():
        by = cast.reader(code, HEAD)
        choose_silence(event, party_code=code, days=days, by=by, now=at)
    writer, at = cast.reader("BY", SECRETARY), now - timedelta(days=3)
    draft = prepare_first(event, kind=AGENDA, title="", language="en", shared=True, by=writer)
    document = create_document(event, kind=AGENDA, draft=draft, shared=True, by=writer, now=at)
    deadline = end_of_day(earliest_day(max(DAYS.values()), event.timezone, at), event.timezone)
    terms = Terms(procedure=SILENCE, deadline=deadline)
    circulated = circulate_document(document, revision_number=1, reading=draft.reading, terms=terms, by=writer, now=at)
    for mail in db.session.scalars(select(OutboxMail).where(OutboxMail.message_id == circulated.message_id)):
        mark_sent(mail.id, now=at)  # as a mail server would have sent it: a demo has none
