"""The page on which each party names its heads at an event."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, NotFound, RuleBroken
from forumhub.events import actions
from forumhub.events.forms import HeadForm, put_beside
from forumhub.events.heads.actions import may_name_heads
from forumhub.events.models import Event, EventHead
from forumhub.events.queries import find_head, get_event, heads_of, people_of
from forumhub.events.views.room import blueprint
from forumhub.parties.models import Party
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY
from forumhub.parties.queries import find_person, get_party, in_office, people_with_role
from forumhub.phrases import in_language
from forumhub.web import current_reader, language, right


@blueprint.route("/events/<ulid>/heads", methods=["GET", "POST"])
@right(ORGANIZER, SECRETARY, fresh=True)
def heads(ulid: str) -> ResponseReturnValue:
    event, status = get_event(ulid, current_reader()), 200
    form = _form(event)
    if form.is_submitted():
        status = 422
        if form.validate() and (head := _named(ulid, form)):
            flash(_named_words(head), "success")
            return redirect(url_for("events.heads", ulid=ulid))
        event = get_event(ulid, current_reader())
    named, own = heads_of(event.id), _own(event)
    held = in_office({head.person_id for head in named if head.party in own}, clock.now())
    without_role = [head for head in named if head.party in own and (head.party_id, head.person_id) not in held]
    return render_template(
        "events/heads.html", event=event, heads=named, form=form, own=own, without_role=without_role
    ), status


def _named_words(head: EventHead) -> str:
    if (head.party_id, head.person_id) in in_office({head.person_id}, clock.now()):
        return str(_("Named. The person may act for the party at this event from now on."))
    return str(
        _(
            "Named. The person holds no role of the party today: until one is granted, they see nothing here by being "
            "named, and cannot act for the party."
        )
    )


def _own(event: Event) -> list[Party]:
    """The event's parties for which the reader names; raises NotAllowed where there is none."""
    own = [party for party in event.parties if may_name_heads(current_reader(), party.id)]
    if not own:
        raise NotAllowed(N_("A party's own organizer or secretary names who leads and approves for it."))
    return own


def _form(event: Event) -> HeadForm:
    own = _own(event)
    form = HeadForm(data=_usual(event, own))
    form.party.choices = [(party.code, in_language(party.names, language())) for party in own]
    form.person.choices = {in_language(party.names, language()): _people(party) for party in own}
    return form


def _people(party: Party) -> list[tuple[str, str]]:
    """Who holds an office of the party today comes first. The others are offered, too: a minister leads a delegation
    without ever signing in.
    """
    people = people_of(party.id)
    held = {
        person_id
        for party_id, person_id in in_office({each.id for each in people}, clock.now())
        if party_id == party.id
    }
    holding = [(each.ulid, each.name) for each in people if each.id in held]
    others = [(each.ulid, f"{each.name} · {_('holds no role today')}") for each in people if each.id not in held]
    return holding + others


def _usual(event: Event, own: list[Party]) -> dict[str, object]:
    """Whom a party names first: its head of delegation, to lead and to approve. Who follows is a deputy."""
    named = {head.person_id for head in heads_of(event.id) if head.party in own}
    heads = people_with_role([party.id for party in own], [HEAD], clock.now())
    usual = next((person.ulid for person in heads if person.id not in named), None)
    return {"person": usual, "leads": not named, "may_approve": True}


def _named(ulid: str, form: HeadForm) -> EventHead | None:
    reader = current_reader()
    try:
        with writing():
            event, party = get_event(ulid, reader), get_party(form.party.data)
            person = find_person(form.person.data)
            if person is None:
                raise NotFound
            how = {"leads": form.leads.data, "may_approve": form.may_approve.data}
            return actions.name_head(event, party, person, by=reader, now=clock.now(), **how)
    except RuleBroken as error:
        put_beside(form, error)
        return None


@blueprint.post("/events/<ulid>/heads/<code>/<person>/remove")
@right(ORGANIZER, SECRETARY, fresh=True)
def remove_head(ulid: str, code: str, person: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        event, party, who = get_event(ulid, reader), get_party(code), find_person(person)
        head = find_head(event.id, party.id, who.id) if who else None
        if head is None:
            raise NotFound
        actions.remove_head(event, head, by=reader, now=clock.now())
    flash(_("The person is named no more."), "success")
    return redirect(url_for("events.heads", ulid=ulid))
