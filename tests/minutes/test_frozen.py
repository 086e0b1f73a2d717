"""Frozen text never changes, whichever way is tried, by people or by the programme itself."""

from io import BytesIO

import pytest
from sqlalchemy import delete, update

from forumhub import files, ledger
from forumhub.database import db, writing
from forumhub.errors import ForumhubError
from forumhub.minutes import actions, queries
from forumhub.minutes.annexes.actions import remove_annex
from forumhub.minutes.annexes.models import Annex
from forumhub.minutes.deferring.actions import defer_point
from forumhub.minutes.deferring.queries import points_of
from forumhub.minutes.models import Approval, Circulation, Objection, Revision, RevisionText
from forumhub.minutes.proposals import actions as proposals
from forumhub.minutes.proposals.models import Proposal
from forumhub.minutes.texts import Draft, read_texts
from tests.minutes.archives.arranging import series_of
from tests.minutes.arranging import statements
from tests.minutes.reading_pages import made, textarea
from tests.world import NOW


def frozen(meeting, ulid: str) -> tuple[str, dict[str, str]]:
    """What must stay as it is: the manifest and every language's text."""
    circulation = queries.find_circulation(meeting.document(ulid).id, 1)
    return circulation.manifest, {text.language: text.source + text.html for text in circulation.revision.texts}


WRITE_PATHS = {
    "save": lambda meeting, ulid: meeting.save(ulid, en="# Another\n"),
    "save by the other side": lambda meeting, ulid: meeting.save(ulid, "BY", en="# Иначе\n"),
    "save of a draft that was ready before it was frozen": lambda meeting, ulid: save_late(meeting, ulid),
    "circulate again": lambda meeting, ulid: meeting.circulate(ulid),
    "share": lambda meeting, ulid: share(meeting, ulid),
    "approve twice": lambda meeting, ulid: meeting.approve(ulid, "CN"),
    "approve another manifest": lambda meeting, ulid: meeting.approve(ulid, "BY", manifest_sha256="1" * 64),
    "autosave": lambda meeting, ulid: autosave(meeting, ulid),
    "accept a proposal": lambda meeting, ulid: accept_late(meeting, ulid),
    "add an annex": lambda meeting, ulid: meeting.annex(ulid, "附件二.pdf"),
    "remove an annex": lambda meeting, ulid: remove(meeting, ulid),
    "defer a point": lambda meeting, ulid: defer(meeting, ulid),
}
ALLOWED = {"autosave", "defer a point"}
"""Neither touches the text: the copy is private, the deferral stands beside it."""


def save_late(meeting, ulid: str) -> None:
    by, latest = meeting.world.reader("CN", "secretary"), queries.latest_revision(meeting.document(ulid).id)
    draft = Draft(latest.number, read_texts({"en": "# 太迟\n"}, "en"), ())
    with writing():
        actions.save_revision(meeting.document(ulid), draft, by=by, now=NOW)


def share(meeting, ulid: str) -> None:
    with writing():
        actions.share_document(meeting.document(ulid), by=meeting.world.reader("CN", "secretary"), now=NOW)


def autosave(meeting, ulid: str) -> None:
    by = meeting.world.reader("CN", "secretary")
    with writing():
        actions.keep_working_copy(meeting.document(ulid), {"en": "# 私人"}, 1, by=by, now=NOW)


def accept_late(meeting, ulid: str) -> None:
    """Of a proposal that is open still: circulation waits for those, so it is entered past the actions."""
    by, document = meeting.world.reader("CN", "secretary"), meeting.document(ulid)
    latest = queries.latest_revision(document.id)
    draft = Draft(latest.number, read_texts({"en": "# 已改\n"}, "en"), ())
    with writing():
        other = {"party_id": meeting.world.party["BY"], "person_id": meeting.world.person["BY", "secretary"]}
        where = {"language": "en", "paragraph": "1.1", "place": 2, "revision": latest.number, "own_side": False}
        proposal = Proposal(document_id=document.id, wording="1.1 指出延误.", made_at=NOW, **where, **other)
        db.session.add(proposal)
        db.session.flush()
        proposals.accept(proposal, draft, by=by, now=NOW)


def remove(meeting, ulid: str) -> None:
    """An annex that the draft has, entered past the actions where its circulation has none."""
    by, kept = meeting.world.reader("CN", "secretary"), meeting.keep("附件一.pdf")
    with writing():
        files.enter_named(kept, now=NOW)
        annex = Annex(document_id=meeting.document(ulid).id, name=kept.name, sha256=kept.sha256, added_at=NOW)
        db.session.add(annex)
        db.session.flush()
        remove_annex(meeting.document(ulid), annex.ulid, by=by, now=NOW)


def defer(meeting, ulid: str) -> None:
    by = meeting.world.reader("CN", "secretary")
    with writing():
        series_of(meeting.event)
        document = meeting.document(ulid)
        defer_point(document, "1", points_of(document), "时间不够", by=by, now=NOW)


@pytest.mark.parametrize("path", WRITE_PATHS)
@pytest.mark.parametrize("state", ["circulated", "agreed", "signed"])
def test_frozen_text_never_changes(meeting, state, path):
    ulid = getattr(meeting, state)()
    if state == "circulated":
        meeting.approve(ulid, "CN")
    before, chain = frozen(meeting, ulid), statements(meeting)

    try:
        WRITE_PATHS[path](meeting, ulid)
        refused = False
    except ForumhubError:
        refused = True

    db.session.expire_all()
    assert refused == (path not in ALLOWED)
    assert frozen(meeting, ulid) == before
    assert statements(meeting) == chain
    assert meeting.document(ulid).state == state


@pytest.mark.parametrize("state", ["circulated", "agreed", "signed"])
def test_frozen_text_never_changes_by_a_page(held, state):
    """Neither an older revision, nor a file edited off line, nor two texts put together, nor the editor itself."""
    ulid = made(held, state)
    with held.world.app.app_context():
        before, chain = frozen(held, ulid), statements(held)
    secretary, text = held.world.signed_in("CN", "secretary"), {"base": "1", "latest": "3", "text-en": "# 另一\n"}

    answers = {
        "restore": secretary.get(f"/minutes/{ulid}/revisions/1/restore"),
        "upload": secretary.post(
            f"/minutes/{ulid}/upload", {"file": (BytesIO("# Иначе\n".encode()), "HLM-minutes-r1-en.md")}
        ),
        "merge": secretary.post(f"/minutes/{ulid}/merge", {**text, "choice-en-0": "mine"}),
        "edit": secretary.post(f"/minutes/{ulid}/edit", text),
    }

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 422)
    assert [textarea(answers[path].text, "en") for path in ("merge", "edit")] == [text["text-en"]] * 2
    with held.world.app.app_context():
        assert (frozen(held, ulid), statements(held)) == (before, chain)
        assert held.document(ulid).state == state


@pytest.mark.parametrize("model", [Revision, RevisionText, Circulation, Approval, Objection, ledger.LedgerEntry])
def test_frozen_rows_are_refused_to_the_programme_itself(meeting, model):
    ulid = meeting.circulated()
    meeting.approve(ulid, "CN")
    meeting.object(ulid, "BY")
    column = {Revision: "number", RevisionText: "html", Objection: "text", Approval: "way"}.get(model, "sha256")
    name = "manifest" if model is Circulation else "statement" if model is ledger.LedgerEntry else column

    with pytest.raises(ledger.ChangedFrozen), writing():
        setattr(db.session.query(model).first(), name, 7 if name == "number" else "改")
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.delete(db.session.query(model).order_by(model.id.desc()).first())
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.execute(update(model).values({name: 7 if name == "number" else "改"}))
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.execute(delete(model))
    with pytest.raises(ledger.ChangedFrozen), writing():
        db.session.query(model).update({name: 7 if name == "number" else "改"})
