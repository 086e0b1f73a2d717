"""The silence procedure: what each party chose beforehand, choosing it, and saying that one does not agree yet."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumhub import clock
from forumhub.database import writing
from forumhub.errors import N_, NotAllowed, RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.events.models import Event
from forumhub.minutes import queries as documents
from forumhub.minutes.circulation import require_committing
from forumhub.minutes.models import Document
from forumhub.minutes.rules import check_circulated
from forumhub.minutes.silence import actions, queries, rules
from forumhub.minutes.silence.forms import BreakForm, ChoiceForm
from forumhub.minutes.views.blueprint import blueprint
from forumhub.parties.models import Party
from forumhub.phrases import in_language
from forumhub.web import SIGNED_IN, current_reader, language, right


@blueprint.app_context_processor
def of_silence() -> dict[str, object]:
    """`silence_broken(circulation)`, `silence_standing(circulation)`: whose silence does not count, and when it settles
    the text; and `breaks_silence_for(event)`: whose silence the reader may break.
    """
    return {
        "silence_broken": lambda circulation: queries.find_break(circulation.id),
        "silence_standing": queries.standing_of,
        "breaks_silence_for": lambda event: queries.parties_to_speak_for(event, current_reader()),
    }


@blueprint.get("/events/<ulid>/silence")
@right(SIGNED_IN)
def silence(ulid: str) -> str:
    event = queries.get_event(ulid, current_reader())
    choices, counting = queries.choices_of(event), queries.counting_choices(event, clock.now())
    return render_template(
        "minutes/silence/show.html",
        event=event,
        choices=choices,
        counting=counting,
        days=rules.longest({code: choice.days for code, choice in counting.items()}, sorted(_codes(event))),
        sends_mail=bool(current_app.config["SMTP_HOST"]),
        may_choose=bool(documents.approving_parties(event.id, current_reader())),
    )


def _codes(event: Event) -> set[str]:
    return {party.code for party in event.parties}


@blueprint.get("/events/<ulid>/silence/choose")
@right(SIGNED_IN, fresh=True)
def choose_silence(ulid: str) -> str:
    event, parties = _to_choose(ulid)
    chosen = queries.choices_of(event).get(parties[0].code)
    values = {"party": parties[0].code, "days": chosen.days if chosen else None}
    return _choice_page(event, parties, ChoiceForm(_names(parties), formdata=None, data=values))


def _to_choose(ulid: str) -> tuple[Event, list[Party]]:
    """The event, and the parties for which the reader may choose there."""
    reader = current_reader()
    event = queries.get_event(ulid, reader)
    parties = [party for party in documents.approving_parties(event.id, reader) if party.id in event.party_ids]
    if not parties:
        raise NotAllowed(N_("Only a person whom the event names to approve for the party may do that."))
    require_committing(reader)
    return event, parties


def _names(parties: list[Party]) -> dict[str, str]:
    return {party.code: in_language(party.names, language()) for party in parties}


def _choice_page(event: Event, parties: list[Party], form: ChoiceForm) -> str:
    choices = queries.choices_of(event)
    chosen = [party for party in parties if party.code in choices]
    return render_template("minutes/silence/choose.html", event=event, form=form, choices=choices, chosen=chosen)


@blueprint.post("/events/<ulid>/silence/choose")
@right(SIGNED_IN, fresh=True)
def do_choose_silence(ulid: str) -> ResponseReturnValue:
    form = ChoiceForm(_names(_to_choose(ulid)[1]))
    if not form.validate_on_submit():
        return _choice_page(*_to_choose(ulid), form), 422
    reader = current_reader()
    try:
        with writing():
            event = queries.get_event(ulid, reader)
            actions.choose_silence(event, party_code=form.party.data, days=form.days.data, by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return _choice_page(*_to_choose(ulid), form), 422
    flash(_("Chosen, and entered in the ledger. Every party's secretariat is told."), "success")
    return redirect(url_for("minutes.silence", ulid=ulid))


@blueprint.post("/events/<ulid>/silence/take-back")
@right(SIGNED_IN, fresh=True)
def take_back_silence(ulid: str) -> ResponseReturnValue:
    reader = current_reader()
    party = request.form.get("party") or _to_choose(ulid)[1][0].code
    with writing():
        event = queries.get_event(ulid, reader)
        actions.take_back_silence(event, party_code=party, by=reader, now=clock.now())
    flash(_("Taken back for all that is not circulated yet. Every party's secretariat is told."), "success")
    return redirect(url_for("minutes.silence", ulid=ulid))


@blueprint.get("/minutes/<ulid>/not-yet")
@right(SIGNED_IN, fresh=True)
def break_silence(ulid: str) -> str:
    document, parties = _to_break(ulid)
    circulation = documents.current_circulation(document)
    assert circulation, "checked: it is circulated"
    values = {"party": parties[0].code, "manifest": circulation.manifest_sha256}
    form = BreakForm(_names(parties), formdata=None, data=values)
    return _break_page(document, form)


def _to_break(ulid: str) -> tuple[Document, list[Party]]:
    document, parties = _of_speaker(ulid)
    check_circulated(document.state)
    circulation = documents.last_circulation(document)
    assert circulation, "checked: it is circulated"
    rules.check_running(circulation.procedure, circulation.silence_broken_at is not None)
    return document, parties


def _of_speaker(ulid: str) -> tuple[Document, list[Party]]:
    """The same, whatever has become of its last version meanwhile: what somebody typed is not lost by it."""
    reader = current_reader()
    document = documents.get_document(ulid, reader)
    parties = queries.parties_to_speak_for(document.event, reader)
    if not parties:
        raise NotAllowed(N_("Only who approves for a party there, or keeps its minutes, may do that."))
    if documents.last_circulation(document) is None:
        check_circulated(document.state)
    return document, parties


def _break_page(document: Document, form: BreakForm) -> str:
    """With the version that the words are about, so that nobody reads them as said of another."""
    circulation = documents.seen_circulation(document, form.manifest.data)
    assert circulation, "checked: it was circulated"
    return render_template(
        "minutes/silence/break.html",
        document=document,
        circulation=circulation,
        waits=circulation.waits_in_silence and documents.waits_for_words(document, form.manifest.data),
        form=form,
        approvers=documents.approvers_of(document.event, clock.now()),
    )


@blueprint.post("/minutes/<ulid>/not-yet")
@right(SIGNED_IN, fresh=True)
def do_break_silence(ulid: str) -> ResponseReturnValue:
    document, parties = _of_speaker(ulid)
    form = BreakForm(_names(parties))
    if not form.validate_on_submit():
        return _break_page(document, form), 422
    reader = current_reader()
    said = {"party_code": form.party.data, "manifest_sha256": form.manifest.data, "text": form.text.data or ""}
    try:
        with writing():
            actions.break_silence(documents.get_document(ulid, reader), **said, by=reader, now=clock.now())
    except RuleBroken as error:
        put_beside(form, error)
        return _break_page(_of_speaker(ulid)[0], form), 422
    flash(_("The silence is broken: the text waits for every party's approval. Every secretariat is told."), "success")
    return redirect(url_for("minutes.show", ulid=ulid))
