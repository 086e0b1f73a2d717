"""The agenda template of a series: shown as it would be filled in, checked, saved."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, NotFound, RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.models import Series
from forumhub.events.series.queries import get_series, next_meetings
from forumhub.markdown import read_bounded
from forumhub.minutes.outlines import actions, queries
from forumhub.minutes.outlines.filling import read_outline, usual_outline, values_for
from forumhub.minutes.outlines.forms import OutlineForm
from forumhub.minutes.outlines.rules import filled, places_in_words
from forumhub.minutes.skeletons import WORDS
from forumhub.minutes.texts import as_typed
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, language, right


@blueprint.get("/series/<ulid>/agenda-template")
@right(ORGANIZER)
def outline(ulid: str) -> str:
    """`?lang=` chooses the language of the template."""
    series, code = _series(ulid), _language()
    row = queries.find_outline(series.id, code)
    values = {"source": row.source if row else usual_outline(code), "seen": str(row.version if row else 0)}
    return _page(series, code, OutlineForm(formdata=None, data=values))


@blueprint.post("/series/<ulid>/agenda-template")
@right(ORGANIZER)
def save_outline(ulid: str) -> ResponseReturnValue:
    """Saves; with `step=preview` only shows the page again."""
    series, code, form = _series(ulid), _language(), OutlineForm()
    if not form.validate_on_submit():
        return _page(series, code, form), 422
    source = as_typed(form.source.data or "")
    try:
        if source.strip():
            read_outline(source, code)
        if request.form.get("step") == "preview":
            return _page(series, code, form)
        with writing():
            series = get_series(ulid, current_reader(), to_organize=True)
            actions.save_outline(series, code, source, seen=form.version, by=current_reader(), now=clock.now())
    except Conflict:
        return _stale(ulid, code, form), 409
    except RuleBroken as error:
        error.field = "source"
        put_beside(form, error)
        return _page(_series(ulid), code, form), 422
    flash(_("Saved. The next agenda that is begun is made of it."), "success")
    return redirect(url_for("minutes.outline", ulid=ulid, lang=code))


def _series(ulid: str) -> Series:
    return get_series(ulid, current_reader(), to_organize=True)


def _language() -> str:
    code = request.args.get("lang", language())
    if code not in current_app.config["LANGUAGES"]:
        raise NotFound
    return code


def _stale(ulid: str, code: str, form: OutlineForm) -> str:
    """What was typed stays; what somebody else saved stands beside it, and the next save is over that."""
    series = _series(ulid)
    row = queries.find_outline(series.id, code)
    form.seen.data, form.seen.raw_data = str(row.version if row else 0), None
    return _page(series, code, form, saved=row.source if row else "")


def _page(series: Series, code: str, form: OutlineForm, saved: str | None = None) -> str:
    return render_template(
        "minutes/outlines/edit.html",
        series=series,
        code=code,
        form=form,
        saved=saved,
        places=places_in_words(),
        codes=[code for code in current_app.config["LANGUAGES"] if code in WORDS],
        written=queries.outlined_languages(series),
        html=_preview(series, as_typed(form.source.data or ""), code),
    )


def _preview(series: Series, source: str, code: str) -> str | None:
    """As the agenda of the next meeting would begin; None while it cannot be read."""
    if not source.strip():
        return None
    try:
        text = read_outline(source, code)
        event = next_meetings([series.id], current_reader(), clock.now()).get(series.id)
        return (read_bounded(filled(source, values_for(event, "", code))) if event else text).html
    except RuleBroken:
        return None
