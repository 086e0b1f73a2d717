"""A party's ready texts: listed to be copied, kept, changed, deleted by its secretaries; offered in the editor."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.markdown import read_bounded
from forumhub.minutes.readytexts import actions, queries
from forumhub.minutes.readytexts.forms import OwnTextForm
from forumhub.minutes.readytexts.models import OwnText
from forumhub.minutes.readytexts.rules import MOST, MOST_KB, as_kept, check_source
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.models import Party
from forumhub.parties.policy import SECRETARY
from forumhub.parties.queries import get_party
from forumhub.web import current_reader, language, right, say


@blueprint.get("/parties/<code>/ready-texts")
@right(SECRETARY)
def own_texts(code: str) -> str:
    party = _kept(code)
    reader = current_reader()
    texts, deleted = queries.own_texts([party.id], reader), queries.deleted_texts(party.id, reader, clock.now())
    codes = current_app.config["LANGUAGES"]
    groups = [(each, [text for text in texts if text.language == each]) for each in codes]
    return render_template("minutes/readytexts/list.html", party=party, groups=groups, deleted=deleted, most=MOST)


@blueprint.get("/parties/<code>/ready-texts/new")
@right(SECRETARY)
def new_own_text(code: str) -> str:
    """`?lang=` chooses its language."""
    return _page(_kept(code), _language(), OwnTextForm(formdata=None))


@blueprint.post("/parties/<code>/ready-texts/new")
@right(SECRETARY)
def keep_own_text(code: str) -> ResponseReturnValue:
    party, form, chosen = _kept(code), OwnTextForm(), _language()
    if not form.validate_on_submit():
        return _page(party, chosen, form), 422
    try:
        _check(form.typed)
        with writing():
            actions.keep_text(_kept(code), chosen, form.name.data, form.typed, by=current_reader(), now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return _page(_kept(code), chosen, form), 422
    flash(_("Kept: the editor offers it."), "success")
    return redirect(url_for("minutes.own_texts", code=code))


@blueprint.get("/parties/<code>/ready-texts/<ulid>")
@right(SECRETARY)
def own_text(code: str, ulid: str) -> str:
    return _as_saved(queries.get_text(_kept(code).id, ulid, current_reader()))


@blueprint.post("/parties/<code>/ready-texts/<ulid>")
@right(SECRETARY)
def change_own_text(code: str, ulid: str) -> ResponseReturnValue:
    """`?lang=` is its language, for where the text is gone meanwhile."""
    party, form = _kept(code), OwnTextForm()
    if not form.validate_on_submit():
        return _typed(party, ulid, form), 422
    try:
        _check(form.typed)
        with writing():
            party, by, now = _kept(code), current_reader(), clock.now()
            actions.change_text(party, ulid, form.name.data, form.typed, seen=form.version, by=by, now=now)
    except Conflict as error:
        return _stale(_kept(code), ulid, form, say(error)), 409
    except RuleBroken as error:
        put_beside(form, error)
        return _typed(_kept(code), ulid, form), 422
    flash(_("Saved. Drafts into which it was put stay as they are."), "success")
    return redirect(url_for("minutes.own_texts", code=code))


@blueprint.post("/parties/<code>/ready-texts/<ulid>/delete")
@right(SECRETARY)
def delete_own_text(code: str, ulid: str) -> ResponseReturnValue:
    """`seen` is the version that is to be deleted."""
    try:
        with writing():
            party, by, now = _kept(code), current_reader(), clock.now()
            actions.delete_text(party, ulid, seen=OwnTextForm().version, by=by, now=now)
        flash(_("Deleted. For 30 days it can be restored, at the end of this page."), "success")
    except Conflict as error:
        text = queries.find_text(_kept(code).id, ulid, current_reader())
        if text is not None:
            return _as_saved(text, say(error)), 409
        flash(say(error), "error")
    return redirect(url_for("minutes.own_texts", code=code))


@blueprint.post("/parties/<code>/ready-texts/<ulid>/restore")
@right(SECRETARY)
def restore_own_text(code: str, ulid: str) -> ResponseReturnValue:
    try:
        with writing():
            actions.restore_text(_kept(code), ulid, by=current_reader(), now=clock.now())
        flash(_("Restored: the editor offers it again."), "success")
    except RuleBroken as error:
        flash(say(error), "error")
    return redirect(url_for("minutes.own_texts", code=code))


def _kept(code: str) -> Party:
    """Of another party, ready texts do not exist for the reader. Raises NotFound."""
    party = get_party(code)
    if not queries.keepers_among([party], current_reader()):
        raise NotFound
    return party


def _language() -> str:
    code = request.args.get("lang", language())
    if code not in current_app.config["LANGUAGES"]:
        raise NotFound
    return code


def _check(source: str) -> None:
    """Before the transaction: that it can be put into a draft. Raises RuleBroken."""
    check_source(source)
    try:
        read_bounded(as_kept(source))
    except RuleBroken as error:
        error.field = "source"
        raise


def _as_saved(text: OwnText, message: str = "") -> str:
    values = {"name": text.name, "source": text.source, "seen": str(text.version)}
    return _page(text.party, text.language, OwnTextForm(formdata=None, data=values), text, message=message)


def _stale(party: Party, ulid: str, form: OwnTextForm, message: str) -> str:
    """What was typed stays; what somebody else saved stands beside it, and the next save is over that."""
    text = queries.find_text(party.id, ulid, current_reader())
    if text is None:
        return _typed(party, ulid, form)
    form.seen.data, form.seen.raw_data = str(text.version), None
    return _page(party, text.language, form, text, stale=True, message=message)


def _typed(party: Party, ulid: str, form: OwnTextForm) -> str:
    """What was typed, to be kept as a new text where somebody else deleted the text that it was to change."""
    text = queries.find_text(party.id, ulid, current_reader())
    if text is not None:
        return _page(party, text.language, form, text)
    return _page(party, _language(), form, gone=True)


def _page(
    party: Party,
    code: str,
    form: OwnTextForm,
    text: OwnText | None = None,
    *,
    stale: bool = False,
    message: str = "",
    gone: bool = False,
) -> str:
    return render_template(
        "minutes/readytexts/edit.html",
        party=party,
        code=code,
        form=form,
        text=text,
        stale=stale,
        message=message,
        gone=gone,
        most_kb=MOST_KB,
        codes=current_app.config["LANGUAGES"],
    )
