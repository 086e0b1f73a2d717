"""Frozen text never changes, whichever way is tried, by people or by the programme itself."""

import pytest
from sqlalchemy import delete, update

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.errors import ForumhubError
from forumhub.minutes import actions, queries
from forumhub.minutes.models import Approval, Circulation, Objection, Revision, RevisionText
from forumhub.minutes.texts import Draft, read_texts
from tests.minutes.arranging import statements
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
}


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


@pytest.mark.parametrize("path", WRITE_PATHS)
@pytest.mark.parametrize("state", ["circulated", "agreed"])
def test_frozen_text_never_changes(meeting, state, path):
    ulid = meeting.circulated() if state == "circulated" else meeting.agreed()
    if state == "circulated":
        meeting.approve(ulid, "CN")
    before, chain = frozen(meeting, ulid), statements(meeting)

    try:
        WRITE_PATHS[path](meeting, ulid)
        refused = False
    except ForumhubError:
        refused = True

    db.session.expire_all()
    assert refused == (path != "autosave")
    assert frozen(meeting, ulid) == before
    assert statements(meeting) == chain
    assert meeting.document(ulid).state == state


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
