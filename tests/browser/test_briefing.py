"""The briefing pack unpacked into a folder and opened from there: every link works, and nothing is asked of anybody."""

import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, Request

from tests.browser.conftest import SIZES
from tests.browser.test_pages import draw, violations
from tests.desk.briefing.arranging import arrange

pytestmark = pytest.mark.browser
SECRETS = ("Position of CN only", "Point of CN only", "Talks of the Chinese side")


def test_a_pack_works_off_line(visit, site, served_apps, tmp_path: Path):
    served = served_apps(site.app.config["DATABASE_URL"])  # which has the folder of files
    with served.app_context():
        coming = arrange(replace(site.world, app=served))
    visitor = visit("BY", "secretary")
    page = visitor.open(f"/events/{coming}/briefing?lang=ru")
    assert violations(page) == []
    with page.expect_download() as download:
        page.click(".actions a.btn-primary")
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)

    page, asked = visitor.context.new_page(), []
    visitor.context.set_offline(True)
    page.on("request", lambda request: asked.append(request))
    page.goto((tmp_path / "index.html").as_uri())

    assert outside(asked) == []
    assert [link for link in links_of(page) if not leads_somewhere(page, tmp_path, link)] == []
    assert page.locator("script").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.chapter')).borderTopWidth") == "2px"
    assert [secret for secret in SECRETS if secret in page.inner_text("body")] == []
    assert "Открытые поручения" in page.inner_text("main")
    assert violations(page) == []
    page.set_viewport_size(SIZES["phone"])
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"]
    draw(page, "briefing-alone-phone")


def outside(asked: list[Request]) -> list[str]:
    return [request.url for request in asked if urlsplit(request.url).scheme not in ("file", "data")]


def links_of(page: Page) -> list[str]:
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    assert len(links) > 10
    return links


def leads_somewhere(page: Page, folder: Path, link: str) -> bool:
    """To a place on the page, or to a file in the folder."""
    if link.startswith("#"):
        return page.evaluate("id => document.getElementById(id) !== null", unquote(link[1:]))
    return not urlsplit(link).scheme and (folder / unquote(link)).is_file()
