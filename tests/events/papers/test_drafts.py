"""The versions that a party wrote for itself stay its own when it shares the paper."""

import pytest

from forumhub.database import db, writing
from forumhub.events.papers import actions
from forumhub.events.papers.models import Paper
from tests.events.examples import make_event
from tests.events.papers.examples import TITLES, keep, submit
from tests.world import NOW, World

pytestmark = pytest.mark.usefixtures("today")
SAID = {"titles": TITLES, "item": ""}


def drafted_then_shared(world: World) -> tuple[str, list[str]]:
    """The address of a paper of two versions, shared with the second, and those of its files, the oldest first."""
    with world.app.app_context():
        event, who = make_event(world), {"by": world.reader("CN", "secretary"), "now": NOW}
        submit(world, event, shared_with="party")
        with writing():
            paper = db.session.query(Paper).one()
            actions.add_version(paper, keep(world, "zh", content=b"%PDF-2.0"), "红线已删", **who)
            actions.edit_paper(paper, lock_version=2, **SAID, shared_with="parties", **who)
        address = f"/events/{event.ulid}/papers/{paper.ulid}"
        files = [f"{address}/files/{version.files[0].ulid}" for version in reversed(paper.versions)]
        return address, files


@pytest.mark.parametrize(("code", "statuses"), [("CN", [200, 200]), ("BY", [404, 200])])
def test_files_of_a_draft_are_its_own_partys(app, world, code, statuses):
    _address, files = drafted_then_shared(world)
    reader = world.signed_in(code, "secretary")

    assert [reader.get(file).status_code for file in files] == statuses


@pytest.mark.parametrize(("code", "shown"), [("CN", [True, True]), ("BY", [False, True])])
def test_drafts_are_shown_to_its_own_party(app, world, code, shown):
    address, files = drafted_then_shared(world)

    page = world.signed_in(code, "secretary").text(address)

    assert [file in page for file in files] == shown


def test_versions_after_it_was_shared_are_shown_to_all(app, world):
    address, files = drafted_then_shared(world)
    with app.app_context(), writing():
        paper, who = db.session.query(Paper).one(), {"by": world.reader("CN", "secretary"), "now": NOW}
        actions.add_version(paper, keep(world, "zh", content=b"%PDF-1.4"), "", **who)
        actions.edit_paper(paper, lock_version=4, **SAID, shared_with="everyone", **who)

    page = world.signed_in("BY", "secretary").text(address)

    assert ("Version 3" in page, [file in page for file in files]) == (True, [False, True])
