"""Every main page of the demonstration, as people see it: axe finds nothing, nothing scrolls sideways or is blocked.

With FORUMHUB_SCREENSHOTS set to a folder, each page is also drawn there.
"""

import hashlib
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask_migrate import upgrade
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from werkzeug.serving import make_server

from forumhub import installation
from forumhub.database import db, writing
from forumhub.demo.accounts import PASSWORD, email
from forumhub.demo.installing import install_into_database
from forumhub.demo.records import next_of
from forumhub.events.models import Event, Series
from forumhub.events.papers.models import Paper
from forumhub.events.polls.models import Poll
from forumhub.events.programme.models import ProgrammeSession
from forumhub.events.venues.models import Venue
from forumhub.followup.digests.models import DigestMail
from forumhub.followup.reminding.models import ReminderMail
from forumhub.minutes.deferring.models import Deferral
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.readytexts.models import OwnText
from forumhub.parties.models import Party, Person
from forumhub.parties.queries import find_account, reader_of
from forumhub.registration.announcing.models import Announcement
from forumhub.registration.delegations.models import Nomination, Nominee
from forumhub.registration.models import Registration
from forumhub.registration.offers.queries import offer_token
from tests.browser.conftest import SIZES
from tests.calendars.importing.arranging import upload_an_example
from tests.conftest import make_app
from tests.minutes.arranging import save_another_revision
from tests.registration.lists.examples import of_all_kinds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SLOTS = "/events/slots?party=CN&party=BY&first={soon}&last={later}&opens=09:00&closes=18:00&timezone=&site="
PAGES = {
    "dialect": ("secretary CN", "/minutes/dialect"),
    "sign-in": ("", "/sign-in"),
    "reminders": ("secretary BY", "/account/reminders"),
    "reminders-stop": ("", "/unsubscribe/{reminder}"),
    "digest": ("secretary BY", "/parties/BY/digest"),
    "digest-leave": ("", "/unsubscribe/party/{reminder}"),
    "desk": ("secretary BY", "/"),
    "desk-organizer": ("organizer CN", "/"),
    "desk-china": ("secretary CN", "/"),
    "desk-delegate": ("delegate BY", "/"),
    "agreements": ("secretary BY", "/agreements"),
    "agreement": ("secretary BY", "/agreements/CN-BY-2016"),
    "agreement-report": ("secretary BY", "/agreements/CN-BY-2016/report?from=2020-01-01&until=2025-12-31"),
    "agreement-text": ("secretary BY", "/agreements/CN-BY-2016/versions/1"),
    "agreement-new": ("secretary BY", "/agreements/new"),
    "events": ("organizer CN", "/events"),
    "event": ("organizer CN", "/events/{next}"),
    "received-mail": ("organizer BY", "/mail/received"),
    "received-mail-host": ("organizer CN", "/mail/received"),
    "event-held": ("secretary BY", "/events/{held}"),
    "event-new": ("organizer CN", "/events/new"),
    "slots": ("organizer CN", "/events/slots"),
    "slots-found": ("organizer CN", SLOTS + "&host=BY&days=2&hours=8"),
    "slots-online": ("organizer BY", SLOTS + "&host=&days=1&hours=1.5"),
    "slots-event": ("organizer CN", "/events/slots?event={next}"),
    "event-copy": ("organizer CN", "/events/{next}/copy"),
    "event-postpone": ("organizer CN", "/events/{next}/postpone"),
    "event-cancel": ("organizer CN", "/events/{next}/cancel"),
    "event-heads": ("secretary CN", "/events/{next}/heads"),
    "polls": ("secretary BY", "/polls"),
    "poll": ("secretary BY", "/polls/{poll}"),
    "poll-answered": ("organizer CN", "/polls/{poll}"),
    "poll-new": ("organizer CN", "/polls/new"),
    "poll-extend": ("organizer CN", "/polls/{poll}/extend"),
    "poll-withdraw": ("organizer CN", "/polls/{poll}/withdraw"),
    "agenda-points": ("secretary CN", "/events/{next}/agenda-points"),
    "agenda-point-new": ("secretary BY", "/events/{next}/agenda-points/new"),
    "briefing": ("secretary BY", "/events/{next}/briefing"),
    "papers": ("secretary BY", "/events/{next}/papers"),
    "paper": ("secretary CN", "/events/{next}/papers/{paper}"),
    "paper-new": ("secretary BY", "/events/{next}/papers/new"),
    "paper-edit": ("secretary CN", "/events/{next}/papers/{paper}/edit"),
    "paper-revise": ("secretary CN", "/events/{next}/papers/{paper}/versions"),
    "paper-withdraw": ("secretary CN", "/events/{next}/papers/{paper}/withdraw"),
    "month": ("delegate BY", "/calendar?on=2026-11"),
    "week": ("delegate BY", "/calendar?view=week&on=2026-11-27"),
    "list": ("delegate BY", "/calendar?view=list&on=2026-11"),
    "move": ("organizer CN", "/events/{ahead}/move?view=week&local_start=2030-10-05T09:00"),
    "month-organizer": ("organizer CN", "/calendar"),
    "series-list": ("organizer CN", "/series"),
    "series": ("organizer CN", "/series/{series}"),
    "series-copy": ("organizer CN", "/series/{series}/copy"),
    "series-new": ("organizer CN", "/series/new"),
    "series-past": ("delegate BY", "/series/{series}?when=past"),
    "series-archive": ("secretary BY", "/series/{series}/archive"),
    "series-edit": ("organizer CN", "/series/{series}/edit"),
    "series-following": ("organizer BY", "/series/{series}/edit?from={ahead}"),
    "series-template": ("organizer CN", "/series/{series}/agenda-template?lang=ru"),
    "series-skip": ("organizer CN", "/events/{next}/skip"),
    "series-host": ("organizer CN", "/events/{next}/host"),
    "venues": ("organizer CN", "/venues"),
    "venue": ("organizer CN", "/venues/{venue}"),
    "venue-edit": ("organizer CN", "/venues/{venue}/edit"),
    "programme": ("delegate CN", "/events/{forum}/programme"),
    "programme-by-hall": ("", "/events/{forum}/programme?by=hall"),
    "programme-session": ("delegate CN", "/events/{forum}/programme/sessions/{talk}"),
    "programme-edit": ("organizer BY", "/events/{forum}/programme/edit"),
    "programme-halls": ("organizer BY", "/events/{forum}/programme/halls"),
    "programme-session-edit": ("organizer BY", "/events/{forum}/programme/sessions/{talk}/edit"),
    "programme-move": ("organizer BY", "/events/{forum}/programme/sessions/{talk}/move"),
    "programme-import": ("organizer BY", "/events/{forum}/programme/import"),
    "programme-none": ("organizer BY", "/events/{next}/programme"),
    "delegates": ("organizer CN", "/events/{next}/registrations"),
    "delegates-unanswered": ("organizer CN", "/events/{next}/registrations?answer=missing"),
    "invitation-mails": ("organizer CN", "/events/{next}/invitation"),
    "invitation-moved": ("organizer CN", "/events/{next}/invitation?mail=moved"),
    "delegates-remind": ("organizer CN", "/events/{next}/registrations/together/remind?all=1"),
    "delegates-confirm": ("organizer CN", "/events/{next}/registrations/together/confirm?all=1"),
    "announcements": ("organizer CN", "/events/{next}/announcements"),
    "announcement": ("delegate BY", "/announcements/{announcement}"),
    "announce": ("organizer CN", "/events/{next}/announcements/new"),
    "registration": ("organizer CN", "/registrations/{registration}"),
    "registration-own": ("delegate BY", "/registrations/{own}"),
    "delegations": ("organizer CN", "/events/{training}/delegations"),
    "delegations-party": ("secretary BY", "/events/{next}/delegations"),
    "delegation-draft": ("secretary CN", "/events/{training}/delegations/CN"),
    "delegation-amended": ("secretary BY", "/events/{next}/delegations/BY"),
    "delegation-returned": ("secretary CN", "/events/{forum}/delegations/CN"),
    "delegation-submitted": ("organizer CN", "/events/{training}/delegations/BY"),
    "delegation-members": ("organizer CN", "/events/{next}/delegations/BY"),
    "delegation-submit": ("secretary CN", "/events/{training}/delegations/CN/submit"),
    "delegation-accept": ("organizer CN", "/events/{training}/delegations/BY/accept"),
    "delegation-return": ("organizer CN", "/events/{training}/delegations/BY/return"),
    "nominee": ("secretary CN", "/events/{training}/delegations/CN/nominees/{nominee}"),
    "offer": ("secretary BY", "/registrations/{offered}/offer"),
    "offer-link": ("", "/offers/{offer}"),
    "offer-registration": ("secretary BY", "/registrations/{offered}"),
    "offer-event": ("secretary BY", "/events/{forum}"),
    "waiting": ("organizer BY", "/events/{forum}/registrations"),
    "withdraw-offered": ("organizer BY", "/registrations/{offered}/withdraw"),
    "registration-settings": ("organizer CN", "/events/{next}/registration"),
    "list-import": ("organizer CN", "/events/{next}/registrations/import"),
    "list-columns": ("organizer CN", "/registrations/lists/{list}/columns"),
    "list-looked-at": ("organizer CN", "/registrations/lists/{list}"),
    "list-running": ("organizer CN", "/registrations/lists/{list_running}"),
    "list-report": ("organizer CN", "/registrations/lists/{list_done}"),
    "list-export": ("organizer CN", "/events/{next}/registrations/export?state=confirmed"),
    "invite": ("organizer CN", "/events/{next}/invite"),
    "apply": ("delegate BY", "/events/{next}/apply"),
    "prints": ("organizer CN", "/events/{next}/prints"),
    "badges": ("organizer CN", "/events/{next}/prints/badges"),
    "delegate-list": ("secretary BY", "/events/{next}/prints/delegates"),
    "my-data": ("delegate BY", "/my-data"),
    "privacy": ("", "/privacy"),
    "letters": ("organizer CN", "/events/{next}/letters"),
    "letters-make": ("organizer CN", "/events/{next}/letters/make"),
    "seating": ("organizer CN", "/events/{next}/prints/seating"),
    "event-public": ("", "/events/{forum}"),
    "apply-by-mail": ("", "/events/{forum}/apply-by-mail"),
    "apply-by-mail-sent": ("", "/events/{forum}/apply-by-mail/sent"),
    "check-in": ("organizer CN", "/events/{door}/check-in"),
    "check-in-people": ("organizer CN", "/events/{door}/check-in/people"),
    "check-in-close": ("organizer CN", "/events/{door}/check-in/close"),
    "questions": ("organizer CN", "/events/{next}/questions"),
    "questions-none": ("organizer BY", "/events/{forum}/questions"),
    "question-new": ("organizer CN", "/events/{next}/questions/new?kind=choice"),
    "questions-preview": ("organizer CN", "/events/{next}/questions/preview"),
    "questions-publish": ("organizer CN", "/events/{next}/questions/publish"),
    "questions-copy": ("organizer BY", "/events/{forum}/questions/copy"),
    "questions-readers": ("organizer BY", "/events/{next}/questions/readers"),
    "sensitive": ("secretary CN", "/events/{next}/sensitive"),
    "answers": ("delegate BY", "/registrations/{own}/answers"),
    "answered": ("delegate BY", "/registrations/{own}"),
    "minutes": ("head_of_delegation BY", "/minutes/{circulated}"),
    "minutes-deferred": ("secretary BY", "/minutes/{deferred}"),
    "minutes-defer": ("secretary BY", "/minutes/{deferred}/defer"),
    "points-deferred": ("secretary BY", "/events/{after}/agenda-points"),
    "minutes-agreed": ("secretary CN", "/minutes/{agreed}"),
    "minutes-zh": ("secretary CN", "/minutes/{agreed}?lang=zh"),
    "minutes-sign": ("secretary CN", "/minutes/{agreed}/sign"),
    "minutes-circulated-copy": ("secretary BY", "/minutes/{circulated}/print?copy=BY"),
    "minutes-copy": ("secretary BY", "/minutes/{agreed}/print?copy=BY"),
    "minutes-corrected": ("secretary BY", "/minutes/{signed}?lang=ru"),
    "minutes-corrected-copy": ("secretary BY", "/minutes/{signed}/print?copy=BY"),
    "corrigendum": ("secretary CN", "/minutes/{corrigendum}"),
    "corrigendum-new": ("secretary CN", "/minutes/{signed}/corrigenda/new"),
    "statement-new": ("secretary CN", "/minutes/{signed}/statements/new"),
    "minutes-silence": ("head_of_delegation BY", "/minutes/{silent}"),
    "silence": ("head_of_delegation BY", "/events/{forum}/silence"),
    "silence-choose": ("head_of_delegation BY", "/events/{forum}/silence/choose"),
    "silence-break": ("head_of_delegation BY", "/minutes/{silent}/not-yet"),
    "circulate": ("secretary CN", "/minutes/{draft}/circulate"),
    "ledger": ("secretary BY", "/registers/HLM/ledger"),
    "passkeys": ("head_of_delegation BY", "/account/passkeys"),
    "minutes-annexes": ("secretary CN", "/minutes/{draft}/annexes"),
    "editor": ("secretary CN", "/minutes/{draft}/edit"),
    "ready-texts": ("secretary CN", "/parties/CN/ready-texts"),
    "ready-text": ("secretary CN", "/parties/CN/ready-texts/{ready_text}"),
    "proposals": ("secretary CN", "/minutes/{draft}/proposals"),
    "proposal-new": ("secretary BY", "/minutes/{draft}/proposals/new?place=0&revision=2"),
    "text-upload": ("secretary CN", "/minutes/{draft}/upload"),
    "revisions": ("secretary CN", "/minutes/{draft}/revisions"),
    "revisions-compared": ("secretary CN", "/minutes/{draft}/revisions/1/2"),
    "revision-restored": ("secretary CN", "/minutes/{draft}/revisions/1/restore"),
    "register": ("secretary BY", "/follow-up"),
    "register-recommendations": ("secretary BY", "/follow-up?kind=RECOMMENDATION"),
    "filter-keep": ("secretary BY", "/follow-up/filters/keep?party=BY&due=soon"),
    "filters-kept": ("secretary BY", "/follow-up/filters"),
    "item": ("secretary BY", "/follow-up/HLM/A-6"),
    "item-corrected": ("secretary BY", "/follow-up/HLM/A-2"),
    "item-story": ("secretary BY", "/follow-up/FORUM/A-3"),
    "item-officer": ("secretary BY", "/follow-up/FORUM/A-3/officer/BY"),
    "item-recommendation": ("secretary BY", "/follow-up/FORUM/R-1"),
    "item-answer": ("secretary BY", "/follow-up/FORUM/R-1/acceptance"),
    "item-cancel": ("secretary BY", "/follow-up/FORUM/A-3/cancel"),
    "item-new-date": ("secretary BY", "/follow-up/FORUM/A-3/due"),
    "item-agree-date": ("secretary BY", "/follow-up/FORUM/A-2/due/agree"),
    "devices": ("delegate BY", "/subscribe/devices"),
    "subscribe": ("delegate BY", "/subscribe"),
    "subscribe-series": ("", "/subscribe?collection=series/{series}"),
    "subscribe-revoke": ("delegate BY", "/subscribe/revoke"),
    "import": ("organizer CN", "/calendar/import"),
    "import-report": ("organizer CN", "/calendar/import/{upload}"),
    "account": ("delegate BY", "/account"),
    "sessions": ("delegate BY", "/account/sessions"),
    "parties": ("administrator BY", "/parties"),
    "party": ("administrator BY", "/parties/BY"),
    "missing": ("delegate BY", "/no/such/page"),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a served demonstration, and the names that stand in the addresses of its pages."""
    folder = tmp_path_factory.mktemp("demo")
    app = make_app(
        f"sqlite:///{folder}/demo.sqlite", folder, WTF_CSRF_ENABLED=True, SERVER_NAME=None, EXAMPLE_DATA=True
    )
    with app.app_context():
        upgrade()
        with writing():
            installation.decide(installation.UID_HOST, "demo.forumhub.invalid")
        install_into_database(datetime.now(UTC).replace(microsecond=0), folder)
        names = names_of_pages()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", names
    server.shutdown()
    thread.join(timeout=10)


def names_of_pages() -> dict[str, str]:
    series = db.session.scalars(select(Series).where(Series.register.has(code="HLM"))).unique().one()
    events = select(Event).where(Event.series_id == series.id).order_by(Event.starts_at)
    upcoming = next_of(series, datetime.now(UTC))
    held = db.session.scalars(events.where(Event.state == "held").limit(1)).unique().one()
    found = {"series": series.ulid, "next": upcoming.ulid, "held": held.ulid}
    ahead = events.where(Event.state == "confirmed", Event.starts_at > datetime.now(UTC))  # the next one may go on now
    found["ahead"] = db.session.scalars(ahead.limit(1)).unique().one().ulid
    found["venue"] = db.session.scalars(select(Venue).where(Venue.party.has(code="CN"))).unique().one().ulid
    talk = db.session.scalars(select(ProgrammeSession).where(ProgrammeSession.abstract != "").limit(1)).one()
    found |= {"forum": talk.programme.event.ulid, "talk": talk.ulid}
    deferral = db.session.scalars(select(Deferral)).unique().one()
    after = next_of(deferral.document.event.series, datetime.now(UTC))
    found |= {"deferred": deferral.document.ulid, "after": after.ulid, "reminder": remind_somebody()}
    found["poll"] = db.session.scalars(select(Poll)).unique().one().ulid
    in_silence = Document.circulations.any(Circulation.procedure == "silence")
    found["silent"] = db.session.scalars(select(Document.ulid).where(in_silence)).one()
    for name, state in (("circulated", "circulated"), ("agreed", "agreed"), ("draft", "shared_draft")):
        documents = select(Document).where(Document.state == state, ~in_silence).order_by(Document.id.desc()).limit(1)
        found[name] = db.session.scalars(documents).unique().one().ulid
    for name, kind in (("signed", "minutes"), ("corrigendum", "corrigendum")):
        kinds = select(Document.ulid).where(Document.state == "signed", Document.kind == kind)
        found[name] = db.session.scalars(kinds).one()
    submitted = select(Nomination).where(Nomination.state == "submitted")
    found["training"] = db.session.scalars(submitted).unique().one().event.ulid
    nominees = select(Nominee.ulid).join(Nominee.nomination).join(Nomination.event).join(Nomination.party)
    named = nominees.where(Event.ulid == found["training"], Party.code == "CN").order_by(Nominee.position)
    found["nominee"] = db.session.scalars(named.limit(1)).one()
    papers = select(Paper.ulid).where(Paper.event_id == upcoming.id, Paper.latest == 2)
    found["paper"] = db.session.scalars(papers).one()
    of_upcoming = select(Registration).where(Registration.event_id == upcoming.id)
    found["registration"] = db.session.scalars(of_upcoming.where(Registration.state == "applied")).first().ulid
    own = of_upcoming.join(Registration.person).where(Person.email == email("delegate", "BY"))
    found["own"] = db.session.scalars(own).one().ulid
    own_texts = select(OwnText.ulid).where(OwnText.party.has(code="CN"), OwnText.language == "zh")
    found["ready_text"] = db.session.scalars(own_texts).one()
    found["announcement"] = db.session.scalars(select(Announcement.ulid)).one()
    offered = db.session.scalars(select(Registration).where(Registration.offered_until.is_not(None))).one()
    found |= {"offered": offered.ulid, "offer": offer_token(offered)}
    today = datetime.now(UTC).date()
    found |= {"soon": str(today + timedelta(days=30)), "later": str(today + timedelta(days=120))}
    found["door"] = db.session.scalars(select(Event).where(Event.register.has(code="DATA"))).unique().one().ulid
    found["upload"] = upload_an_example(email("organizer", "CN"))
    save_another_revision(found["draft"], reader_of(find_account(email("secretary", "CN")), datetime.now(UTC), 72))
    found |= of_all_kinds(upcoming, reader_of(find_account(email("organizer", "CN")), datetime.now(UTC), 72))
    return found


def remind_somebody() -> str:
    """The token of a reminder, and of a digest to the party's mailbox."""
    secretary = db.session.scalars(select(Person).where(Person.email == email("secretary", "BY"))).one()
    now = datetime.now(UTC).replace(microsecond=0)
    sha256 = hashlib.sha256(b"a-token").hexdigest()
    with writing():
        db.session.add(ReminderMail(person_id=secretary.id, day=now.date(), token_sha256=sha256, written_at=now))
        party_id = secretary.party_id
        db.session.add(DigestMail(party_id=party_id, digest_on=now.date(), token_sha256=sha256, written_at=now))
    return "a-token"


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, demo):
    """By who it is ('secretary BY'; empty for a stranger), the cookies of a session: each signs in once."""
    sessions: dict[str, dict] = {}

    def state_of(who: str) -> dict:
        if who not in sessions:
            context = chromium.new_context()
            if who:
                page = context.new_page()
                page.goto(demo[0] + "/sign-in")
                page.fill("input[name=email]", email(*who.split()))
                page.fill("input[name=password]", PASSWORD)
                page.click("main form [type=submit]")
                page.wait_for_url(lambda url: "/sign-in" not in url)
            sessions[who] = context.storage_state()
            context.close()
        return sessions[who]

    return state_of


@pytest.fixture(scope="module")
def at_browser(chromium: Browser, signed_in):
    """By who it is, one browser for all pages: it has the stylesheet after the first."""
    contexts: dict[str, BrowserContext] = {}

    def context_of(who: str) -> BrowserContext:
        if who not in contexts:
            contexts[who] = chromium.new_context(storage_state=signed_in(who), reduced_motion="reduce")
        return contexts[who]

    yield context_of
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_keeps_its_promises(demo, at_browser, name: str):
    """On a desktop by day, then the same page on a phone by night: one answer of the server serves both."""
    url, names = demo
    who, path = PAGES[name]
    page, complaints = at_browser(who).new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    answer = page.goto(url + path.format(**names))

    assert answer is not None
    assert answer.status == (404 if name == "missing" else 200), page.inner_text("main")
    for size, look in (("desktop", "light"), ("phone", "dark")):
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=look)
        draw(page, f"{name}-{size}")
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], size
        assert violations(page) == [], size
    assert [text for text in complaints if "404" not in text or name != "missing"] == []
    page.close()


def violations(page: Page) -> list[str]:
    """By axe, which is put into a page once, however often it is looked at."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def draw(page: Page, name: str) -> None:
    if folder := os.environ.get("FORUMHUB_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
