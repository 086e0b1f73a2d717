"""Drafts: a new agreement, and what a draft says."""

from typing import cast

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.agreements import actions, drafting, queries, rules
from forumhub.agreements.forms import Difference, NewForm, VersionForm, version_form
from forumhub.agreements.models import Agreement, AgreementVersion
from forumhub.agreements.texts import WrittenText
from forumhub.agreements.views.blueprint import blueprint
from forumhub.database import writing
from forumhub.errors import N_, Conflict, NotAllowed, RuleBroken
from forumhub.parties import policy
from forumhub.parties.policy import HEAD, SECRETARY
from forumhub.parties.queries import all_parties
from forumhub.phrases import in_language
from forumhub.web import current_reader, language, right, say


@blueprint.get("/agreements/new")
@right(SECRETARY, HEAD)
def new() -> str:
    own = queries.kept_by(current_reader())
    form = _new_form()
    form.parties.data = [party.code for party in all_parties() if party.id in own]
    return _new_page(form)


@blueprint.post("/agreements/new")
@right(SECRETARY, HEAD)
def create() -> ResponseReturnValue:
    form = _new_form()
    version = _create(form) if form.validate_on_submit() else None
    if version is None:
        return _new_page(_offered(form)), 422
    flash(_("The draft is saved. The keepers of all its parties see it."), "success")
    return redirect(url_for("agreements.version", code=version[0], number=version[1]))


def _new_form() -> NewForm:
    return _offered(cast(NewForm, version_form(NewForm, current_app.config["LANGUAGES"])))


def _offered(form: NewForm) -> NewForm:
    parties = all_parties()
    form.offer(parties, {party.code: in_language(party.names, language()) for party in parties})
    return form


def _new_page(form: NewForm) -> str:
    return render_template("agreements/edit.html", form=form, version=None, obstacles={}, lost=None)


def _create(form: NewForm) -> tuple[str, int] | None:
    """The code and the number of the draft that was made; None where it could not be, and the form says why."""
    reader = current_reader()
    try:
        texts = form.read()
        with writing():
            agreement = actions.draft_agreement(
                form.code.data.strip(),
                [party for party in all_parties() if party.code in form.parties.data],
                texts,
                reached_on=form.reached_on.data,
                place=form.place.data or "",
                example=form.example.data,
                by=reader,
                now=clock.now(),
            )
            return agreement.code, 1
    except RuleBroken as error:
        form.show(error)
    except NotAllowed as error:
        error.field = "parties"
        form.show(error)
    return None


@blueprint.get("/agreements/<code>/versions/<int(max=9999):number>/edit")
@right(SECRETARY, HEAD)
def edit(code: str, number: int) -> str:
    version = draft_to_keep(code, number)
    form = version_form(VersionForm, current_app.config["LANGUAGES"])
    form.fill(version)
    return _edit_page(form, version)


def draft_to_keep(code: str, number: int) -> AgreementVersion:
    """Raises NotFound, NotAllowed for who keeps none of its parties, RuleBroken where it is frozen."""
    version = version_to_keep(code, number)
    rules.require_state(version.state, rules.DRAFT)
    return version


def version_to_keep(code: str, number: int) -> AgreementVersion:
    version = queries.get_version(code, number, current_reader())
    require_keeper(version.agreement)
    return version


def require_keeper(agreement: Agreement) -> None:
    if not policy.may_keep_agreements(current_reader(), [party.id for party in agreement.parties]):
        raise NotAllowed(N_("Agreements are kept by the secretaries and the heads of delegation of their parties."))


def _edit_page(form: VersionForm, version: AgreementVersion, lost: list[Difference] | None = None) -> str:
    """`lost` is how what was typed differs from what somebody else saved meanwhile."""
    found: dict[str, list[str]] = {}
    for error in drafting.obstacles(version):
        beside = error.values.get("other") or error.values.get("language", "")  # `other` is the one that lacks a clause
        found.setdefault(str(beside), []).append(say(error))
    return render_template("agreements/edit.html", form=form, version=version, obstacles=found, lost=lost)


@blueprint.post("/agreements/<code>/versions/<int(max=9999):number>/edit")
@right(SECRETARY, HEAD)
def save(code: str, number: int) -> ResponseReturnValue:
    version = version_to_keep(code, number)
    form = version_form(VersionForm, current_app.config["LANGUAGES"])
    if not form.validate_on_submit():
        return _edit_page(form, version), 422
    try:
        _save(form, code, number, form.read())
    except RuleBroken as error:
        form.show(error)
        return _edit_page(form, version_to_keep(code, number)), 422
    except Conflict:
        return _stale_page(form, version_to_keep(code, number)), 409
    flash(_("Saved."), "success")
    there = "agreements.edit" if request.form.get("stay") else "agreements.version"
    return redirect(url_for(there, code=code, number=number))


def _save(form: VersionForm, code: str, number: int, texts: list[WrittenText]) -> None:
    reader = current_reader()
    with writing():
        actions.save_version(
            queries.get_version(code, number, reader),
            texts,
            reached_on=form.reached_on.data,
            place=form.place.data or "",
            lock_version=form.lock_version.data or 0,
            by=reader,
            now=clock.now(),
        )


def _stale_page(form: VersionForm, version: AgreementVersion) -> str:
    """Both texts: yours in the form, which the next save would keep, and what differs from it beside each other."""
    form.lock_version.data, form.lock_version.raw_data = version.lock_version, None
    return _edit_page(form, version, form.differences(version))
