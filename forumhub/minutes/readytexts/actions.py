"""Writes of a party's ready texts, by its secretaries."""

from datetime import datetime

from forumhub import audit
from forumhub.database import db, locked
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.minutes.readytexts import queries, rules
from forumhub.minutes.readytexts.models import OwnText
from forumhub.parties.models import Party
from forumhub.parties.policy import Reader, may_write_minutes


def keep_text(party: Party, language: str, name: str, source: str, *, by: Reader, now: datetime) -> OwnText:
    """`source` was read and found good. Raises NotAllowed, and RuleBroken beyond MOST in this language."""
    _require_keeper(party, by)
    locked(Party, party.id)
    rules.check_number(queries.number_in(party.id, language))
    text = OwnText(party=party, language=language, version=0)
    _write(text, name, source, by, now)
    db.session.add(text)
    _enter("minutes.keep_text", text, by, now)
    return text


def change_text(party: Party, ulid: str, name: str, source: str, *, seen: int, by: Reader, now: datetime) -> None:
    """`seen` is the version that was changed. Raises Conflict where another was saved since, or the text is gone; else
    as `keep_text`.
    """
    text = _to_change(party, ulid, by)
    if text.version != seen:
        raise Conflict(N_("Somebody else saved this text since you opened it, so yours was not saved."))
    _write(text, name, source, by, now)
    _enter("minutes.change_text", text, by, now)


def delete_text(party: Party, ulid: str, *, seen: int, by: Reader, now: datetime) -> None:
    """For rules.RESTORABLE it can be restored; what was put into drafts stays there. Raises as `change_text`."""
    text = _to_change(party, ulid, by)
    if text.version != seen:
        raise Conflict(
            N_("Somebody else saved this text since you opened it, so it was not deleted. Below is what was saved.")
        )
    text.deleted_at = now
    _enter("minutes.delete_text", text, by, now)


def restore_text(party: Party, ulid: str, *, by: Reader, now: datetime) -> None:
    """As it was when it was deleted. Raises RuleBroken after rules.RESTORABLE, and where its name or place is taken."""
    _require_keeper(party, by)
    locked(Party, party.id)
    text = queries.find_deleted(party.id, ulid, by, now)
    if text is None:
        message = N_("There is nothing to restore: it was restored already, or deleted more than %(days)s days ago.")
        raise RuleBroken(message, days=rules.RESTORABLE.days)
    rules.check_number(queries.number_in(party.id, text.language))
    rules.check_still_free(text.name, queries.names_in(party.id, text.language))
    text.deleted_at = None
    _enter("minutes.restore_text", text, by, now)


def _to_change(party: Party, ulid: str, by: Reader) -> OwnText:
    """Read once nobody else of the party writes its texts. Raises NotAllowed, and Conflict where it is gone."""
    _require_keeper(party, by)
    locked(Party, party.id)
    text = queries.find_text(party.id, ulid, by)
    if text is None:
        raise Conflict(N_("Somebody else deleted this text since you opened it."))
    return text


def _require_keeper(party: Party, by: Reader) -> None:
    if not may_write_minutes(by, {party.id}):
        raise NotAllowed(N_("Only a secretary of the party keeps its ready texts."))


def _write(text: OwnText, name: str, source: str, by: Reader, now: datetime) -> None:
    name, source = rules.name_as_kept(name), rules.as_kept(source)
    rules.check_name(name, queries.names_in(text.party.id, text.language, but=text.id))
    rules.check_source(source)
    text.name, text.source, text.version = name, source, text.version + 1
    text.person_id, text.changed_at = by.person_id, now


def _enter(act: str, text: OwnText, by: Reader, now: datetime) -> None:
    """On record for the party alone."""
    db.session.flush()
    audit.record(act, text.ulid, by=by.person_id, parties={text.party.id}, now=now, label=text.name)
