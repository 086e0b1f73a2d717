"""What the demo's organizer announced to delegates, and somebody invited who has not answered."""

from datetime import datetime, timedelta

from forumhub.database import new_ulid
from forumhub.demo.accounts import Cast
from forumhub.events.models import Event
from forumhub.markdown import read_bounded
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.announcing.actions import announce
from forumhub.registration.announcing.queries import audience
from forumhub.registration.announcing.rules import MARKDOWN
from forumhub.registration.bulk.queries import of_filters
from forumhub.registration.inviting import invite_person

SUBJECTS = {"en": "Transfer from the airport", "zh": "机场接送安排", "ru": "Трансфер из аэропорта"}
TEXTS = {
    "en": "Cars wait at **arrivals, gate 3**, for all flights of the day before the meeting.\n\n"
    "- Show the letter of invitation at the desk.\n- Send the number of your flight to your secretariat.",
    "zh": "会晤前一日的所有航班均有车辆在**到达厅3号出口**等候。\n\n"
    "- 请在接待台出示邀请函。\n- 请将航班号告知贵方秘书处。",
    "ru": "Машины ждут **в зале прилёта, выход 3**, ко всем рейсам накануне встречи.\n\n"
    "- Предъявите приглашение у стойки.\n- Сообщите номер рейса своему секретариату.",
}


def rendered() -> dict[str, str]:
    """The texts as HTML: slow, so before the transaction."""
    return {code: read_bounded(text).html for code, text in TEXTS.items()}


def send_all(cast: Cast, event: Event, pages: dict[str, str], now: datetime) -> None:
    """An expert was invited twelve days ago; four days ago everybody was told of the transfer."""
    organizer = cast.reader("CN", ORGANIZER)
    invite_person(
        event, name="Invited expert", email="expert@demo.example", party=None, language="ru", by=organizer,
        now=now - timedelta(days=12),
    )  # fmt: skip
    readers = audience(of_filters(event, organizer))
    announce(
        event,
        readers,
        ulid=new_ulid(),
        markup=MARKDOWN,
        subjects=SUBJECTS,
        texts=TEXTS,
        pages=pages,
        chosen_by={},
        seen=readers.seen,
        by=organizer,
        now=now - timedelta(days=4),
    )
