"""Writing an announcement, seeing first who gets it and what the mail looks like; and reading those that were sent."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from forumhub import clock
from forumhub.errors import RuleBroken
from forumhub.events.forms import put_beside
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.events.views.once import made_once
from forumhub.events.views.room import page_of
from forumhub.parties import policy
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.announcing import notices
from forumhub.registration.announcing.actions import announce as send
from forumhub.registration.announcing.forms import AnnouncementForm
from forumhub.registration.announcing.models import Announcement
from forumhub.registration.announcing.queries import announcements_of, audience, get_announcement, languages_of
from forumhub.registration.bulk.rules import Outlook, SelectionChanged
from forumhub.registration.bulk.views.choosing import Choice, choice_asked
from forumhub.registration.bulk.views.mails import first_of_each_language, shown
from forumhub.registration.views.room import blueprint
from forumhub.web import SIGNED_IN, current_reader, right, say


@blueprint.get("/events/<ulid>/announcements")
@right(SIGNED_IN)
def announcements(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    event = get_event(ulid, reader)
    return render_template(
        "registration/announcing/list.html",
        event=event,
        page=page_of(announcements_of(event, reader)),
        may_organize=policy.may_organize(reader, event.party_ids),
    )


@blueprint.get("/announcements/<ulid>")
@right(SIGNED_IN)
def announcement(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    found = get_announcement(ulid, reader)
    may_organize = policy.may_organize(reader, found.event.party_ids)
    return render_template(
        "registration/announcing/show.html",
        announcement=found,
        event=found.event,
        may_organize=may_organize,
        mailed_in=languages_of(found) if may_organize else {},
    )


@blueprint.get("/events/<ulid>/announcements/new")
@right(ORGANIZER)
def announce(ulid: str) -> ResponseReturnValue:
    event, choice = get_event(ulid, current_reader(), to_organize=True), choice_asked()
    given = {"party": choice.filters["party"], "state": choice.filters["state"]}
    return _form(event, AnnouncementForm(event, by_hand=bool(choice.rows), **given), choice)


@blueprint.post("/events/<ulid>/announcements/new")
@right(ORGANIZER)
def send_announcement(ulid: str) -> ResponseReturnValue:
    """The first time shows who gets it and what it looks like; then, with what was `seen`, sends it once."""
    event = get_event(ulid, current_reader(), to_organize=True)
    form = AnnouncementForm(event, by_hand=bool(choice_asked().rows))
    choice = choice_asked() if "party" not in form else choice_asked(party=form.party.data, state=form.state.data)
    if "back" in request.form:
        return _form(event, form, choice)
    try:
        if not form.validate():
            return _form(event, form, choice, 422)
        if "seen" not in request.form:
            return _check(event, form, choice)
        sent = _sent(ulid, form, choice)
    except SelectionChanged as changed:
        return _check(get_event(ulid, current_reader(), to_organize=True), form, choice, say(changed), 409)
    except RuleBroken as error:
        put_beside(form, error)
        return _form(get_event(ulid, current_reader(), to_organize=True), form, choice, 422)
    return redirect(url_for("registration.announcement", ulid=sent))


def _form(event: Event, form: AnnouncementForm, choice: Choice, status: int = 200) -> ResponseReturnValue:
    by_hand = choice.of(event, current_reader()) if choice.rows else []
    return render_template(
        "registration/announcing/new.html", event=event, form=form, choice=choice, by_hand=by_hand
    ), status


def _audience(event: Event, choice: Choice) -> Outlook:
    return audience(choice.of(event, current_reader()), state=choice.filters["state"], by_hand=bool(choice.rows))


def _check(
    event: Event, form: AnnouncementForm, choice: Choice, news: str = "", status: int = 200
) -> ResponseReturnValue:
    """Raises RuleBroken for a text that cannot be rendered."""
    said, readers = form.said(), _audience(event, choice)
    del said["markup"]
    shared = notices.snapshot(event, current_reader().name, form.ulid.data, now=clock.now())
    previews = [
        shown(notices.TEMPLATE, each, {**shared, **notices.words(**said, language=each.language)})
        for each in first_of_each_language(readers)
    ]
    return render_template(
        "registration/announcing/check.html", event=event, form=form, foreseen=readers, previews=previews, news=news
    ), status


def _sent(ulid: str, form: AnnouncementForm, choice: Choice) -> str:
    """The ULID of what was announced, now or when the same form was sent before."""
    said, seen = form.said(), request.form.get("seen", "")

    def made() -> Announcement:
        event, reader = get_event(ulid, current_reader(), to_organize=True), current_reader()
        found = send(
            event,
            _audience(event, choice),
            ulid=form.ulid.data,
            chosen_by={"rows": str(len(choice.rows))} if choice.rows else choice.said,
            seen=seen,
            by=reader,
            now=clock.now(),
            **said,
        )
        flash(_sent_words(found.told), "success")
        return found

    return made_once(Announcement, form.ulid.data, made).ulid


def _sent_words(number: int) -> str:
    return str(ngettext("Announced. %(num)s mail is on its way.", "Announced. %(num)s mails are on their way.", number))
