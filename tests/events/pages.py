"""What tests of pages share: what a browser sends, what is stored, how many queries a page asks."""

import re

from sqlalchemy import event as database_events
from sqlalchemy import select

from forumhub.database import db
from forumhub.events.models import Event
from tests.events.examples import make_event

TYPED = {
    "titles-en": "Seminar on cyber-enabled fraud",
    "titles-zh": "打击网络诈骗研讨会",
    "titles-ru": "Семинар по кибермошенничеству",
    "register_code": "fraud",
    "kind": "seminar",
    "under": "",
    "local_start": "2027-06-01T09:30",
    "host": "BY",
    "parties": ["CN", "BY"],
    "access": "parties",
    "languages": ["zh", "ru"],
    "description": "О **чём** речь: 电信诈骗",
    "lock_version": "1",
}


def made(app, world, **values: object) -> str:
    with app.app_context():
        return make_event(world, **values).ulid


def stored(app, *columns: str):
    with app.app_context():
        event = db.session.scalar(select(Event))
        return tuple(getattr(event, name) for name in columns)


HIDDEN = re.compile(r'<input type="hidden" name="(lock_version|told)" value="([^"]*)">')
SAVING = re.compile(r'name="told" value="([^"]*)">')


def sent(client, path: str, data: dict | None = None):
    """Opens the page of a step and sends it with what it showed: the event as it stood, and how many are told."""
    return client.post(path, {**dict(HIDDEN.findall(client.text(path))), **(data or {})})


def saved(client, path: str, data: dict):
    """Sends an edit and, where it is shown first what it changes, confirms that."""
    answer = client.post(path, data)
    shown = SAVING.search(answer.get_data(as_text=True))
    return client.post(path, {**data, "told": shown[1]}) if answer.status_code == 200 and shown else answer


def queries_of(app, client, path: str) -> int:
    count = []

    def note(*_: object) -> None:
        count.append(1)

    with app.app_context():
        engine = db.engine
    database_events.listen(engine, "before_cursor_execute", note)
    client.text(path)
    database_events.remove(engine, "before_cursor_execute", note)
    return len(count)
