"""Questions at a browser: an organizer builds and publishes, a delegate is asked as the conditions say."""

import pytest
from sqlalchemy import select

from forumhub.database import db
from forumhub.registration.models import Registration
from forumhub.registration.questions.models import Answer
from tests.browser.conftest import LONG_WAY, Site
from tests.browser.test_polls import keeps_its_promises
from tests.events.examples import make_event

pytestmark = pytest.mark.browser
PRIMARY = "main .submit .btn-primary"


def an_event(site: Site) -> str:
    with site.app.app_context():
        return f"/events/{make_event(site.world, access='parties').ulid}"


def build(organizer, event: str, size: str):
    """Visa support by one click, and a question of one's own; published."""
    page = organizer.open(f"{event}/questions")
    keeps_its_promises(page, "questions-flow-none", size)
    page.click("button:has-text('Visa support')")
    page.wait_for_url("**/questions#q-*")
    page.select_option("#kind", "several")
    page.click("button:has-text('Write it')")
    page.fill("[name=labels-en]", "Which excursion?")
    page.fill("[name=options-0-en]", "Museum")
    page.fill("[name=options-1-en]", "Theatre")
    page.click(PRIMARY)
    page.wait_for_url("**/questions#q-*")
    keeps_its_promises(page, "questions-flow-built", size)
    page.click("a.btn-primary:has-text('Publish')")
    page.wait_for_url("**/publish")
    keeps_its_promises(page, "questions-flow-publish", size)
    page.click(PRIMARY)
    page.wait_for_selector(".flash.success")


def stored(site: Site) -> dict:
    with site.app.app_context():
        return {answer.question.labels["en"]: answer.value for answer in db.session.scalars(select(Answer))}


@pytest.mark.parametrize("size", LONG_WAY)
def test_a_form_is_built_published_and_answered(visit, site: Site, size: str):
    event = an_event(site)
    build(visit("BY", "organizer", size=size), event, size)
    delegate = visit("CN", "delegate", size=size)
    page = delegate.open(f"{event}/apply")
    passport = page.get_by_label("Passport number")

    first = passport.is_visible()
    page.check("main [value=yes]")
    asked = passport.is_visible()
    page.fill("main input[type=date] >> nth=0", "1980-01-01")
    page.click(PRIMARY)
    page.wait_for_selector(".errors")
    keeps_its_promises(page, "questions-flow-errors", size)
    refused = [delegate.complaints.pop()]  # the browser's own, of the 422 that was meant
    kept = page.input_value("main input[type=date] >> nth=0")
    page.check("main [value=no]")
    hidden = passport.is_visible()
    page.get_by_label("Museum").check()
    page.click(PRIMARY)
    page.wait_for_selector(".flash.success")
    keeps_its_promises(page, "questions-flow-registered", size)

    assert (first, asked, kept, hidden) == (False, True, "1980-01-01", False)
    assert {label: value for label, value in stored(site).items() if isinstance(value, str)} == {
        "Do you need visa support?": "no"
    }
    assert ["422" in complaint for complaint in refused] == [True]
    assert len(stored(site)["Which excursion?"]) == 1
    with site.app.app_context():
        assert db.session.scalars(select(Registration.state)).all() == ["applied"]


def test_without_javascript_all_is_shown_with_its_condition_in_words(visit, site: Site):
    event = an_event(site)
    build(visit("BY", "organizer"), event, "desktop")
    page = visit("CN", "delegate", java_script_enabled=False).open(f"{event}/apply")

    visible = page.get_by_label("Passport number").is_visible()
    words = page.inner_text("main")
    page.check("main [value=no]")
    page.click(PRIMARY)
    page.wait_for_selector(".flash.success")

    assert visible
    assert "only if “Do you need visa support?” is answered with “Yes”" in words
    assert stored(site) == {"Do you need visa support?": "no"}
