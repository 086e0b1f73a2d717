"""A real server on a port of its own, and Debian's Chromium: one context for each person."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from werkzeug.serving import make_server

from forumhub import installation
from forumhub.database import db
from tests.client import PASSWORD
from tests.conftest import empty, make_app
from tests.world import World

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
LONG_WAY = [pytest.param("desktop", marks=pytest.mark.slow), "phone"]
"""Sizes for a way over many pages: on the narrow screen each time, on the wide one before a release."""


def find_chromium() -> str | None:
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Skips where there is no Chromium, unless REQUIRE_BROWSER=1 says that there must be."""
    path = find_chromium()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but none of these is installed: " + ", ".join(CHROMIUM))
        pytest.skip("no Chromium is installed: " + ", ".join(CHROMIUM))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=["sqlite"])
def app(request: pytest.FixtureRequest, apps) -> Iterator[Flask]:
    """What pages do is tested on both databases beside them: in the browser one is enough, but for the journey."""
    app = apps(request.param)
    with app.app_context():
        installation.decide(installation.UID_HOST, "forumhub.example")
        db.session.commit()
    yield app
    with app.app_context():
        empty(app)


@dataclass
class Site:
    """A served installation: its address, its app (for looking into the database) and its small world."""

    url: str
    app: Flask
    world: World


@pytest.fixture(scope="session")
def served_apps(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Flask]:
    """By the database's address, one app for all sites of the run: it compiles each template once."""
    made: dict[str, Flask] = {}

    def served(url: str) -> Flask:
        if url not in made:
            folder = tmp_path_factory.mktemp("served")
            made[url] = make_app(url, folder, WTF_CSRF_ENABLED=True, SERVER_NAME=None)
        return made[url]

    return served


@pytest.fixture
def site(app: Flask, served_apps: Callable[[str], Flask]) -> Iterator[Site]:
    """The app of the `app` fixture's database, with CSRF protection on, behind a threaded server."""
    served = served_apps(app.config["DATABASE_URL"])
    served.extensions["forumhub.attempts"].clear()
    world = World.make(app)
    server = make_server("127.0.0.1", 0, served, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app, world)
    server.shutdown()
    thread.join(timeout=10)
    with served.app_context():
        db.engine.dispose()  # each site has a pool of its own, and PostgreSQL takes a hundred connections in all


def follow(page: Page, what: str | Locator) -> None:
    """Clicks what leads to another page, a link or a button, and waits for that page: a click by itself waits for it
    only where the browser is quick to say that it leaves.
    """
    with page.expect_navigation():
        (page.locator(what) if isinstance(what, str) else what).click()


@dataclass
class Visitor:
    """One person at one browser. Fails the test when a page breaks a promise: an error page, a script blocked."""

    site: Site
    context: BrowserContext
    page: Page
    complaints: list[str]

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.site.url + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}\n{self.page.inner_text('main')}"
        return self.page

    def sign_in(self, email: str) -> "Visitor":
        self.open("/sign-in")
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form [type=submit]")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self


@pytest.fixture
def visit(chromium: Browser, site: Site):
    """`visit()` is a stranger; `visit('BY', 'secretary')` is signed in; `size='phone'` holds one."""
    opened: list[Visitor] = []

    def new(code: str = "", role: str = "", size: str = "desktop", **options: object) -> Visitor:
        context = chromium.new_context(viewport=SIZES[size], **options)
        context.set_default_timeout(30_000)  # what is slow on a busy machine is no fault of the page
        page = context.new_page()
        visitor = Visitor(site, context, page, [])
        page.on("console", lambda message: visitor.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        opened.append(visitor)
        return visitor.sign_in(site.world.email(code, role)) if role else visitor

    yield new
    complaints = [complaint for visitor in opened for complaint in visitor.complaints]
    for visitor in opened:
        visitor.context.close()
    assert complaints == []
