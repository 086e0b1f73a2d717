"""Subscriptions and feeds to arrange tests with; feeds are fetched over HTTP and read by icalendar."""

from datetime import datetime

import icalendar
import recurring_ical_events
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from forumhub.calendars.membership import ALL
from forumhub.calendars.subscribing.actions import subscribe
from forumhub.database import db, writing
from forumhub.parties.models import Account
from tests.calendars.wire import faults
from tests.client import Client
from tests.world import NOW, World


def make_link(world: World, code: str, role: str, collection: str = "") -> str:
    """The token of a new subscription: a personal one, where no other collection is named."""
    with world.app.app_context(), writing():
        person_id = world.person[code, role]
        account_id = db.session.scalar(select(Account.id).where(Account.person_id == person_id))
        reader = world.reader(code, role, account_id=account_id)
        made = subscribe(collection or ALL + world.ulid[code, role], f"{role} {code} 日历", by=reader, now=NOW)
        return made.token


def fetch(app: Flask, path: str, **headers: str) -> TestResponse:
    """As a calendar client does: without a session. Header names in snake_case."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(app).get(path, headers=named)


def poll(app: Flask, token: str, etag: str = "") -> TestResponse:
    return fetch(app, f"/feeds/{token}.ics", **({"If_None_Match": etag} if etag else {}))


def events_in(answer: TestResponse) -> dict[str, icalendar.Event]:
    """By UID; the answer must be right on the wire."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert faults(answer.get_data()) == []
    calendar = icalendar.Calendar.from_ical(answer.get_data())
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def titles_in(answer: TestResponse) -> list[str]:
    """In the order of the feed."""
    return [str(event["SUMMARY"]) for event in events_in(answer).values()]


def instants_in(answer: TestResponse, year: int) -> list[tuple[datetime, datetime]]:
    """Begin and end, aware, of all that recurring_ical_events finds in the year."""
    calendar = icalendar.Calendar.from_ical(answer.get_data())
    found = recurring_ical_events.of(calendar).between((year, 1, 1), (year + 1, 1, 1))
    return [(event["DTSTART"].dt, event["DTEND"].dt) for event in found]
