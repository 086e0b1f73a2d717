"""Real programs against a served forumhub: caldav's library, and vdirsyncer into khal and todoman."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep

import caldav
import pytest
from caldav.lib.error import DAVError
from flask import Flask
from sqlalchemy.engine import make_url

from forumhub import installation
from forumhub.database import db, writing
from forumhub.events.actions import cancel_event, edit_event
from forumhub.events.models import Event
from forumhub.followup import actions as followup
from forumhub.parties.models import Party
from tests.calendars.dav.arranging import Device
from tests.conftest import SECRET, empty
from tests.events.examples import make_event
from tests.followup import examples as items
from tests.world import NOW, World

pytestmark = pytest.mark.xdist_group("dav clients")
BIN = Path(sys.executable).parent
CANCELLED = {"en": "Talks on transit", "zh": "过境会谈", "ru": "Переговоры о транзите"}
LEAVES = {"en": "Talks on tariffs", "zh": "关税会谈", "ru": "Переговоры о тарифах"}
STAYS = {"en": "Forum on trafficking", "zh": "打击贩运论坛", "ru": "Форум по торговле людьми"}
ACTION = "## 1. z\n\n- **ACTION A-1** (CN; due 2026-12-04): Обменяться списками контактов.\n"
EDITED = {"en": "Forum on smuggling", "zh": "打击走私论坛", "ru": "Форум по контрабанде"}


@pytest.fixture(scope="module")
def served(apps, tmp_path_factory) -> Iterator[tuple[Flask, str]]:
    """The app on SQLite, and the address at which gunicorn serves the same database, as `forumhub serve` does."""
    app, port = apps("sqlite"), free_port()
    settings = {"SECRET_KEY": SECRET, "DATABASE_URL": app.config["DATABASE_URL"]}
    settings |= {"INSTANCE": str(tmp_path_factory.mktemp("served")), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    environ = {**os.environ, **{f"FORUMHUB_{name}": value for name, value in settings.items()}}
    command = [BIN / "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "forumhub:create_app()"]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield app, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, process: subprocess.Popen) -> None:
    until = monotonic() + 60
    while monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            sleep(0.2)
    raise AssertionError("gunicorn did not answer")


@pytest.fixture
def world(served) -> Iterator[World]:
    app, _address = served
    assert make_url(app.config["DATABASE_URL"]).drivername == "sqlite"
    with app.app_context():
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    yield World.make(app)
    with app.app_context():
        empty(app)


@pytest.fixture
def device(world) -> Device:
    return Device.of(world, "CN", "delegate")


@pytest.fixture
def meetings(world) -> dict[str, str]:
    """ULIDs by English title; and an action of China, agreed at a meeting of the past."""
    day = datetime.combine(datetime.now(UTC).date(), time(9)) + timedelta(days=3)
    with world.app.app_context():
        made = {}
        for number, titles in enumerate((STAYS, LEAVES, CANCELLED)):
            times = {"local_start": day + timedelta(days=number), "local_end": day + timedelta(days=number, hours=2)}
            made[titles["en"]] = make_event(world, "FT" + "ABC"[number], titles=titles, languages=["en"], **times).ulid
        with writing():
            of = items.event(world)
            items.let_out(of)
            items.issue(of, ACTION=1)
            items.agreed(world, of, en=ACTION)
    return made


def change_all(world: World, meetings: dict[str, str]) -> None:
    """One edit, one that leaves, one cancellation; and the action is done, and closed."""
    change(world, meetings[STAYS["en"]], edit_event, titles=EDITED)
    change(world, meetings[LEAVES["en"]], edit_event, access="delegates")
    change(world, meetings[CANCELLED["en"]], cancel_event, reason="Flood")
    with world.app.app_context(), writing():
        done = {"words": "已完成", "by": world.reader("CN", "secretary"), "now": NOW}
        followup.report_item(items.item("A-1"), db.session.get_one(Party, world.party["CN"]), "reported", **done)
        closed = {"by": world.reader("BY", "secretary"), "now": NOW}
        followup.close_item(items.item("A-1"), db.session.get_one(Party, world.party["BY"]), **closed)


def change(world: World, ulid: str, act, **values: object) -> None:
    with world.app.app_context(), writing():
        event = db.session.query(Event).filter_by(ulid=ulid).one()
        act(event, lock_version=event.lock_version, by=world.reader("BY", "organizer"), now=NOW, **values)


def test_caldavs_library_discovers_searches_follows_and_cannot_write(served, world, device, meetings):
    with caldav.DAVClient(url=f"{served[1]}/dav/", username=device.email, password=device.secret) as client:
        calendars = {each.get_display_name(): each for each in client.principal().calendars()}
        events = calendars["Meetings"]
        before = events.objects_by_sync_token(load_objects=True)
        soon = datetime.now(UTC)
        found = events.search(start=soon, end=soon + timedelta(days=30), event=True)
        todos = calendars["Actions"].todos()
        actions = calendars["Actions"].objects_by_sync_token(load_objects=True)
        one = events.event_by_uid(f"{meetings[STAYS['en']]}@forumhub.example")
        change_all(world, meetings)
        updated, deleted = before.sync()
        reported, _none = actions.sync()
        with pytest.raises(DAVError):
            one.delete()

    assert list(calendars) == ["Meetings", "Actions", "Agreed minutes of meetings"]
    assert len(list(before)) == 3  # after the sync, with the meeting of the past
    assert len(found) == 3
    assert [str(todo.icalendar_component["UID"]) for todo in todos] == ["task-HLM-A-1@forumhub.example"]
    assert [str(todo.icalendar_component["STATUS"]) for todo in (*todos, *reported)] == ["NEEDS-ACTION", "COMPLETED"]
    assert str(one.icalendar_component["SUMMARY"]) == STAYS["en"]
    assert sorted(str(each.icalendar_component["SUMMARY"]) for each in updated) == [
        EDITED["en"],
        f"[Cancelled] {CANCELLED['en']}",
    ]
    assert [str(each.url).rpartition("/")[2] for each in deleted] == [f"{meetings[LEAVES['en']]}.ics"]


VDIRSYNCER = """
[general]
status_path = "{home}/status/"
[pair ours]
a = "server"
b = "files"
collections = ["events", "tasks"]
conflict_resolution = "a wins"
[storage server]
type = "caldav"
url = "{url}"
username = "{email}"
password = "{secret}"
read_only = true
[storage files]
type = "filesystem"
path = "{home}/files/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[forumhub]]
path = {home}/files/events/
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
TODOMAN = """
path = "{home}/files/*"
date_format = "%Y-%m-%d"
time_format = "%H:%M"
cache_path = "{home}/todo.sqlite"
"""


class Home:
    """The folder of somebody who uses vdirsyncer, khal and todoman."""

    def __init__(self, path: Path, url: str, device: Device) -> None:
        self.path = path
        values = {"home": path, "url": f"{url}/", "email": device.email, "secret": device.secret}
        for name, text in (("vdirsyncer", VDIRSYNCER), ("khal", KHAL)):
            (path / name).write_text(text.format(**values))
        (path / "todoman.py").write_text(TODOMAN.format(**values))
        self.run("vdirsyncer", "discover", "ours", typed="y\n" * 4)

    def run(self, program: str, *arguments: str, typed: str = "") -> str:
        option = {"vdirsyncer": "vdirsyncer", "khal": "khal", "todo": "todoman.py"}[program]
        flag = "--config" if program != "khal" else "-c"
        environ = {**os.environ, "HOME": str(self.path), "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
        environ |= {f"XDG_{name}_HOME": str(self.path / name.lower()) for name in ("CONFIG", "DATA", "CACHE")}
        done = subprocess.run(
            [BIN / program, flag, str(self.path / option), *arguments],
            input=typed, env=environ, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{program} {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def sync(self) -> tuple[list[str], list[str]]:
        """What khal and todoman list after a sync."""
        self.run("vdirsyncer", "sync")
        listed = self.run("khal", "list", "--format", "{title}", "--day-format", "", "today", "30d")
        todos = self.run("todo", "list", "--status", "ANY")
        return sorted(filter(None, listed.splitlines())), todos.splitlines()


def test_vdirsyncer_brings_every_change_into_khal_and_todoman(served, world, device, meetings, tmp_path):
    home = Home(tmp_path, served[1], device)

    first, todo = home.sync()
    change_all(world, meetings)
    later, done = home.sync()

    assert first == sorted([STAYS["en"], LEAVES["en"], CANCELLED["en"]])
    assert later == sorted([EDITED["en"], f"[Cancelled] {CANCELLED['en']}"])
    assert [line.startswith("[ ]") and "Обменяться списками контактов" in line for line in todo] == [True]
    assert [line.startswith("[X]") for line in done] == [True]
