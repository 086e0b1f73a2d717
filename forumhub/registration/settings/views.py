"""The page on which organizers set how people register for their event."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import Conflict, RuleBroken
from forumhub.events.forms import differences, put_beside
from forumhub.events.forms.event import version_of
from forumhub.events.models import Event
from forumhub.events.queries import get_event
from forumhub.parties import policy
from forumhub.parties.models import Party
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.queries import settings_of
from forumhub.registration.settings import actions, queries, rules
from forumhub.registration.settings.forms import COLUMNS, SettingsForm, settings_form
from forumhub.registration.settings.rules import Allotment, Taken
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right


@dataclass
class Standing:
    """An event's settings and places as they are stored, in the order of precedence."""

    event: Event
    settings: RegistrationSettings
    allotted: dict[Party, Allotment]
    taken: dict[int, Taken]

    @property
    def own(self) -> dict[Party, Allotment]:
        """Those that the reader gives."""
        reader, event = current_reader(), self.event
        return {
            party: allotment
            for party, allotment in self.allotted.items()
            if policy.may_give_places(reader, party.id, event.host_id, event.party_ids)
        }

    def form(self, *, as_sent: bool = False) -> SettingsForm:
        return settings_form(self.settings, self.own, as_sent=as_sent)


def _read(ulid: str) -> Standing:
    event = get_event(ulid, current_reader(), to_organize=True)
    rows = queries.delegations_of(event.id)
    allotted = {party: queries.allotment_of(rows.get(party.id)) for party in queries.in_order(event, rows)}
    return Standing(event, settings_of(event), allotted, queries.taken_by_party(event.id))


@blueprint.route("/events/<ulid>/registration", methods=["GET", "POST"])
@right(ORGANIZER)
def settings(ulid: str) -> ResponseReturnValue:
    standing = _read(ulid)
    form, lost, status = standing.form(), None, 200
    if form.is_submitted():
        form, status = standing.form(as_sent=True), 422
        try:
            if form.validate():
                _save(ulid, form)
                flash(_("Saved."), "success")
                return redirect(url_for("registration.settings", ulid=ulid))
        except Conflict:
            saved = _read(ulid).form()
            lost, status = differences(form, saved), 409
            form.lock_version.data, form.lock_version.raw_data = saved.lock_version.data, None
        except RuleBroken as error:
            put_beside(form, error)
        standing = _read(ulid)
    return _page(standing, form, lost), status


def _save(ulid: str, form: SettingsForm) -> None:
    reader = current_reader()
    with writing():
        standing = _read(ulid)
        allotments = form.allotments(standing.own)
        actions.save_settings(
            standing.event, allotments, lock_version=version_of(form), by=reader, now=clock.now(), **form.values()
        )


def _page(standing: Standing, form: SettingsForm, lost: list[tuple[str, str, str]] | None) -> str:
    return render_template(
        "registration/settings/edit.html",
        event=standing.event,
        settings=standing.settings,
        form=form,
        lost=lost,
        allotted=standing.allotted,
        own=standing.own,
        taken=standing.taken,
        none_taken=rules.NONE_TAKEN,
        together=rules.allotted_together(standing.allotted.values()),
        columns=COLUMNS,
    )
