"""What the organizer who proposed a poll does with it: extends, closes, reminds, withdraws."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.polls import actions, notices, rules
from forumhub.events.polls.forms import ExtendForm, WithdrawForm, deadline_of
from forumhub.events.polls.models import Poll
from forumhub.events.polls.queries import get_poll
from forumhub.events.views.room import blueprint
from forumhub.parties.policy import ORGANIZER
from forumhub.web import current_reader, right, say


@blueprint.route("/polls/<ulid>/extend", methods=["GET", "POST"])
@right(ORGANIZER)
def poll_extend(ulid: str) -> ResponseReturnValue:
    form = ExtendForm()

    def act(row: Poll, **who: Any) -> None:
        actions.extend_poll(row, deadline_of(form, row.timezone), **who)

    if not form.is_submitted():
        row = _poll(ulid)
        form.deadline.data = row.deadline.astimezone(ZoneInfo(row.timezone)).replace(tzinfo=None)
    return _step(
        ulid, form, act, "events/polls/extend.html", _("The deadline is extended, and the secretariats are told.")
    )


@blueprint.route("/polls/<ulid>/withdraw", methods=["GET", "POST"])
@right(ORGANIZER)
def poll_withdraw(ulid: str) -> ResponseReturnValue:
    form = WithdrawForm()

    def act(row: Poll, **who: Any) -> None:
        actions.withdraw_poll(row, reason=form.reason.data, **who)

    return _step(
        ulid, form, act, "events/polls/withdraw.html", _("The poll is withdrawn, and the secretariats are told.")
    )


@blueprint.post("/polls/<ulid>/close")
@right(ORGANIZER)
def poll_close(ulid: str) -> ResponseReturnValue:
    with writing():
        actions.close_poll(_poll(ulid), by=current_reader(), now=clock.now())
    flash(_("The poll is closed. Every party sees the answers; choose a date now."), "success")
    return redirect(url_for("events.poll", ulid=ulid))


@blueprint.post("/polls/<ulid>/remind")
@right(ORGANIZER)
def poll_remind(ulid: str) -> ResponseReturnValue:
    try:
        with writing():
            told = actions.remind_poll(_poll(ulid), by=current_reader(), now=clock.now())
        flash(ngettext("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", told), "success")
    except RuleBroken as error:
        flash(say(error), "error")
    return redirect(url_for("events.poll", ulid=ulid))


def _poll(ulid: str) -> Poll:
    return get_poll(ulid, current_reader(), to_keep=True)


def _step(ulid: str, form: FlaskForm, act: Callable[..., object], template: str, done: str) -> ResponseReturnValue:
    """Shows the page on GET; on POST acts and goes to the poll, or says beside the field why not."""
    status = 200
    rules.check_undecided(_poll(ulid).state)
    if form.is_submitted():
        status = 422
        if form.validate() and _acted(ulid, form, act):
            flash(done, "success")
            return redirect(url_for("events.poll", ulid=ulid))
    row, now = _poll(ulid), clock.now()
    told = len(notices.recipients(row.parties, now))
    return render_template(template, form=form, poll=row, standing=row.standing(now), told=told), status


def _acted(ulid: str, form: FlaskForm, act: Callable[..., object]) -> bool:
    try:
        with writing():
            act(_poll(ulid), by=current_reader(), now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return False
    return True
