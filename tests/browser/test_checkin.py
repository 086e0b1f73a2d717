"""The door as an organizer keeps it: by camera, typed, by name; duplicates, wrong events, no network."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
import segno
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import func, select

from forumhub.database import db
from forumhub.registration.checkin.codes import shown
from forumhub.registration.checkin.models import Scan
from forumhub.registration.models import Registration
from tests.browser.conftest import FLAGS, SIZES, Site, Visitor, find_chromium, follow
from tests.browser.test_pages import draw, violations
from tests.events.examples import make_event
from tests.registration.checkin.examples import confirm
from tests.registration.examples import apply, make_person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]
sizes = pytest.mark.parametrize("size", SIZES)
CAMERA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
WIDTH, HEIGHT, MODULE = 640, 480, 8
"""Pixels: of a frame of the fake camera, and of a module of the code that it shows."""


class Door(NamedTuple):
    """The page's address; codes as they are shown: of two who are expected, and of one of another event."""

    path: str
    code: str
    other: str
    wrong: str


@pytest.fixture
def door(site: Site) -> Door:
    """An event that began an hour ago."""
    start = datetime.now(ZoneInfo("Europe/Minsk")).replace(tzinfo=None, second=0, microsecond=0) - timedelta(hours=1)
    today = {"local_start": start, "local_end": start + timedelta(hours=8)}
    with site.app.app_context():
        event, elsewhere = make_event(site.world, **today), make_event(site.world, "OTHER", **today)
        people = [make_person(site.world, number) for number in range(3)]
        codes = [
            shown(confirm(site.world, apply(where, who)).checkin_code)
            for where, who in zip((event, event, elsewhere), people, strict=True)
        ]
        return Door(f"/events/{event.ulid}/check-in", *codes)


def states(site: Site) -> dict[str, str]:
    """By code as it is shown."""
    with site.app.app_context():
        rows = db.session.execute(select(Registration.checkin_code, Registration.state))
        return {shown(code): state for code, state in rows}


def scans(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Scan))


def open_door(visit, door: Door, size: str = "desktop") -> tuple[Visitor, Page]:
    visitor = visit("BY", "organizer", size)
    page = visitor.open(door.path)
    page.wait_for_selector("#door[data-ready]")
    return visitor, page


def enter(page: Page, code: str) -> None:
    page.fill("#code", code)
    page.press("#code", "Enter")


def answered(page: Page, kind: str, *words: str) -> None:
    answer = page.locator(f"[data-part=answer] [data-kind={kind}]")
    for each in words:
        expect(answer).to_contain_text(each)


def lose_what_is_sent(route: Route) -> None:
    """A network that brings pages and takes no scan."""
    if route.request.method == "POST":
        route.abort("internetdisconnected")
    else:
        route.continue_()


def looked_at(page: Page, name: str, size: str) -> None:
    """Nothing scrolls sideways, axe finds nothing, and the answer is seen without scrolling."""
    draw(page, f"{name}-{size}")
    expect(page.locator("[data-part=answer]")).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert violations(page) == []


@sizes
def test_a_typed_code_is_welcome_once_and_a_duplicate_then(visit, site, door, size):
    _visitor, page = open_door(visit, door, size)

    enter(page, door.code.lower().replace("-", " ").replace("0", "о").replace("1", "l").replace("k", "К"))
    answered(page, "welcome", "Welcome", "李伟 0", "China", "Member")
    looked_at(page, "check-in-welcome", size)
    enter(page, door.code)
    answered(page, "again", "Already in", "李伟 0", "First let in on")
    looked_at(page, "check-in-duplicate", size)

    assert states(site)[door.code] == "attended"
    expect(page.locator("#door-counts")).to_contain_text("In1Expected1")
    assert page.locator("[data-part=log] li").all_inner_texts() == [
        f"Already in: 李伟 0 ({door.code})",
        f"Welcome: 李伟 0 ({door.code})",
    ]


@sizes
def test_a_code_of_another_event_is_refused_loudly(visit, site, door, size):
    _visitor, page = open_door(visit, door, size)

    enter(page, door.wrong)
    answered(page, "refused", "Wrong event", "Анна Смирнова 2", "This badge is for: Forum on trafficking in persons")
    looked_at(page, "check-in-wrong", size)
    live = page.locator("[data-part=answer]").evaluate("each => [each.role, each.ariaLive]")

    assert live == ["status", "assertive"]
    assert states(site)[door.wrong] == "confirmed"


def test_what_is_mistyped_is_said_without_asking_the_server(visit, site, door):
    _visitor, page = open_door(visit, door)

    enter(page, door.code[:-1])
    answered(page, "refused", "Not a code", "A character is missing or wrong.")

    assert scans(site) == 0


@sizes
def test_without_network_scans_are_kept_over_a_reload_and_sent_once(visit, site, door, size):
    visitor, page = open_door(visit, door, size)
    visitor.context.set_offline(True)

    enter(page, door.code)
    answered(page, "kept", "Kept, not checked yet", door.code)
    enter(page, door.wrong)
    answered(page, "kept", door.wrong)
    enter(page, door.wrong)
    expect(page.locator("[data-part=queue]")).to_have_text("2 scans wait for the network.")
    looked_at(page, "check-in-offline", size)
    before = scans(site)
    page.route("**/check-in", lose_what_is_sent)
    visitor.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-part=queue]")).to_have_text("2 scans wait for the network.")
    page.unroute("**/check-in")
    page.click("[data-part=send]")
    page.locator("[data-part=log] li").nth(1).wait_for()
    page.reload()
    page.wait_for_selector("#door[data-ready]")

    assert before == 0
    assert scans(site) == 2
    assert states(site) == {door.code: "attended", door.other: "confirmed", door.wrong: "confirmed"}
    assert page.evaluate("localStorage.length") == 0
    assert {"ERR_INTERNET_DISCONNECTED" in line for line in visitor.complaints} == {True}
    visitor.complaints.clear()


def test_the_queue_is_sent_when_the_network_is_back(visit, site, door):
    visitor, page = open_door(visit, door)
    visitor.context.set_offline(True)
    enter(page, door.code)
    answered(page, "kept", door.code)

    visitor.context.set_offline(False)

    answered(page, "welcome", "李伟 0")
    expect(page.locator("[data-part=queue]")).to_have_text("All scans are sent.")
    assert scans(site) == 1
    visitor.complaints.clear()  # the browser's own lines about the network that was away


def test_who_was_signed_out_keeps_what_was_scanned(visit, site, door):
    visitor, page = open_door(visit, door)
    visitor.context.clear_cookies()

    enter(page, door.code)
    expect(page.locator("[data-part=queue]")).to_contain_text("You were signed out.")
    before = scans(site)
    visitor.sign_in(site.world.email("BY", "organizer"))
    page = visitor.open(door.path)

    answered(page, "welcome", "李伟 0")
    assert (before, scans(site)) == (0, 1)
    assert ["400" in line for line in visitor.complaints] == [True]
    visitor.complaints.clear()


@sizes
def test_a_name_is_found_while_it_is_typed_and_let_in(visit, site, door, size):
    _visitor, page = open_door(visit, door, size)

    page.locator("#search").press_sequentially("кавальчук")
    button = page.locator("#found button", has_text="Check in: Ірына Кавальчук 1")
    button.wait_for()
    looked_at(page, "check-in-search", size)
    button.click()

    answered(page, "welcome", "Ірына Кавальчук 1")
    assert states(site)[door.other] == "attended"


def test_undo_makes_them_expected_again(visit, site, door):
    _visitor, page = open_door(visit, door)
    enter(page, door.code)
    answered(page, "welcome", "李伟 0")

    page.locator("button", has_text="Undo: 李伟 0").click()

    expect(page.locator("[data-part=answer]")).to_contain_text("Undone: 李伟 0 is expected again.")
    expect(page.locator("#door-counts")).to_contain_text("In0Expected2")
    assert states(site)[door.code] == "confirmed"


def test_two_phones_see_each_others_counts(visit, door):
    (_one, page), (_two, other) = open_door(visit, door), open_door(visit, door, "phone")

    enter(page, door.code)
    answered(page, "welcome", "李伟 0")

    expect(other.locator("#door-counts")).to_contain_text("In1Expected1", timeout=25_000)
    expect(other.locator("#door-latest")).to_contain_text("李伟 0")


@sizes
def test_without_a_script_a_code_is_typed_and_answered(visit, site, door, size):
    visitor = visit(size=size, java_script_enabled=False).sign_in(site.world.email("BY", "organizer"))
    page = visitor.open(door.path)

    page.fill("#code", door.code)
    follow(page, page.get_by_role("button", name="Check in"))
    welcome = page.inner_text("[data-part=answer]")
    page.reload()
    page.fill("#code", door.code)
    follow(page, page.get_by_role("button", name="Check in"))

    assert welcome.split("\n")[:1] == ["Welcome"]
    assert page.inner_text("[data-part=answer] .word") == "Already in"
    assert scans(site) == 2
    assert page.locator("[data-part=eye]").is_hidden()


def frame(code: str) -> bytes:
    """One frame as Y'CbCr 4:2:0: the code in the middle of a grey wall."""
    rows = list(segno.make_qr(code.replace("-", ""), error="h", boost_error=False).matrix_iter(border=4))
    side, wall = len(rows) * MODULE, 180
    left, top = (WIDTH - side) // 2, (HEIGHT - side) // 2
    lines = [bytes([wall]) * WIDTH for _ in range(HEIGHT)]
    for number, row in enumerate(rows):
        drawn = b"".join(bytes([16 if dark else 235]) * MODULE for dark in row)
        line = bytes([wall]) * left + drawn + bytes([wall]) * (WIDTH - left - side)
        lines[top + number * MODULE : top + (number + 1) * MODULE] = [line] * MODULE
    return b"FRAME\n" + b"".join(lines) + bytes([128]) * (WIDTH * HEIGHT // 2)


@pytest.fixture
def filmed(chromium: Browser, door: Door, tmp_path: Path):
    """A browser of its own, whose camera sees the first code."""
    film = tmp_path / "badge.y4m"
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    film.write_bytes(head + frame(door.code) * 5)
    flags = [*FLAGS, *CAMERA, f"--use-file-for-fake-video-capture={film}"]
    browser = chromium.browser_type.launch(executable_path=find_chromium(), args=flags)
    yield browser
    browser.close()


@sizes
def test_the_camera_reads_a_badge_and_does_not_read_it_again_while_it_is_held(filmed, site, door, size):
    context = filmed.new_context(viewport=SIZES[size])
    visitor = Visitor(site, context, context.new_page(), []).sign_in(site.world.email("BY", "organizer"))
    visitor.page.on("console", lambda message: visitor.complaints.append(message.text))
    page = visitor.open(door.path)
    page.wait_for_selector("#door[data-ready]")

    page.get_by_role("button", name="Start the camera").click()
    answered(page, "welcome", "Welcome", "李伟 0")
    page.wait_for_timeout(1500)
    looked_at(page, "check-in-camera", size)
    page.get_by_role("button", name="Stop the camera").click()

    assert states(site)[door.code] == "attended"
    assert scans(site) == 1
    assert page.locator("video").is_hidden()
    assert visitor.complaints == []
    context.close()


def test_a_camera_that_is_not_allowed_is_said_in_clear_words(visit, door):
    _visitor, page = open_door(visit, door)

    page.get_by_role("button", name="Start the camera").click()

    words = page.locator("[data-part=camera-words]")
    expect(words).to_contain_text("type the code", ignore_case=True)
    assert page.get_by_role("button", name="Start the camera").is_enabled()


def test_the_camera_is_allowed_on_this_page_alone(visit, door):
    visitor, page = open_door(visit, door)

    here = page.request.get(visitor.site.url + door.path).headers["permissions-policy"]
    people = page.request.get(f"{visitor.site.url}{door.path}/people").headers["permissions-policy"]

    assert here == "camera=(self), microphone=(), geolocation=()"
    assert people == "camera=(), microphone=(), geolocation=()"
