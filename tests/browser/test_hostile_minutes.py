"""Real minutes from all over, and texts made to do harm, saved and shown in a real browser: nothing in them acts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.markdown.bounded import READ_SECONDS
from forumhub.minutes.texts import TextsRefused, as_typed
from tests.browser.conftest import Site
from tests.client import PASSWORD
from tests.minutes.arranging import Meeting, make_event
from tests.world import World

pytestmark = pytest.mark.browser

ACTING = """doc => [...doc.querySelectorAll('*')].flatMap(element => [
    ...(/^(script|style|iframe|object|embed|form|input|button|svg|math|link|meta|base|video|audio)$/i
        .test(element.tagName) ? [element.tagName] : []),
    ...[...element.attributes]
        .filter(({name, value}) => /^on|^style$|^srcdoc$/i.test(name)
            || /^\\s*(javascript|data|vbscript):/i.test(value))
        .map(({name, value}) => `${name}=${value}`)])"""
WATCH = """window.blocked = [];
document.addEventListener('securitypolicyviolation', event =>
    blocked.push(event.blockedURI + ' ' + event.violatedDirective))"""
UNTIL_BLOCKED = "async () => { while (!blocked.length) await new Promise(requestAnimationFrame) }"
TRIGGERS = "doc => doc.querySelectorAll('a, img, li, p').forEach(each => each.dispatchEvent(new Event('mouseover')))"


@dataclass
class Watched:
    """A browser that notes whatever a text sets off."""

    page: Page
    noted: list[str]

    def show(self, url: str) -> tuple[list[str], bool]:
        """What the page at the address set off, and whether it shows a text."""
        self.noted.clear()
        answer = self.page.goto(url)
        assert answer is not None
        return self.looked_at(answer)

    def type_on(self, url: str) -> tuple[list[str], bool]:
        """What an editor sets off when a line is added to its text, and its preview is swapped for a new one."""
        self.noted.clear()
        opened = self.page.goto(url)
        assert opened is not None
        found, _shown = self.looked_at(opened)
        self.page.locator(".CodeMirror").first.wait_for()
        with self.page.expect_response(lambda answer: "/preview?" in answer.url) as swapped:
            self.page.evaluate(TYPED)
        self.page.locator("article.doc.before").wait_for(state="detached")
        again, shown = self.looked_at(swapped.value)
        return [*found, *again], shown

    def looked_at(self, answer: Response) -> tuple[list[str], bool]:
        """The same of the text that is shown, whose page was answered so; an answer that takes longer than the server
        grants a text is noted, too.
        """
        doc = self.page.locator("article.doc").first
        answer.finished()
        if (took := answer.request.timing["responseEnd"] / 1000) > READ_SECONDS:
            self.noted.append(f"{took:.1f} s: {answer.url}")
        acting = doc.evaluate(ACTING)
        doc.evaluate(TRIGGERS)
        blocked = self.page.evaluate("blocked")
        return [*self.noted, *acting, *blocked], answer.status == 200 and bool(doc.text_content())


TYPED = """() => {
    document.querySelector('article.doc').classList.add('before');
    const editor = document.querySelector('.CodeMirror').CodeMirror;
    editor.replaceRange('\\n', {line: editor.lastLine()});
}"""
"""The old preview is marked, so that it can be told from the new one."""


@pytest.fixture
def watched(chromium: Browser, site: Site) -> Iterator[Watched]:
    """Signed in as China's secretary; requests that leave the house are noted and go nowhere."""
    context, noted = chromium.new_context(), []

    def keep_in(route) -> None:
        outside = not route.request.url.startswith(site.url)
        noted.extend([route.request.url] if outside else [])
        route.abort() if outside else route.continue_()

    def answer_dialog(dialog) -> None:
        own = dialog.type == "beforeunload"  # the editor's question whether to leave what is not saved
        noted.extend([] if own else [dialog.message])
        dialog.accept() if own else dialog.dismiss()

    page = context.new_page()
    page.goto(site.url + "/sign-in")
    page.fill("input[name=email]", site.world.email("CN", "secretary"))
    page.fill("input[name=password]", PASSWORD)
    page.click("main form [type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    context.add_init_script(WATCH)
    context.route("**/*", keep_in)
    page.on("dialog", answer_dialog)
    page.on("popup", lambda popup: noted.append(popup.url))
    page.on("pageerror", lambda error: noted.append(str(error)))
    yield Watched(page, noted)
    context.close()


def save(world: World, number: int, source: str) -> str | None:
    """The ULID of minutes that hold the text; None where it was refused in words."""
    with writing():
        meeting = Meeting(world, make_event(world, f"M{number}"))
    ulid = meeting.create()
    try:
        meeting.save(ulid, en=as_typed(source))
    except RuleBroken:
        db.session.rollback()
        return None
    return ulid


def circulate(world: World, ulid: str) -> bool:
    """So that it can be printed; whether it may be: raw HTML, say, is to be taken out first."""
    try:
        Meeting(world, "").circulate(ulid)
    except TextsRefused:
        db.session.rollback()
        return False
    return True


def set_off(
    site: Site, watched: Watched, paths: list[Path], every: int = 1
) -> tuple[dict[str, list[str]], list[str], int]:
    """What each text set off, by its name; the names of those that were refused or show nothing; how many were printed.

    Each is shown on its page; of so many of them one also in the editor with its preview and, where it may be
    circulated, as it is printed.
    """
    acted, unseen, printed = {}, [], 0
    for number, path in enumerate(paths):
        with site.app.app_context():
            ulid = save(site.world, number, path.read_bytes().decode("utf-8", "replace"))
        looks = [watched.show(f"{site.url}/minutes/{ulid}")] if ulid else []
        if ulid and number % every == 0:
            looks.append(watched.type_on(f"{site.url}/minutes/{ulid}/edit"))
            with site.app.app_context():
                circulated = circulate(site.world, ulid)
            looks += [watched.show(f"{site.url}/minutes/{ulid}/print")] if circulated else []
            printed += circulated
        found = [each for acting, _shown in looks for each in acting]
        acted |= {path.name: found} if found else {}
        unseen += [] if looks and all(shown for _acting, shown in looks) else [path.name]
    return acted, unseen, printed


def texts(shared_data: Path) -> list[Path]:
    return [*sorted((shared_data / "hostile").iterdir()), *sorted((shared_data / "minutes").iterdir())]


def test_sample_of_hostile_texts_and_real_minutes_sets_nothing_off(site: Site, watched: Watched, shared_data: Path):
    acted, unseen, printed = set_off(site, watched, texts(shared_data)[::18], every=5)

    assert (acted, unseen, printed) == ({}, [], 1)


@pytest.mark.slow
def test_every_hostile_text_and_all_real_minutes_set_nothing_off(site: Site, watched: Watched, shared_data: Path):
    paths = texts(shared_data)

    acted, unseen, printed = set_off(site, watched, paths)

    assert (len(paths), acted, unseen, printed) == (217, {}, [], 134)


def test_watching_notes_what_would_act(site: Site, watched: Watched):
    """The tests above can fail: the same watch over a page that does harm sees each kind of it."""
    watched.page.goto(site.url + "/sign-in")
    watched.page.evaluate(
        'document.body.innerHTML = \'<article class=doc><p onclick="alert(1)"></p><a href="javascript:alert(1)">a</a>'
        '<img src="http://elsewhere.example/b"></article>\''
    )

    acting = watched.page.locator("article.doc").evaluate(ACTING)
    watched.page.evaluate(UNTIL_BLOCKED)

    assert acting == ["onclick=alert(1)", "href=javascript:alert(1)"]
    assert "http://elsewhere.example/b img-src" in watched.page.evaluate("blocked")
