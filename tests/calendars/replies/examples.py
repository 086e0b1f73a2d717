"""For the walk over routes: an answer to an event that Belarus hosts, and the link of who declined."""

from sqlalchemy import select

from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.queries import withdrawal_token
from forumhub.calendars.replies.rules import TAKEN
from forumhub.database import db
from forumhub.registration.intentions import record_intention
from forumhub.registration.models import Registration
from tests.events.examples import make_event
from tests.registration.examples import apply
from tests.world import NOW, World


def replies_examples(world: World) -> dict[str, str]:
    with world.app.app_context():
        event = make_event(world, "CALR", access="parties")
        ulid = apply(event, world.reader("CN", "delegate")).ulid
        registration = db.session.scalars(select(Registration).where(Registration.ulid == ulid)).one()
        record_intention(registration, "declined", note="", sequence=0, stamp=NOW, now=NOW)
        mail = ReceivedMail(
            received_at=NOW, recipient="", sender="", message_id="", size=1, outcome=TAKEN, raw=b"x", status="DECLINED"
        )
        mail.registration = registration
        db.session.add(mail)
        db.session.commit()
        link = f"/replies/{withdrawal_token(registration)}"
        return {
            "calendars.received_as_it_came": f"/mail/received/{mail.ulid}.eml",
            "calendars.withdrawal": link,
            "calendars.withdraw_by_link": link,
            "calendars.withdrawal#missing": "/replies/AAAA",
        }
