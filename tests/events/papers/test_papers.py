"""What becomes of papers: numbers, versions, languages, withdrawal, and who may do what."""

from datetime import timedelta

import pytest

from forumhub.audit import AuditEntry, AuditReader
from forumhub.database import db, writing
from forumhub.errors import Conflict, NotAllowed, RuleBroken
from forumhub.events.actions import cancel_event
from forumhub.events.models import Event
from forumhub.events.papers import actions, queries
from forumhub.events.papers.models import Paper
from forumhub.mail.models import OutboxMail
from tests.events.examples import make_event
from tests.events.papers.examples import TITLES, keep, submit
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("database")


def stored() -> Paper:
    return db.session.query(Paper).one()


def said(**changes: object) -> dict[str, object]:
    return {"titles": TITLES, "item": "4 b", "shared_with": "parties"} | changes


def test_papers_are_numbered_within_the_event_and_their_kind(world):
    first, second = make_event(world), make_event(world, "OTH")

    symbols = [submit(world, event, code).symbol for event, code in ((first, "CN"), (first, "BY"), (second, "BY"))]
    symbols.append(submit(world, first, kind="statement").symbol)

    assert symbols == ["WP.1", "WP.2", "WP.1", "ST.1"]


def test_a_draft_has_no_number_and_leaves_no_gap(world):
    event = make_event(world)
    draft = submit(world, event, shared_with="party").ulid
    other = submit(world, event, "BY")

    with writing():
        mine = db.session.query(Paper).filter_by(ulid=draft).one()
        actions.edit_paper(mine, lock_version=1, by=world.reader("CN", "secretary"), now=NOW, **said())

    assert (other.symbol, db.session.query(Paper).filter_by(ulid=draft).one().symbol) == ("WP.1", "WP.2")


def test_a_number_is_kept_when_the_paper_is_taken_back(world):
    submit(world, make_event(world))

    with writing():
        by = world.reader("CN", "secretary")
        actions.edit_paper(stored(), lock_version=1, by=by, now=NOW, **said(shared_with="party"))

    assert (stored().symbol, stored().shared_with) == ("WP.1", "party")


def test_versions_stay_and_the_last_one_counts(world):
    submit(world, make_event(world), kept=keep(world, "zh", "ru"))

    with writing():
        new = keep(world, "zh", content=b"%PDF-2.0")
        actions.add_version(stored(), new, "第二版", by=world.reader("CN", "organizer"), now=NOW)

    versions = [(v.number, v.note, [file.language for file in v.files]) for v in stored().versions]
    assert versions == [(2, "第二版", ["zh"]), (1, "", ["ru", "zh"])]
    assert (stored().latest, stored().languages) == (2, ["zh"])


def test_a_language_that_comes_later_joins_the_last_version(world):
    submit(world, make_event(world))
    later = NOW + timedelta(days=3)

    with writing():
        actions.add_translations(stored(), keep(world, "ru"), by=world.reader("CN", "secretary"), now=later)

    files = [(file.language, file.submitted_at) for file in stored().versions[0].files]
    assert (stored().latest, sorted(files)) == (1, [("ru", later), ("zh", NOW)])


def test_a_language_is_not_replaced_within_a_version(world):
    submit(world, make_event(world))

    with pytest.raises(RuleBroken, match="submit a new version to replace it"), writing():
        actions.add_translations(stored(), keep(world, "zh"), by=world.reader("CN", "secretary"), now=NOW)


def test_a_version_without_a_file_is_refused(world):
    event = make_event(world)

    with pytest.raises(RuleBroken, match="at least one language"), writing():
        actions.submit_paper(
            event, event.parties[0], "statement", {}, by=world.reader("BY", "secretary"), now=NOW, **said()
        )


@pytest.mark.parametrize("role", ["secretary", "organizer", "head_of_delegation"])
def test_a_party_submits_for_itself(world, role):
    paper = submit(world, make_event(world), by=world.reader("CN", role))

    assert (paper.party.code, paper.versions[0].person_id) == ("CN", world.person["CN", role])


@pytest.mark.parametrize(
    ("code", "role"),
    [("BY", "organizer"), ("CN", "delegate"), ("CN", "observer"), ("KZ", "head_of_delegation")],
)
def test_nobody_else_submits_for_it(world, code, role):
    event = make_event(world)

    with pytest.raises(NotAllowed):
        submit(world, event, by=world.reader(code, role))


@pytest.mark.parametrize("act", ["edit", "revise", "translate", "withdraw", "restore"])
def test_the_host_changes_nothing_of_a_guests_paper(world, act):
    submit(world, make_event(world))
    by = {"by": world.reader("BY", "organizer"), "now": NOW}
    acts = {
        "edit": lambda: actions.edit_paper(stored(), lock_version=1, **by, **said(shared_with="everyone")),
        "revise": lambda: actions.add_version(stored(), keep(world, "ru"), **by),
        "translate": lambda: actions.add_translations(stored(), keep(world, "ru"), **by),
        "withdraw": lambda: actions.withdraw_paper(stored(), **by),
        "restore": lambda: actions.restore_paper(stored(), **by),
    }

    with pytest.raises(NotAllowed), writing():
        acts[act]()

    assert (stored().shared_with, stored().latest, stored().withdrawn_at) == ("parties", 1, None)


def test_a_party_that_is_not_there_submits_nothing(world):
    event = make_event(world)

    with pytest.raises(RuleBroken, match="does not take part"):
        submit(world, event, "KZ")


def test_a_cancelled_event_takes_no_papers(world):
    event = make_event(world)
    with writing():
        cancel_event(event, reason="停办", by=world.reader("BY", "organizer"), now=NOW)

    with pytest.raises(RuleBroken, match="no papers are submitted"):
        submit(world, db.session.query(Event).one())


def test_a_stale_save_is_refused(world):
    submit(world, make_event(world))

    with pytest.raises(Conflict), writing():
        actions.edit_paper(stored(), lock_version=7, by=world.reader("CN", "secretary"), now=NOW, **said())


def test_a_withdrawn_paper_is_restored_as_it_was_within_thirty_days(world):
    submit(world, make_event(world))
    by = world.reader("CN", "secretary")
    with writing():
        actions.withdraw_paper(stored(), by=by, now=NOW)
    with pytest.raises(RuleBroken, match="Restore it first"), writing():
        actions.add_version(stored(), keep(world, "zh"), by=by, now=NOW)

    with writing():
        actions.restore_paper(stored(), by=by, now=NOW + timedelta(days=29))

    assert (stored().withdrawn_at, stored().symbol) == (None, "WP.1")


def test_after_thirty_days_it_stays_withdrawn(world):
    submit(world, make_event(world))
    by = world.reader("CN", "secretary")
    with writing():
        actions.withdraw_paper(stored(), by=by, now=NOW)

    with pytest.raises(RuleBroken, match="more than 30 days ago"), writing():
        actions.restore_paper(stored(), by=by, now=NOW + timedelta(days=30))


def sight(world, event: Event) -> set[str]:
    """Who of all sees a paper in the list of the event."""
    readers = [(code, role) for code in ("CN", "BY", "KZ") for role in ("secretary", "delegate")]
    seen = {f"{code} {role}" for code, role in readers if queries.papers_of(event.id, world.reader(code, role), most=9)}
    return {who.removesuffix(" secretary").removesuffix(" delegate") for who in seen}


@pytest.mark.parametrize(
    ("access", "shared_with", "seers"),
    [
        ("public", "party", {"CN"}),
        ("public", "parties", {"CN", "BY"}),
        ("public", "everyone", {"CN", "BY", "KZ"}),
        ("parties", "party", {"CN"}),
        ("parties", "parties", {"CN", "BY"}),
        ("parties", "everyone", {"CN", "BY"}),
    ],
)
def test_a_paper_is_seen_by_whom_its_party_lets_see_it(world, access, shared_with, seers):
    event = make_event(world, access=access)

    submit(world, event, shared_with=shared_with)

    assert sight(world, event) == seers


def test_a_delegate_does_not_see_papers_of_an_event_that_is_hidden_from_them(world):
    event = make_event(world, access="delegates")

    paper = submit(world, event, shared_with="everyone")

    assert queries.find_paper(event.ulid, paper.ulid, world.reader("CN", "delegate")) is None
    assert queries.find_paper(event.ulid, paper.ulid, world.reader("CN", "secretary")) is not None


def told() -> list[tuple[str, str]]:
    return [(mail.recipient, mail.snapshot["news"]) for mail in db.session.query(OutboxMail).order_by(OutboxMail.id)]


def test_other_secretariats_are_told_of_what_they_may_see_once(world):
    by, to = world.reader("CN", "secretary"), "secretariat.by@example.org"
    submit(world, make_event(world), shared_with="party")
    with writing():
        actions.add_version(stored(), keep(world, "zh", content=b"%PDF-2"), by=by, now=NOW)
    assert told() == []

    with writing():
        actions.edit_paper(stored(), lock_version=2, by=by, now=NOW, **said())
    with writing():
        actions.edit_paper(stored(), lock_version=3, by=by, now=NOW, **said(shared_with="everyone"))
    with writing():
        actions.add_version(stored(), keep(world, "zh", content=b"%PDF-3"), by=by, now=NOW)
    with writing():
        actions.add_translations(stored(), keep(world, "en"), by=by, now=NOW)
    with writing():
        actions.withdraw_paper(stored(), by=by, now=NOW)
    with writing():
        actions.restore_paper(stored(), by=by, now=NOW)

    assert told() == [(to, news) for news in ("shared", "revised", "translated", "withdrawn", "restored")]


@pytest.mark.parametrize(("shared_with", "readers"), [("party", {"CN"}), ("parties", {"CN", "BY"})])
def test_the_record_is_read_by_those_who_may_see_the_paper(world, shared_with, readers):
    paper = submit(world, make_event(world), shared_with=shared_with)

    entry = db.session.query(AuditEntry).filter_by(subject=paper.ulid).one()

    parties = {row.party_id for row in db.session.query(AuditReader).filter_by(entry_id=entry.id)}
    assert entry.act == "events.submit_paper"
    assert parties == {world.party[code] for code in readers}
