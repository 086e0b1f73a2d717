"""What stands on the paper of a document: gathered from the database, in the words of the text's language."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app, get_template_attribute
from flask_babel import force_locale
from flask_babel import gettext as _

from forumhub.events.models import Event
from forumhub.minutes.annexes.images import with_addresses
from forumhub.minutes.annexes.showing import Picture, media_type, pictures_of
from forumhub.minutes.forms import LEGAL_STATUS_LABELS
from forumhub.minutes.languages.queries import Authentic
from forumhub.minutes.models import Document, RevisionText
from forumhub.minutes.renditions.paper import Paper, Party, Statement
from forumhub.minutes.renditions.views.gathering import Source
from forumhub.minutes.renditions.walking import blocks_of
from forumhub.minutes.rules import AGENDA, CORRIGENDUM, SIGNED_KINDS, SILENCE
from forumhub.minutes.signing.rules import Signer, alternat
from forumhub.parties.models import Party as PartyRow
from forumhub.phrases import in_language, local_day, long_day, long_span, zone_city
from forumhub.web import BABEL_NAMES, LANGUAGE_LABELS

PAGE = "{page}", "{pages}"


@dataclass(frozen=True)
class Composed:
    """A paper, and the images that it shows: by the annex's name, each whole. `html` is the text as it was rendered."""

    paper: Paper
    html: str
    pictures: dict[str, Picture]

    @property
    def images(self) -> dict[str, Path]:
        """Where the bytes lie of each file that the paper names."""
        return {picture.file: picture.path for picture in self.pictures.values()}


def composed(source: Source, language: str, copy: str = "") -> Composed:
    """The text of this language, which must be there; `copy` is the code of the party that the paper names first."""
    html = source.texts[language].html
    pictures = pictures_of(html, source.annexes[language], current_app.config["INSTANCE"] / "files")
    return Composed(_paper(source, language, copy, pictures), html, pictures)


def _paper(source: Source, language: str, copy: str, pictures: Mapping[str, Picture]) -> Paper:
    event, text = source.document.event, source.texts[language]
    parties = _in_order(source, copy)
    with force_locale(BABEL_NAMES[language]):
        no_image = _("(image not available)")
        page = with_addresses(text.html, {name: picture.file for name, picture in pictures.items()}, no_image)
        name = _name(source.document)
        title = in_language(event.titles, language)
        return Paper(
            language=language,
            title=f"{name}: {title}",
            heading=" · ".join(filter(None, (name, _number(source, language)))),
            lead=(title, _when(event, language)),
            parties=tuple(in_language(party.names, language) for party in parties),
            facts=(*_facts(source, language, copy), *_belonging(source)),
            blocks=blocks_of(page, {each.file: (each.width, each.height) for each in pictures.values()}),
            signatures=_signatures(source, parties, language),
            statements=_statements(source, language),
            footer=tuple(_footer(source, text)),
            page=_("Page %(page)s of %(pages)s", page=PAGE[0], pages=PAGE[1]),
            watermark=_watermark(source, language, copy),
            no_image=no_image,
            made_at=int(source.revision.created_at.timestamp()),
        )


def _watermark(source: Source, language: str, copy: str) -> str:
    """None on a party's copy of what is circulated: it is printed to be signed, and says in its footer what it is."""
    if source.document.withdrawn_at:
        return str(_("withdrawn"))
    circulation = source.circulation
    if circulation and (circulation.agreed_at or (copy and _is_signed(source, language) and not circulation.voided_at)):
        return ""
    return str(_("not agreed yet") if circulation else _("draft"))


def _is_signed(source: Source, language: str) -> bool:
    """A language that came later was never signed."""
    return bool(source.circulation) and source.document.kind in SIGNED_KINDS and language not in source.later


def _number(source: Source, language: str) -> str:
    """A language that came later bears no number: it was not there to be signed."""
    if source.signature is None or language in source.later:
        return ""
    return source.signature.number


def _when(event: Event, language: str) -> str:
    """On the clock of the place alone: paper has no reader's clock."""
    place = in_language(event.city, language) or zone_city(event.timezone, language)
    return f"{long_span(event.local_start, event.local_end, language, all_day=event.all_day)}, {place}"


def _day(at: datetime, source: Source, language: str) -> str:
    """Of an instant, on the clock of the place, as the page and the rules of signing have it."""
    return long_day(local_day(at, source.document.event.timezone), language)


def _in_order(source: Source, copy: str) -> list[PartyRow]:
    """The parties that the manifest names; of a draft, those of the meeting."""
    parties = {party.code: party for party in source.document.event.parties}
    if source.circulation:
        parties = {code: party for code, party in parties.items() if code in source.circulation.party_codes}
    return [parties[code] for code in alternat(parties, copy)]


def _facts(source: Source, language: str, copy: str) -> list[tuple[str, str]]:
    circulation, signature = source.circulation, source.signature
    if circulation is None:
        return [(_("Revision"), str(source.revision.number))]
    label = str(LEGAL_STATUS_LABELS[source.document.legal_status])
    found = [] if source.document.kind == AGENDA else [(_("Legal status"), label)]
    if prevailing := circulation.prevailing_language:
        found.append((_("Prevailing language"), LANGUAGE_LABELS[prevailing]))
    if later := source.later.get(language):
        circulation = later.circulation
        found.append((_("Equally authentic since"), _since(later, source, language)))
    elif signature:
        found.append((_("Official number"), signature.number))
        found.append((_("Place and day"), f"{signature.place}, {long_day(signature.signed_on, language)}"))
    elif circulation.agreed_at:
        found.append((_("Agreed"), _day(circulation.agreed_at, source, language)))
    elif _watermark(source, language, copy):
        circulated = _day(circulation.circulated_at, source, language)
        found.append((_("State"), _("Circulated on %(day)s, not agreed yet", day=circulated)))
    if silent := [given.party for given in circulation.approvals if given.way == SILENCE]:
        found.append((_("By silence"), ", ".join(in_language(party.names, language) for party in silent)))
    return found


def _since(later: Authentic, source: Source, language: str) -> str:
    agreed = _day(later.agreed_at, source, language)
    if source.signature is None:
        return agreed
    signed = _("The text itself was signed as %(number)s.", number=source.signature.number)
    return f"{agreed}. {signed}"


def _belonging(source: Source) -> list[tuple[str, str]]:
    """What the text belongs to, and what corrects it."""
    found = []
    if of := source.document.of:
        corrects = source.document.kind == CORRIGENDUM
        found.append((_("Corrects") if corrects else _("Gives in another language"), _name(of)))
    for each in source.corrected_by:
        found.append((_("Corrected by"), each.number or _("a corrigendum that is not signed yet")))
    return found


def _name(document: Document) -> str:
    return str(get_template_attribute("minutes/_words.html", "document_name")(document)).strip()


def _signatures(source: Source, parties: list[PartyRow], language: str) -> tuple[Party, ...]:
    """Of a text that is not agreed nobody's name stands below."""
    if source.circulation is None or not _is_signed(source, language):
        return ()
    known = source.signers if source.circulation.agreed_at else {}
    signers = [known.get(party.code, Signer("")) for party in parties]
    names = [in_language(party.names, language) for party in parties]
    return tuple(Party(name, who.name, who.office) for name, who in zip(names, signers, strict=True))


def _statements(source: Source, language: str) -> tuple[Statement, ...]:
    """As the page shows them: in each language that their party gave them."""
    return tuple(
        Statement(
            title=_("Statement by %(party)s", party=in_language(each.party.names, language)),
            help=_("This party's alone: it is no part of the text, and no other party has agreed to it."),
            text="\n\n".join([*(text.text for text in each.texts), *([each.file_name] if each.file_sha256 else [])]),
        )
        for each in source.statements
        if each.withdrawn_at is None
    )


def _footer(source: Source, text: RevisionText) -> list[tuple[str, str]]:
    found = [(_("SHA-256 of the text"), text.sha256)]
    later = source.later.get(text.language)
    if circulation := later.circulation if later else source.circulation:
        on = _day(circulation.circulated_at, source, text.language)
        found.insert(0, (_("Version %(number)s, circulated on %(day)s", number=circulation.version, day=on), ""))
        found.append((_("SHA-256 of the manifest"), circulation.manifest_sha256))
        head = _("Head of the ledger %(code)s", code=source.document.event.register.code)
        found.append((head, source.head))
    return found


def page_of(made: Composed) -> str:
    """The paper as one HTML file that needs nothing else and runs nothing: images are in it as data (RFC 2397)."""
    inside = {name: _as_data(picture) for name, picture in made.pictures.items()}
    html = with_addresses(made.html, inside, made.paper.no_image)
    template = current_app.jinja_env.get_template("minutes/renditions/page.html")
    return template.render(paper=made.paper, html=html)


def _as_data(picture: Picture) -> str:
    return f"data:{media_type(picture)};base64,{b64encode(picture.path.read_bytes()).decode()}"
