"""People and their roles, kept by the party's own administrator."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import ForumhubError, NotFound
from forumhub.parties import actions, policy, queries
from forumhub.parties.forms import EndForm, PersonForm, RoleForm
from forumhub.parties.models import Grant, Party, Person
from forumhub.parties.policy import ADMINISTRATOR
from forumhub.parties.views.pages import blueprint, form_page, refused
from forumhub.web import current_reader, right


def administered(code: str) -> Party:
    """Raises NotFound where the reader does not administer the party: its people are its own affair."""
    party = queries.get_party(code)
    if not policy.may_administer(current_reader(), party.id):
        raise NotFound
    return party


@blueprint.get("/parties/<code>/people/new")
@right(ADMINISTRATOR)
def new_person(code: str) -> ResponseReturnValue:
    return person_page(PersonForm(), administered(code))


@blueprint.post("/parties/<code>/people/new")
@right(ADMINISTRATOR)
def add_person(code: str) -> ResponseReturnValue:
    form, reader, party = PersonForm(), current_reader(), administered(code)
    form.offer(party)
    if not form.validate():
        return person_page(form, party), 422
    values = {name: form[name].data or "" for name in ("name", "own_name", "title", "email")}
    try:
        with writing():
            organ = queries.find_organ(form.organ.data) if form.organ.data else None
            person = actions.add_person(**values, party=administered(code), organ=organ, by=reader, now=clock.now())
            ulid = person.ulid
    except ForumhubError as error:
        return person_page(refused(form, error), administered(code)), 422
    flash(_("The person was entered. A role lets them act for the party."), "success")
    return redirect(url_for("parties.new_role", code=code, person=ulid))


def person_page(form: PersonForm, party: Party) -> str:
    form.offer(party)
    return form_page(form, _("Enter a person"), _("Enter"), url_for("parties.show", code=party.code), party)


@blueprint.get("/parties/<code>/roles/new")
@right(ADMINISTRATOR, fresh=True)
def new_role(code: str) -> ResponseReturnValue:
    party = administered(code)
    form = RoleForm(formdata=None, person=request.args.get("person"), from_date=queries.today_of(party, clock.now()))
    return role_page(form, party)


@blueprint.post("/parties/<code>/roles/new")
@right(ADMINISTRATOR, fresh=True)
def grant_role(code: str) -> ResponseReturnValue:
    form, party = RoleForm(), administered(code)
    form.offer(queries.people_of(party.id))
    if not form.validate():
        return role_page(form, party), 422
    try:
        with writing():
            grant_as_filled_in(form, administered(code))
    except ForumhubError as error:
        return role_page(refused(form, error), administered(code)), 422
    flash(_("The role was granted; the person and the secretariat are told by mail."), "success")
    return redirect(url_for("parties.show", code=code))


def grant_as_filled_in(form: RoleForm, party: Party) -> Grant:
    person = own_person(form.person.data, party)
    term = (form.from_date.data, form.until_date.data)
    return actions.grant_role(person, party, form.role.data, *term, by=current_reader(), now=clock.now())


def own_person(ulid: str, party: Party) -> Person:
    """Somebody of this party. Raises NotFound."""
    person = queries.find_person(ulid)
    if person is None or person.party_id != party.id:
        raise NotFound
    return person


def role_page(form: RoleForm, party: Party) -> str:
    form.offer(queries.people_of(party.id))
    lead = _("The person and %(secretariat)s are told by mail.", secretariat=party.secretariat_email)
    back = url_for("parties.show", code=party.code)
    return form_page(form, _("Grant a role"), _("Grant the role"), back, party, lead)


@blueprint.get("/roles/<ulid>/end")
@right(ADMINISTRATOR, fresh=True)
def end_role(ulid: str) -> ResponseReturnValue:
    return render_template("parties/end_role.html", form=EndForm(formdata=None), grant=own_grant(ulid))


@blueprint.post("/roles/<ulid>/end")
@right(ADMINISTRATOR, fresh=True)
def end_role_now(ulid: str) -> ResponseReturnValue:
    form, reader, grant = EndForm(), current_reader(), own_grant(ulid)
    if not form.validate():
        return render_template("parties/end_role.html", form=form, grant=grant), 422
    code = grant.party.code
    try:
        with writing():
            actions.end_role(own_grant(ulid), form.reason.data, by=reader, now=clock.now())
    except ForumhubError as error:
        form = refused(form, error)
        return render_template("parties/end_role.html", form=form, grant=own_grant(ulid)), 422
    flash(_("The role was ended; the person and the secretariat are told by mail."), "success")
    return redirect(url_for("parties.show", code=code))


def own_grant(ulid: str) -> Grant:
    """Raises NotFound where the reader does not administer the grant's party."""
    grant = queries.get_grant(ulid, current_reader())
    if not policy.may_administer(current_reader(), grant.party_id):
        raise NotFound
    return grant
