"""The last gate before the database: whatever code made it, a change to a frozen version never leaves the session."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import object_session

from forumhub.agreements.models import AgreementApproval, AgreementText, AgreementVersion, Clause
from forumhub.agreements.rules import DRAFT, PROPOSED, may_write, require_state
from forumhub.errors import N_, RuleBroken


@event.listens_for(AgreementVersion, "before_update")
def _guard_version(mapper: object, connection: object, version: AgreementVersion) -> None:
    columns = {name: version_attribute.history for name, version_attribute in _columns(version)}
    changed = {name for name, history in columns.items() if history.has_changes()}
    before = columns["state"].deleted[0] if columns["state"].deleted else version.state
    if changed and not may_write(before, version.state, changed):
        require_state(before, DRAFT)
        raise RuleBroken(N_("A version is proposed before it is in force."))


def _columns(version: AgreementVersion) -> list[tuple[str, Any]]:
    state = inspect(version)
    return [(column.key, state.attrs[column.key]) for column in state.mapper.column_attrs]


@event.listens_for(AgreementVersion, "before_delete")
def _guard_deletion(mapper: object, connection: object, version: AgreementVersion) -> None:
    require_state(version.state, DRAFT)


def _guard_part(mapper: object, connection: object, part: AgreementText | Clause) -> None:
    require_state(_version_of(part).state, DRAFT)


def _guard_approval(mapper: object, connection: object, approval: AgreementApproval) -> None:
    require_state(_version_of(approval).state, PROPOSED)


def _guard_approval_deletion(mapper: object, connection: object, approval: AgreementApproval) -> None:
    require_state(_version_of(approval).state, DRAFT)


def _version_of(part: AgreementText | Clause | AgreementApproval) -> AgreementVersion:
    session = object_session(part)
    assert session is not None, "a part that is being written belongs to a session"
    return session.get_one(AgreementVersion, part.version_id)


for _part in (AgreementText, Clause):
    for _moment in ("before_insert", "before_update", "before_delete"):
        event.listen(_part, _moment, _guard_part)
for _moment in ("before_insert", "before_update"):
    event.listen(AgreementApproval, _moment, _guard_approval)
event.listen(AgreementApproval, "before_delete", _guard_approval_deletion)
