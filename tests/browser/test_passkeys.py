"""A passkey of Chromium's virtual authenticator: registered on the account page, waits, signs an approval."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from forumhub import ledger, verify
from forumhub.database import db, writing
from forumhub.minutes.rules import signed_statement
from forumhub.parties.passkeys.models import Passkey
from tests.agreements.examples import in_force
from tests.browser.conftest import Site
from tests.browser.test_polls import keeps_its_promises
from tests.minutes.arranging import Meeting, make_event, statements

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def circulated(site: Site) -> tuple[Meeting, str]:
    with site.app.app_context():
        with writing():
            in_force(site.world)
            event = make_event(site.world)
        meeting = Meeting(site.world, event)
        return meeting, meeting.circulated()


def plug_in(visitor) -> None:
    devices = visitor.context.new_cdp_session(visitor.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def wait_three_days(site: Site) -> None:
    with site.app.app_context(), writing():
        earlier = db.session.query(Passkey).one().registered_at - timedelta(hours=73)
        db.session.execute(update(Passkey).values(registered_at=earlier))


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


def test_a_passkey_is_registered_waits_and_signs_an_approval(visit, site: Site, served_apps, monkeypatch):
    meeting, ulid = circulated(site)
    site.url = site.url.replace("127.0.0.1", "localhost")  # a key is bound to a name
    monkeypatch.setitem(served_apps(site.app.config["DATABASE_URL"]).config, "PUBLIC_URL", site.url)
    head = visit("BY", "head_of_delegation")
    plug_in(head)
    page = head.open("/account/passkeys")
    page.fill("input[name=name]", "Сіні ключ")
    page.click("main form .btn-primary")
    page.wait_for_selector("text=Сіні ключ")
    keeps_its_promises(page, "passkeys", "desktop")

    page = head.open(f"/minutes/{ulid}/approve")
    keeps_its_promises(page, "approve", "desktop")
    page.check("input[value=passkey]")
    page.click("main form .btn-primary")
    page.wait_for_selector("main .errors")
    refused = page.inner_text("main .errors")
    wait_three_days(site)
    page.check("input[value=passkey]")
    page.click("main form .btn-primary")
    page.wait_for_url(f"**/minutes/{ulid}")

    with site.app.app_context():
        entry = json.loads(statements(meeting)[-1])
        count = db.session.query(Passkey).one().sign_count
    names = "manifest", "document", "version", "party", "head_seen"
    statement = ledger.canonical(signed_statement(**{name: entry[name] for name in names}))
    client = json.loads(decoded(entry["signed"]["client_data"]))
    assert "This passkey is new" in refused
    assert decoded(client["challenge"]) == hashlib.sha256(statement).digest()
    assert (entry["way"], entry["signed"]["origin"], count > 0) == ("passkey", client["origin"], True)
    assert verify.signature_fault(entry) is None
    assert "signed with a passkey" in page.inner_text("main")
    head.complaints.clear()  # the refused one answered 422, and the browser says so
