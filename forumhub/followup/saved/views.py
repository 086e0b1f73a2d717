"""Kept filters: kept on the registers' page, renamed and deleted on their own."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.followup.saved import actions, queries
from forumhub.followup.saved.forms import SavedFilterForm
from forumhub.followup.saved.models import SavedFilter
from forumhub.followup.views.blueprint import blueprint
from forumhub.followup.views.listing import filters_asked
from forumhub.parties.models import Party
from forumhub.parties.queries import all_parties
from forumhub.phrases import in_language
from forumhub.web import SIGNED_IN, current_reader, language, right


@blueprint.get("/follow-up/filters")
@right(SIGNED_IN)
def filters() -> str:
    kept = queries.kept_filters(current_reader())
    return render_template("followup/filters.html", kept=kept, me=current_reader().person_id)


@blueprint.get("/follow-up/filters/keep")
@right(SIGNED_IN)
def keep_filter() -> str:
    form = SavedFilterForm(_parties(), formdata=None)
    return render_template("followup/keep_filter.html", form=form, filters=filters_asked())


@blueprint.post("/follow-up/filters/keep")
@right(SIGNED_IN)
def do_keep_filter() -> ResponseReturnValue:
    """The filter is what the address says, as on the registers' page."""
    form, asked = SavedFilterForm(_parties()), filters_asked()
    if form.validate_on_submit():
        try:
            with writing():
                actions.keep_filter(form.name.data, asked, _shared(form), by=current_reader())
        except RuleBroken as error:
            form.show(error)
        else:
            flash(_("Kept: it stands above the registers."), "success")
            query: dict[str, Any] = {**asked.as_query}
            return redirect(url_for("followup.register", **query))
    return render_template("followup/keep_filter.html", form=form, filters=asked), 422


@blueprint.get("/follow-up/filters/<ulid>")
@right(SIGNED_IN)
def change_filter(ulid: str) -> str:
    kept = queries.get_own(ulid, current_reader())
    return render_template("followup/change_filter.html", kept=kept, form=_form_of(kept))


@blueprint.post("/follow-up/filters/<ulid>")
@right(SIGNED_IN)
def do_change_filter(ulid: str) -> ResponseReturnValue:
    kept, form = queries.get_own(ulid, current_reader()), SavedFilterForm(_parties())
    if form.validate_on_submit():
        try:
            with writing():
                kept = queries.get_own(ulid, current_reader())
                actions.change_filter(kept, form.name.data, _shared(form), by=current_reader())
        except RuleBroken as error:
            form.show(error)
        else:
            return redirect(url_for("followup.filters"))
    return render_template("followup/change_filter.html", kept=queries.get_own(ulid, current_reader()), form=form), 422


@blueprint.post("/follow-up/filters/<ulid>/delete")
@right(SIGNED_IN)
def delete_filter(ulid: str) -> ResponseReturnValue:
    with writing():
        actions.delete_filter(queries.get_own(ulid, current_reader()))
    flash(_("The filter is deleted."), "success")
    return redirect(url_for("followup.filters"))


def _own_parties() -> list[Party]:
    return [party for party in all_parties() if party.id in current_reader().party_ids]


def _parties() -> dict[str, str]:
    return {party.code: in_language(party.names, language()) for party in _own_parties()}


def _form_of(kept: SavedFilter) -> SavedFilterForm:
    shared = kept.party.code if kept.party and kept.party.id in current_reader().party_ids else ""
    return SavedFilterForm(_parties(), formdata=None, data={"name": kept.name, "shared": shared})


def _shared(form: SavedFilterForm) -> Party | None:
    return next((party for party in _own_parties() if party.code == form.shared.data), None)
