"""The page on which a series is taken along: what it will hold, what is being made, what is ready."""

from flask import Response, current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events.series.queries import get_series
from forumhub.mail.worker import run_soon
from forumhub.minutes.archives import actions, queries
from forumhub.minutes.archives.rules import KEPT
from forumhub.minutes.archives.views.packing import holds_ledger
from forumhub.minutes.archives.views.working import TASK, place
from forumhub.minutes.chain.queries import find_exportable
from forumhub.minutes.views.blueprint import blueprint
from forumhub.web import SIGNED_IN, UPLOAD_POLICY, current_reader, language, right, say


@blueprint.get("/series/<ulid>/archive")
@right(SIGNED_IN)
def series_archive(ulid: str) -> str:
    reader = current_reader()
    series = get_series(ulid, reader)
    return render_template(
        "minutes/archives/show.html",
        series=series,
        count=len(queries.documents_of(series, reader)),
        left_out=len(queries.left_out_of(series, reader)),
        archives=queries.archives_of(series.id, reader),
        being_made=queries.find_open(series.id, reader),
        hours=int(KEPT.total_seconds() // 3600),
    )


@blueprint.post("/series/<ulid>/archive")
@right(SIGNED_IN)
def ask_for_archive(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    try:
        with writing():
            series = get_series(ulid, reader)
            actions.ask_for_archive(series, language=language(), by=reader, now=clock.now())
    except RuleBroken as error:
        flash(say(error), "error")
    else:
        run_soon(current_app._get_current_object(), TASK)  # type: ignore[attr-defined]
    return redirect(url_for("minutes.series_archive", ulid=ulid))


@blueprint.get("/series/<ulid>/archive/<archive>.zip")
@right(SIGNED_IN)
def take_archive(ulid: str, archive: str) -> Response:
    reader = current_reader()
    series = get_series(ulid, reader)
    found = queries.get_ready(series.id, archive, reader)
    file = place(current_app.config["INSTANCE"], found.ulid)
    if not file.is_file() or (holds_ledger(file) and find_exportable(series.register.code, reader) is None):
        raise NotFound
    name = f"{series.register.code}-{found.asked_at.date().isoformat()}.zip"
    answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = UPLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
