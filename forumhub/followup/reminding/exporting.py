"""What somebody is given of their reminders, with all else that is stored about them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forumhub.database import db
from forumhub.followup.models import Item
from forumhub.followup.reminding.models import ReminderMail
from forumhub.followup.reminding.queries import find_wish
from forumhub.registration.privacy.queries import of_people_by_later_rooms


def reminders_of(person_id: int) -> dict[str, Any]:
    """What they wish (null where they never said), and the reminders that they were sent, the oldest first."""
    wish = find_wish(person_id)
    statement = select(ReminderMail).where(ReminderMail.person_id == person_id).order_by(ReminderMail.id)
    mails = list(db.session.scalars(statement.options(selectinload(ReminderMail.told))))
    told = {each.item_id for mail in mails for each in mail.told}
    items = {item.id: item.reference for item in db.session.scalars(select(Item).where(Item.id.in_(told)))}
    return {
        "wish": wish
        and {
            "days_before": list(wish.wish.days_before),
            "overdue": wish.wish.overdue,
            "digest_weekday": wish.wish.digest_weekday,
            "stopped_at": wish.stopped_at,
        },
        "sent": [
            {
                "day": mail.day,
                "written_at": mail.written_at,
                "digest_on": mail.digest_on,
                "told": [{"item": items[each.item_id], "due_on": each.due_on} for each in mail.told],
            }
            for mail in mails
        ],
    }


of_people_by_later_rooms["reminders"] = reminders_of
