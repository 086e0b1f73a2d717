"""A document: made, shown, shared; its frozen bytes."""

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock, ledger
from forumhub.database import writing
from forumhub.errors import NotFound, RuleBroken
from forumhub.events import queries as events
from forumhub.events.forms.fields import put_beside
from forumhub.events.models import Event
from forumhub.followup import queries as followup
from forumhub.minutes import actions, manifest, queries, rules
from forumhub.minutes.agendas.actions import begin_agenda
from forumhub.minutes.agendas.building import prepare_agenda
from forumhub.minutes.annexes.queries import annexes_of, circulated_annexes
from forumhub.minutes.chain import queries as chain
from forumhub.minutes.corrigenda.queries import corrigenda_of
from forumhub.minutes.forms import NewDocumentForm
from forumhub.minutes.languages.queries import Authentic, authentic_texts, begun_versions
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.preparing import prepare_first
from forumhub.minutes.signing.queries import find_signature
from forumhub.minutes.statements.queries import speaking_for, statements_of, void_statements_of
from forumhub.minutes.views.blueprint import blueprint
from forumhub.minutes.views.drafting import may_write
from forumhub.minutes.views.trying import in_attempts
from forumhub.minutes.working import usual_language
from forumhub.parties.policy import HEAD, ORGANIZER, SECRETARY, Reader
from forumhub.parties.queries import people_with_role
from forumhub.web import SIGNED_IN, current_reader, language, right, send_kept


@blueprint.app_context_processor
def objecting() -> dict[str, object]:
    """`objections_to(document)`: why it is a draft again."""
    return {"objections_to": queries.objections_to}


@blueprint.get("/events/<ulid>/documents/new")
@right(SECRETARY)
def new(ulid: str) -> str:
    """`?kind=` chooses what it is beforehand; without it minutes, once the event has begun."""
    event = _event_to_write(ulid)
    usual = rules.MINUTES if event.starts_at <= clock.now() else rules.AGENDA
    languages = _languages(event)
    written = usual_language(event, languages, current_reader(), language())
    chosen = {"kind": request.args.get("kind", usual), "sharing": "own", "working_language": written}
    return _new_page(event, NewDocumentForm(languages, formdata=None, data=chosen))


@blueprint.post("/events/<ulid>/documents/new")
@right(SECRETARY)
def create(ulid: str) -> ResponseReturnValue:
    form = NewDocumentForm(_languages(_event_to_write(ulid)))
    if not form.validate_on_submit():
        return _new_page(_event_to_write(ulid), form), 422
    try:
        document_ulid = in_attempts(lambda: _create(ulid, form))
    except RuleBroken as error:
        put_beside(form, error)
        return _new_page(_event_to_write(ulid), form), 422
    return redirect(url_for("minutes.edit", ulid=document_ulid))


def _create(ulid: str, form: NewDocumentForm) -> str:
    reader, kind, shared = current_reader(), form.kind.data, form.sharing.data == "all"
    title, working_language = form.title.data or "", form.working_language.data
    if kind == rules.AGENDA:
        return _begin_agenda(ulid, title, working_language, shared=shared)
    values = {"kind": kind, "title": title, "language": working_language}
    draft = prepare_first(_event_to_write(ulid), **values, shared=shared, by=reader)
    with writing():
        event = events.get_event(ulid, reader)
        return actions.create_document(event, kind=kind, draft=draft, shared=shared, by=reader, now=clock.now()).ulid


def _begin_agenda(ulid: str, title: str, working_language: str, *, shared: bool) -> str:
    reader = current_reader()
    build = prepare_agenda(_event_to_write(ulid), title=title, language=working_language, by=reader)
    with writing():
        event = events.get_event(ulid, reader)
        return begin_agenda(event, build, shared=shared, by=reader, now=clock.now()).ulid


def _event_to_write(ulid: str) -> Event:
    event = events.get_event(ulid, current_reader())
    actions.writing_party(event, current_reader())
    return event


def _languages(event: Event) -> list[str]:
    return event.languages or [language()]


def _new_page(event: Event, form: NewDocumentForm) -> str:
    return render_template("minutes/new.html", event=event, form=form, held=event.starts_at <= clock.now())


@blueprint.get("/minutes/<ulid>")
@right(SIGNED_IN)
def show(ulid: str) -> str:
    """`?lang=` chooses the language of the text; without it the reader's own, else the working language."""
    reader = current_reader()
    document = queries.get_document(ulid, reader)
    circulations, current = queries.circulations_of(document.id), queries.current_circulation(document)
    revision = current.revision if current else queries.latest_revision(document.id)
    texts = {text.language: text for text in revision.texts}
    own, later = list(texts), authentic_texts(document.id, reader) if current else {}
    texts |= {code: each.text for code, each in later.items()}
    wished = (request.args.get("lang"), language(), document.working_language)
    return render_template(
        "minutes/show.html",
        document=document,
        revision=revision,
        texts=texts,
        text=texts[next(code for code in wished if code in texts)],
        circulations=circulations,
        current=current,
        entered=followup.items_of_document(document.id) if current else [],
        head=ledger.head(document.event.register_id),
        sees_ledger=bool(current) and chain.find_readable(document.event.register.code, reader) is not None,
        approvers=queries.approvers_of(document.event, clock.now()) if current else {},
        annexes=circulated_annexes(current.id) if current else annexes_of(document.id),
        signature=find_signature(document.id) if document.state == rules.SIGNED else None,
        corrected=find_signature(document.of_id) if document.of_id else None,
        corrigenda=corrigenda_of(document.id, reader),
        **_languages_of(document, own, later, reader),
        void_statements=void_statements_of(document.id) if circulations else [],
        statements=statements_of(current.id) if current else [],
        speaks_for={party.id for party in speaking_for(document, reader)},
        pending=_pending(document, current),
        may_write=may_write(document),
        may_share=actions.is_of_a_party(document),
    )


def _languages_of(document: Document, own: list[str], later: dict[str, Authentic], reader: Reader) -> dict[str, object]:
    """`own`: frozen with the text; `later`: equally authentic since; `begun` ones; `missing`: what could be added."""
    settled = document.state in rules.SETTLED and document.kind != rules.LANGUAGE_VERSION
    begun = begun_versions(document.id, reader) if settled else []
    known = current_app.config["LANGUAGES"] if settled else []
    there = {*own, *later, *(version.working_language for version in begun)}
    return {"own": own, "later": later, "begun": begun, "missing": [code for code in known if code not in there]}


def _pending(document: Document, current: Circulation | None) -> list[str]:
    """Codes of the parties for which the reader may approve what is circulated, and that have not approved it."""
    if current is None or document.state != rules.CIRCULATED:
        return []
    approved = {approval.party_id for approval in current.approvals if not approval.provisional}
    parties = queries.approving_parties(document.event_id, current_reader())
    return [party.code for party in parties if party.id not in approved]


@blueprint.get("/minutes/<ulid>/share")
@right(SECRETARY)
def share(ulid: str) -> str:
    """Says who will see the draft before they do."""
    document = queries.get_document(ulid, current_reader())
    actions.check_sharable(document, current_reader())
    readers = people_with_role(document.event.party_ids, (SECRETARY, ORGANIZER, HEAD), clock.now())
    return render_template("minutes/share.html", document=document, readers=readers)


@blueprint.post("/minutes/<ulid>/share")
@right(SECRETARY)
def do_share(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    with writing():
        actions.share_document(queries.get_document(ulid, reader), by=reader, now=clock.now())
    flash(_("Every party's secretaries, organizers and heads see the draft now."), "success")
    return redirect(url_for("minutes.show", ulid=ulid))


@blueprint.get("/minutes/<ulid>/versions/<int(max=9999):version>/manifest.json", endpoint="manifest")
@right(SIGNED_IN)
def manifest_bytes(ulid: str, version: int) -> Response:
    """The exact bytes over which the manifest's hash is taken."""
    document, circulation = _frozen(ulid, version)
    name = f"{document.event.register.code}-{document.kind}-{version}.manifest.json"
    return _attachment(circulation.manifest, "application/json", name)


@blueprint.get("/minutes/<ulid>/versions/<int(max=9999):version>/<code>.md")
@right(SIGNED_IN)
def text(ulid: str, version: int, code: str) -> Response:
    """The exact bytes of one language, as the manifest names them."""
    document, circulation = _frozen(ulid, version)
    source = next((text.source for text in circulation.revision.texts if text.language == code), None)
    if source is None:
        raise NotFound
    name = manifest.file_name(document.event.register.code, document.kind, version, code)
    return _attachment(source, manifest.MEDIA_TYPE, name)


@blueprint.get("/minutes/<ulid>/versions/<int(max=9999):version>/scans/<sha256>")
@right(SIGNED_IN)
def scan(ulid: str, version: int, sha256: str) -> Response:
    """What a party signed on paper, or its note: to be saved, never shown as a page of ours."""
    _document, circulation = _frozen(ulid, version)
    name = next((given.scan_name for given in circulation.approvals if given.scan_sha256 == sha256), None)
    if name is None:
        raise NotFound
    return send_kept(sha256, name)


def _frozen(ulid: str, version: int) -> tuple[Document, Circulation]:
    document = queries.get_document(ulid, current_reader())
    circulation = queries.find_circulation(document.id, version)
    if circulation is None:
        raise NotFound
    return document, circulation


def _attachment(content: str, media_type: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content.encode(), content_type=media_type, headers={"Content-Disposition": disposition})
