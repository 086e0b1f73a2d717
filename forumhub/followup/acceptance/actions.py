"""A party's answer to a recommendation, on its own record, in audit and ledger; all parties are told together."""

from datetime import datetime

from forumhub import audit, ledger
from forumhub.database import db
from forumhub.errors import N_, RuleBroken
from forumhub.followup.acceptance import queries, rules
from forumhub.followup.acceptance.models import ItemAnswer
from forumhub.followup.actions import require_follower
from forumhub.followup.locking import locked_item
from forumhub.followup.models import Item
from forumhub.followup.notices import tell_of_recommendation
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader


def answer_recommendation(
    item: Item, party: Party, answer: str, *, words: str = "", by: Reader, now: datetime
) -> ItemAnswer:
    """One of rules.ANSWERS for a party; it replaces the one before, which stays on record.

    Raises NotAllowed as closing does; RuleBroken as `rules.require_answer` does, and for the answer that holds.
    """
    require_follower(by, party)
    require_unquarantined(by)
    ledger.hold(item.register_id)
    item = locked_item(item)
    answering = rules.answering_of(item.owner_ids, item.event.party_ids)
    rules.require_answer(item.kind, item.state, party.id, answering, answer, words)
    last = next((each for each in reversed(queries.answers_of(item)) if each.party_id == party.id), None)
    if last and (last.answer, last.words) == (answer, words.strip()):
        raise RuleBroken(N_("Your party has answered so already."), field="answer")
    made = ItemAnswer(item_id=item.id, party=party, answer=answer, words=words.strip(), at=now)
    made.person = db.session.get_one(Person, by.person_id)
    db.session.add(made)
    db.session.flush()
    item.acceptance = queries.acceptance_of(item)
    db.session.flush()
    _record(item, made, now)
    tell_of_recommendation(item, made, now=now)
    return made


def _record(item: Item, made: ItemAnswer, now: datetime) -> None:
    body = {
        "item": item.code,
        "party": made.party.code,
        "person": ledger.commit_to(made.person.id, made.person.ulid),
        "answer": made.answer,
        "words": ledger.sha256(made.words.encode()) if made.words else None,
    }
    ledger.append(item.register_id, item.register.code, "acceptance", body, now=now)
    parties, label = item.event.party_ids, item.words("en")[:300]
    act = f"followup.answer_{made.answer}"
    audit.record(act, item.reference, by=made.person_id, parties=parties, now=now, label=label, party=made.party.code)
