"""A version with its stages: proposing, approving, taking back, amending."""

from collections.abc import Callable, Iterable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.agreements import actions, drafting, queries, rules
from forumhub.agreements.forms import ApproveForm
from forumhub.agreements.models import AgreementVersion
from forumhub.agreements.views.blueprint import blueprint
from forumhub.agreements.views.writing import draft_to_keep, require_keeper, version_to_keep
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.parties import policy
from forumhub.parties.actions import require_unquarantined
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, SECRETARY, Reader
from forumhub.parties.queries import get_party
from forumhub.web import SIGNED_IN, current_reader, language, right, say


@blueprint.get("/agreements/<code>/versions/<int(max=9999):number>")
@right(SIGNED_IN)
def version(code: str, number: int) -> str:
    """The text, in the reader's language or in `?lang=zh`, its stage, its approvals and its hash."""
    reader = current_reader()
    found = queries.get_version(code, number, reader)
    texts = {text.language: text for text in found.texts}
    wanted = next((name for name in (request.args.get("lang"), language(), "en") if name in texts), None)
    being_made = queries.open_version(found.agreement_id)
    return render_template(
        "agreements/version.html",
        version=found,
        texts=texts,
        text=texts[wanted] if wanted else next(iter(texts.values()), None),
        may_keep=policy.may_keep_agreements(reader, [party.id for party in found.agreement.parties]),
        approvers=_waiting(found, reader),
        obstacles=[say(error) for error in drafting.obstacles(found)] if found.state == rules.DRAFT else [],
        versions=queries.versions_of(found.agreement, reader),
        being_made=being_made,
    )


def _waiting(found: AgreementVersion, reader: Reader) -> list[Party]:
    """The parties for which the reader may approve a proposed version, and that have not."""
    if found.state != rules.PROPOSED:
        return []
    approved = {approval.party_id for approval in found.approvals}
    return [party for party in found.agreement.parties if party.id in queries.kept_by(reader) - approved]


@blueprint.get("/agreements/<code>/versions/<int(max=9999):number>/propose")
@right(SECRETARY, HEAD, fresh=True)
def propose(code: str, number: int) -> str:
    """Says what proposing does, and what still keeps the draft from it."""
    found = draft_to_keep(code, number)
    return _propose_page(found, drafting.obstacles(found))


def _propose_page(found: AgreementVersion, obstacles: Iterable[RuleBroken]) -> str:
    return render_template("agreements/propose.html", version=found, obstacles=[say(error) for error in obstacles])


@blueprint.post("/agreements/<code>/versions/<int(max=9999):number>/propose")
@right(SECRETARY, HEAD, fresh=True)
def do_propose(code: str, number: int) -> ResponseReturnValue:
    done = _("Proposed: the text is frozen, and waits for the approval of every party.")
    try:
        return _step(code, number, actions.propose_version, done)
    except RuleBroken as error:
        found = draft_to_keep(code, number)
        return _propose_page(found, drafting.obstacles(found) or [error]), 422


@blueprint.post("/agreements/<code>/versions/<int(max=9999):number>/take-back")
@right(SECRETARY, HEAD, fresh=True)
def take_back(code: str, number: int) -> ResponseReturnValue:
    done = _("Taken back: the text is a draft again, and approvals that it had are void.")
    return _step(code, number, actions.take_back_version, done)


def _step(code: str, number: int, act: Callable[..., object], done: str) -> ResponseReturnValue:
    with writing():
        act(version_to_keep(code, number), by=current_reader(), now=clock.now())
    flash(done, "success")
    return redirect(url_for("agreements.version", code=code, number=number))


@blueprint.get("/agreements/<code>/versions/<int(max=9999):number>/approve")
@right(SECRETARY, HEAD, fresh=True)
def approve(code: str, number: int) -> str:
    """Shows what the approval binds to."""
    found = version_to_keep(code, number)
    require_unquarantined(current_reader())
    rules.require_state(found.state, rules.PROPOSED)
    waiting = _waiting(found, current_reader())
    if not waiting:
        raise NotAllowed(N_("The party for which you act has approved this version already."))
    wanted = request.args.get("party")
    party = next((party for party in waiting if party.code == wanted), waiting[0])
    form = ApproveForm(formdata=None, sha256=found.sha256, party=party.code)
    return render_template("agreements/approve.html", version=found, party=party, form=form)


@blueprint.post("/agreements/<code>/versions/<int(max=9999):number>/approve")
@right(SECRETARY, HEAD, fresh=True)
def do_approve(code: str, number: int) -> ResponseReturnValue:
    form, reader = ApproveForm(), current_reader()
    with writing():
        found = version_to_keep(code, number)
        party = get_party(form.party.data or "")
        actions.approve_version(found, party, form.sha256.data or "", by=reader, now=clock.now())
        in_force = found.state == rules.IN_FORCE
    flash(_("Approved. Every party has: it is in force.") if in_force else _("Approved."), "success")
    return redirect(url_for("agreements.version", code=code, number=number))


@blueprint.get("/agreements/<code>/amend")
@right(SECRETARY, HEAD)
def amend(code: str) -> str:
    """Says what amending does, and which version is being worked on where one is already."""
    agreement = queries.get_agreement(code, current_reader())
    require_keeper(agreement)
    return render_template(
        "agreements/amend.html",
        agreement=agreement,
        version=queries.version_in_force(agreement.id, date.max),
        being_made=queries.open_version(agreement.id),
    )


@blueprint.post("/agreements/<code>/amend")
@right(SECRETARY, HEAD)
def do_amend(code: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        draft = actions.amend_agreement(queries.get_agreement(code, reader), by=reader, now=clock.now())
        number = draft.number
    flash(_("Here is a draft of version %(number)s, copied from the one in force.", number=number))
    return redirect(url_for("agreements.edit", code=code, number=number))
