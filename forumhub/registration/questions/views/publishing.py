"""Looking at a draft as those who register will see it, publishing it, discarding it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.questions import drafting, queries
from forumhub.registration.questions.forms.answers import form_of_version
from forumhub.registration.questions.models import FormVersion
from forumhub.registration.questions.views.building import organized
from forumhub.registration.views.room import blueprint
from forumhub.web import LANGUAGE_LABELS, current_reader, right, say


@blueprint.get("/events/<ulid>/questions/preview")
@right(ORGANIZER)
def preview_questions(ulid: str) -> ResponseReturnValue:
    event = organized(ulid)
    version = queries.draft_of(event) or queries.form_of(event)
    if version is None:
        raise NotFound
    return render_template(
        "registration/questions/preview.html", event=event, version=version, questions=form_of_version(version)
    )


@blueprint.route("/events/<ulid>/questions/publish", methods=["GET", "POST"])
@right(ORGANIZER)
def publish_questions(ulid: str) -> ResponseReturnValue:
    event, form, reader, status = organized(ulid), FlaskForm(), current_reader(), 200
    if form.validate_on_submit():
        try:
            with writing():
                number = drafting.publish_form(organized(ulid), by=reader, now=clock.now()).number
            flash(_("Published: version %(number)s is asked from now on.", number=number), "success")
            return redirect(url_for("registration.questions", ulid=ulid))
        except RuleBroken as error:
            form.form_errors.append(say(error))
            status, event = 422, organized(ulid)
    draft = queries.draft_of(event)
    if draft is None and status == 200:
        flash(_("There is nothing to publish: nothing was changed."), "info")
        return redirect(url_for("registration.questions", ulid=ulid))
    return render_template(
        "registration/questions/publish.html",
        event=event,
        draft=draft,
        form=form,
        published=queries.form_of(event),
        answered=sum(queries.count_answered(event.id).values()),
        missing=missing_languages(draft) if draft else {},
        secret=draft is not None and any(question.sensitive for question in draft.questions),
        readers=queries.reading_today(queries.readers_of(event.id), clock.now()),
    ), status


def missing_languages(version: FormVersion) -> dict[str, int]:
    """By a language's name, in how many questions it is missing; of languages that are missing nowhere nothing."""
    found = {
        name: sum(not question.labels.get(code) for question in version.questions)
        for code, name in LANGUAGE_LABELS.items()
    }
    return {name: count for name, count in found.items() if count}


@blueprint.route("/events/<ulid>/questions/discard", methods=["GET", "POST"])
@right(ORGANIZER)
def discard_questions(ulid: str) -> ResponseReturnValue:
    event, form = organized(ulid), FlaskForm()
    if form.validate_on_submit():
        with writing():
            drafting.discard_draft(organized(ulid), by=current_reader(), now=clock.now())
        flash(_("The changes are discarded."), "success")
        return redirect(url_for("registration.questions", ulid=ulid))
    return render_template(
        "registration/questions/discard.html", event=event, form=form, published=queries.form_of(event)
    )
