"""An item with its links, reports and evidence, and what the reader may do about it."""

from dataclasses import dataclass

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from forumhub.followup import queries, rules, wishes
from forumhub.followup.acceptance.answering import answering
from forumhub.followup.acceptance.queries import answers_of, implementations
from forumhub.followup.corrections.queries import corrections_of
from forumhub.followup.descent import Descent, Kin, descent
from forumhub.followup.models import Item
from forumhub.followup.officers.queries import officers_seen
from forumhub.followup.story import Story, story_of
from forumhub.followup.views.blueprint import blueprint, today
from forumhub.followup.wording import KIND_WORDS, RELATION_WORDS, status
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader
from forumhub.web import SIGNED_IN, current_reader, right, send_kept


@dataclass(frozen=True)
class Choices:
    """The parties for which the reader may report, and those for which they may close, confirm or return."""

    to_report: list[Party]
    to_answer: list[Party]
    confirms: bool
    """Closing would be a confirmation: others are still to report, or to confirm what the reader's party reported."""
    joint: bool
    """Every party owns it."""
    to_cancel: list[Party]
    """Parties of the reader that have not said yet that it is to be cancelled."""
    cancelled_by: list[Party]
    to_agree: list[Party]
    proposal: wishes.Proposal | None
    """A new date that waits."""


def choices_of(item: Item, reader: Reader) -> Choices:
    own = [party for party in item.event.parties if party.id in reader.parties_as(SECRETARY, ORGANIZER, HEAD)]
    said = queries.said_of(item)
    history = [rules.Said(report.act, report.party_id) for report in said]
    standing = rules.standing(history)
    owners, parties = item.owner_ids, item.event.party_ids
    reporting = item.kind == "ACTION" and item.state in rules.UNFINISHED
    answering = [party for party in own if rules.may_answer(item.state, party.id, standing, owners, parties)]
    wishing = wishes.cancelling(history) if reporting else frozenset()
    waiting = queries.waiting_date(said) if reporting else None
    if waiting and waiting.due < today():
        waiting = None  # nobody agrees to a day that has passed
    return Choices(
        to_report=[party for party in own if reporting and party.id in owners],
        to_answer=answering,
        confirms=rules.only_confirms(item.state, [party.id for party in own], standing, owners, parties),
        joint=parties <= owners,
        to_cancel=[party for party in own if reporting and party.id not in wishing],
        cancelled_by=[party for party in item.event.parties if party.id in wishing],
        to_agree=[party for party in own if waiting and party.id != waiting.party],
        proposal=waiting,
    )


@blueprint.get("/follow-up/<register>/<code>")
@right(SIGNED_IN)
def item(register: str, code: str) -> str:
    reader = current_reader()
    found = queries.get_item(register, code, reader)
    story = story_of(found, queries.visible_to(reader))
    return render_template(
        "followup/item.html",
        item=found,
        reports=queries.reports_of(found, reader),
        corrections=corrections_of(found),
        story=story,
        drawing=_drawn(story),
        relations=RELATION_WORDS,
        answers=answers_of(found) if found.kind == "RECOMMENDATION" else [],
        answering=answering(found, reader),
        implementation=implementations([found], queries.visible_to(reader)).get(found.id, ""),
        officers={officer.party_id: officer.person for officer in officers_seen([found], reader)[found.id]},
        naming=[party for party in found.event.parties if party.id in found.owner_ids & reader.party_ids],
        may_name=reader.parties_as(SECRETARY, ORGANIZER),
        choices=choices_of(found, reader),
        today=today(),
        late=rules.is_overdue(found.kind, found.state, found.due_on, today()),
    )


def _drawn(story: Story) -> Descent:
    kin = [
        Kin(
            told.step,
            told.item.reference,
            _(KIND_WORDS[told.item.kind]),
            status(told.item.kind, told.item.state, told.item.due_on, today())[1],
            url_for("followup.item", register=told.item.register.code, code=told.item.code),
            current=told.step == 0,
        )
        for told in story.told
    ]
    return descent(kin, story.links)


@blueprint.get("/follow-up/<register>/<code>/files/<ulid>")
@right(SIGNED_IN)
def file(register: str, code: str, ulid: str) -> Response:
    evidence, stored = queries.get_report_file(register, code, ulid, current_reader())
    return send_kept(stored.sha256, evidence.name)
