"""Confirming, declining and reminding many: a page shows exactly whom, and the mail; the button then acts once."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import NotFound
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.parties.policy import ORGANIZER
from forumhub.registration import rules
from forumhub.registration.bulk import actions
from forumhub.registration.bulk.queries import count_waiting, outlook
from forumhub.registration.bulk.rules import CONFIRM, DECLINE, REMIND, STEPS, Outlook, SelectionChanged
from forumhub.registration.bulk.views.choosing import Choice, choice_asked
from forumhub.registration.bulk.views.mails import previews
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right, say

ACTIONS: dict[str, Callable[..., int]] = {
    CONFIRM: actions.confirm_applied,
    DECLINE: actions.decline_asking,
    REMIND: actions.remind_invited,
}
BATCH = 500
"""How many are done in one transaction."""


@blueprint.get("/events/<ulid>/registrations/together/<step>")
@right(ORGANIZER)
def together(ulid: str, step: str) -> ResponseReturnValue:
    event, choice = _open_event(ulid, step), choice_asked()
    if choice.is_made:
        return _page(event, step, choice)
    flash(_("Choose people in the list first, or all of them."), "info")
    return redirect(_list(event, choice))


@blueprint.post("/events/<ulid>/registrations/together/<step>")
@right(ORGANIZER)
def act_together(ulid: str, step: str) -> ResponseReturnValue:
    event, choice = _open_event(ulid, step), choice_asked()
    back = _list(event, choice)
    try:
        number = _act(ulid, step, choice, request.form.get("seen", ""))
    except SelectionChanged as changed:
        event = _open_event(ulid, step)
        if _outlook(event, step, choice).concerned:
            return _page(event, step, choice, say(changed), 409)
        flash(_("Nobody is left with whom to do this, so nothing was done a second time."), "info")
        return redirect(back)
    flash(_done(step, number), "success")
    return redirect(back)


def _open_event(ulid: str, step: str) -> Event:
    if step not in STEPS:
        raise NotFound
    event = get_event(ulid, current_reader(), to_organize=True)
    rules.check_open(event.state, event.ends_at, clock.now())
    return event


def _list(event: Event, choice: Choice) -> str:
    query = f"?{choice.list_query}" if choice.list_query else ""
    return url_for("registration.index", ulid=event.ulid) + query


def _outlook(event: Event, step: str, choice: Choice) -> Outlook:
    return outlook(step, choice.of(event, current_reader()), clock.now())


def _page(event: Event, step: str, choice: Choice, news: str = "", status: int = 200) -> ResponseReturnValue:
    foreseen = _outlook(event, step, choice)
    return render_template(
        f"registration/bulk/{step}.html",
        event=event,
        form=FlaskForm(),
        foreseen=foreseen,
        previews=previews(step, event, foreseen, current_reader(), clock.now()),
        waiting=count_waiting(event.id) if step == DECLINE else 0,
        back=_list(event, choice),
        news=news,
    ), status


def _act(ulid: str, step: str, choice: Choice, seen: str) -> int:
    """Returns with how many it was done. Raises SelectionChanged before anything is done; who changes while it goes on
    is passed over.
    """
    done, left = 0, None
    while left is None or left:
        with writing():
            event = get_event(ulid, current_reader(), to_organize=True)
            if left is None:
                foreseen = _outlook(event, step, choice)
                foreseen.require_seen(seen)
                left = foreseen.in_turn
            last = {"promote": len(left) <= BATCH} if step == DECLINE else {}
            done += ACTIONS[step](event, left[:BATCH], by=current_reader(), now=clock.now(), **last)
        left = left[BATCH:]
    return done


def _done(step: str, number: int) -> str:
    words = {
        CONFIRM: ngettext(
            "%(num)s person is confirmed. The mail is on its way.",
            "%(num)s people are confirmed. The mails are on their way.",
            number,
        ),
        DECLINE: ngettext(
            "%(num)s person is declined. The mail is on its way.",
            "%(num)s people are declined. The mails are on their way.",
            number,
        ),
        REMIND: ngettext(
            "%(num)s person is reminded. The mail is on its way.",
            "%(num)s people are reminded. The mails are on their way.",
            number,
        ),
    }
    return str(words[step])
