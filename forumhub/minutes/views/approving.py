"""Approving and objecting, for a party, by a person whom the event names."""

import json

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from forumhub import clock, ledger
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.minutes import queries, rules
from forumhub.minutes.approval import approve_minutes, challenge, object_to_minutes
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.forms import HERE, ApproveForm, ObjectForm
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.accounts.codes import take_code
from forumhub.parties.models import Party
from forumhub.parties.passkeys.actions import take_signature
from forumhub.parties.passkeys.ceremonies import Signature, signing_options
from forumhub.parties.passkeys.models import Passkey
from forumhub.parties.passkeys.queries import passkeys_of
from forumhub.parties.passkeys.views import origin
from forumhub.phrases import in_language
from forumhub.web import SIGNED_IN, current_reader, language, right


@blueprint.get("/minutes/<ulid>/approve")
@right(SIGNED_IN, fresh=True)
def approve(ulid: str) -> str:
    """Shows what is approved: the manifest's hash, the ledger's head, every language."""
    document, parties = _to_decide(ulid)
    circulation = queries.current_circulation(document)
    assert circulation, "checked: it is circulated"
    seen = {"manifest": circulation.manifest_sha256, "head": ledger.head(document.event.register_id)}
    return _page(document, _form(circulation, parties, formdata=None, data={**seen, "party": _first(parties)}))


def _form(circulation: Circulation, parties: dict[str, str], **values: object) -> ApproveForm:
    scans = {sha256: scan.name for sha256, scan in queries.scans_of(circulation).items()}
    form = ApproveForm(parties, scans, asks_code=_has_second_factor(), has_passkey=bool(_passkeys()), **values)
    if parties.keys() <= {given.party.code for given in circulation.approvals if given.provisional}:
        form.way.choices = [choice for choice in form.way.choices if choice[0] != rules.AD_REFERENDUM]
    return form


def _to_decide(ulid: str) -> tuple[Document, dict[str, str]]:
    """The circulated document, and the parties for which the reader may decide, by code with their names."""
    document, parties = _of_decider(ulid)
    rules.check_circulated(document.state)
    return document, parties


def _of_decider(ulid: str) -> tuple[Document, dict[str, str]]:
    """The same, whatever has become of its last version meanwhile: what somebody typed is not lost by it."""
    reader = current_reader()
    document = queries.get_document(ulid, reader)
    parties = queries.approving_parties(document.event_id, reader)
    if not parties:
        raise NotAllowed(N_("Only a person whom the event names to approve for the party may do that."))
    require_committing(reader)
    if queries.last_circulation(document) is None:
        rules.check_circulated(document.state)
    return document, {party.code: _name(party) for party in parties}


def _name(party: Party) -> str:
    return in_language(party.names, language())


def _first(parties: dict[str, str]) -> str:
    return next(iter(parties))


def _page(document: Document, form: ApproveForm) -> str:
    return render_template(
        "minutes/approve.html",
        document=document,
        circulation=queries.last_circulation(document),
        form=form,
        signing=_signing(document, form),
        approvers=queries.approvers_of(document.event, clock.now()),
        megabytes=current_app.config["MAX_UPLOAD_BYTES"] // (1024 * 1024),
    )


@blueprint.post("/minutes/<ulid>/approve")
@right(SIGNED_IN, fresh=True)
def do_approve(ulid: str) -> ResponseReturnValue:
    document, parties = _to_decide(ulid)
    circulation = queries.current_circulation(document)
    assert circulation, "checked: it is circulated"
    form = _form(circulation, parties)
    if not form.validate_on_submit():
        return _page(document, form), 422
    try:
        root, limit = current_app.config["INSTANCE"] / "files", current_app.config["MAX_UPLOAD_BYTES"]
        agreed = _approve(ulid, form, form.grounds(queries.scans_of(circulation), root, limit))
    except RuleBroken as error:
        put_beside(form, error)
        return _page(_to_decide(ulid)[0], form), 422
    flash(_said(form.way.data, agreed), "success")
    return redirect(url_for("minutes.show", ulid=ulid))


def _said(way: str, agreed: bool) -> str:
    if rules.is_provisional(way):
        return str(_("Approved ad referendum; it counts when you confirm it."))
    return str(_("Approved. Every party has: the text is agreed.") if agreed else _("Approved."))


def _approve(ulid: str, form: ApproveForm, grounds: rules.Grounds) -> bool:
    """Whether the text is agreed with it."""
    reader = current_reader()
    with writing():
        document = queries.get_document(ulid, reader)
        approve_minutes(
            document,
            party_code=form.party.data,
            manifest_sha256=form.manifest.data,
            head_seen=form.head.data,
            way=_proved_here(form) if form.way.data == HERE else form.way.data,
            grounds=grounds,
            signature=_signed(document, form) if form.way.data == rules.PASSKEY else None,
            by=reader,
            now=clock.now(),
        )
        return document.state == rules.AGREED


def _proved_here(form: ApproveForm) -> str:
    """The password was asked a short while ago; of an account with a second factor a fresh code is taken as well."""
    if "code" not in form:
        return "password"
    take_code(current_user.id, form.code.data or "")
    return "totp"


def _signed(document: Document, form: ApproveForm) -> Signature:
    """Over what is circulated now: a signature over anything else is refused."""
    return take_signature(
        current_user.id,
        form.credential.data or "",
        challenge=challenge(document, form.party.data, form.manifest.data, form.head.data),
        origin=origin(),
        hours=current_app.config["QUARANTINE_HOURS"],
        now=clock.now(),
    )


def _signing(document: Document, form: ApproveForm) -> dict[str, object]:
    """What the browser's passkey is to sign, by party; empty where the reader has none."""
    known, form.credential.data = _passkeys(), ""
    seen = form.manifest.data or "", form.head.data or ""
    parties = [code for code, _name in form.party.choices] if known else []
    return {code: json.loads(signing_options(origin(), challenge(document, code, *seen), known)) for code in parties}


def _passkeys() -> list[Passkey]:
    return passkeys_of(current_user.id)


def _has_second_factor() -> bool:
    return current_user.tf_primary_method is not None


@blueprint.get("/minutes/<ulid>/object", endpoint="object")
@right(SIGNED_IN, fresh=True)
def object_page(ulid: str) -> str:
    document, parties = _to_decide(ulid)
    circulation = queries.current_circulation(document)
    assert circulation, "checked: it is circulated"
    values = {"party": _first(parties), "manifest": circulation.manifest_sha256}
    return _object_page(document, ObjectForm(parties, formdata=None, data=values))


def _object_page(document: Document, form: ObjectForm) -> str:
    """With the version that the words are about, so that nobody reads them as said of another."""
    return render_template(
        "minutes/object.html",
        document=document,
        circulation=queries.seen_circulation(document, form.manifest.data),
        waits=queries.waits_for_words(document, form.manifest.data),
        form=form,
        approvers=queries.approvers_of(document.event, clock.now()),
    )


@blueprint.post("/minutes/<ulid>/object")
@right(SIGNED_IN, fresh=True)
def do_object(ulid: str) -> ResponseReturnValue:
    document, parties = _of_decider(ulid)
    form = ObjectForm(parties)
    if not form.validate_on_submit():
        return _object_page(document, form), 422
    reader = current_reader()
    said = {"party_code": form.party.data, "manifest_sha256": form.manifest.data, "text": form.text.data}
    try:
        with writing():
            object_to_minutes(queries.get_document(ulid, reader), **said, by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return _object_page(_of_decider(ulid)[0], form), 422
    flash(_("Objected: the version is void, and the text is a draft again. Every party's secretariat is told."))
    return redirect(url_for("minutes.show", ulid=ulid))
