"""What the registers would not follow, said while a text is a draft: once it is agreed, it stays as it is."""

from collections.abc import Mapping, Sequence

from forumhub.errors import N_
from forumhub.followup.corrections.queries import corrected_codes
from forumhub.followup.corrections.rules import FIELDS_STAY, READ_THERE
from forumhub.markdown import Remark
from forumhub.minutes import rules
from forumhub.minutes.corrigenda.effects import corrections
from forumhub.minutes.corrigenda.lines import AgreedText, concerned, standing
from forumhub.minutes.corrigenda.pairs import Pair, pairs_of, remarks_on_pairs
from forumhub.minutes.corrigenda.standing import agreed_pairs, agreed_texts
from forumhub.minutes.models import Document
from forumhub.minutes.texts import Reading, Remarks

FORESEEN = {
    READ_THERE: N_(
        "%(id)s: its entry in the register cannot follow this. Quote words that stand once in its line, and what "
        "shall stand instead of them."
    ),
    FIELDS_STAY: N_(
        "%(id)s: its owners, date and clauses in the register would stay as they are. They follow where every language "
        "is corrected alike, and the line can be read as corrected."
    ),
}
NO_ITEM = N_("%(id)s: these minutes enter no such item, so that no register follows what is corrected here.")
CORRECTED_SINCE = N_(
    "%(id)s: corrected since. Its entry in the register gets these words as they stand here; correct this language, "
    "too, by a corrigendum."
)


def doubts_of_corrigendum(document: Document, reading: Reading) -> Remarks:
    """By language, on what the page of a corrigendum does not say beyond doubt; some of them keep it back."""
    if not _corrects_minutes(document):
        return {language: [] for language in reading.documents}
    return {language: remarks_on_pairs(text, language) for language, text in reading.documents.items()}


def _corrects_minutes(document: Document) -> bool:
    return document.kind == rules.CORRIGENDUM and document.of is not None and document.of.kind == rules.MINUTES


def remarks_of_version(document: Document, reading: Reading) -> Remarks:
    """By language, on the items of a language version that agreed corrigenda concern: it says what was before them."""
    settled = document.of
    is_of_minutes = document.kind == rules.LANGUAGE_VERSION and settled and settled.kind == rules.MINUTES
    corrected = corrected_codes(settled.id) if is_of_minutes and settled else set()
    return {
        language: [
            Remark(item.line, CORRECTED_SINCE, {"id": item.id}, blocks=False)
            for item in text.items
            if item.id in corrected and item.kind != "STATUS"
        ]
        for language, text in reading.documents.items()
    }


def remarks_of_corrigendum(document: Document, reading: Reading) -> Remarks:
    """By language, on the corrections that the registers would not follow; none of them keeps it back."""
    found: dict[str, list[Remark]] = {language: [] for language in reading.documents}
    pairs = {language: pairs_of(text, language) for language, text in reading.documents.items()}
    settled = document.of
    if not settled or not _corrects_minutes(document) or not any(pairs.values()):
        return found
    texts, earlier = agreed_texts(settled), agreed_pairs(settled)
    outcomes = {each.code: each.outcome for each in corrections(texts, earlier, pairs, settled.working_language)}
    for language in {*texts} & {*found}:
        lines = standing(texts[language], [each.get(language, ()) for each in earlier]).lines
        found[language] = _remarks(texts[language], lines, pairs[language], outcomes)
    return found


def _remarks(
    text: AgreedText, lines: Mapping[str, str], pairs: Sequence[Pair], outcomes: Mapping[str, str]
) -> list[Remark]:
    clear = [pair for pair in pairs if not pair.doubt]  # of the others it is said why
    said = [
        (pair, FORESEEN[outcomes[code]], code)
        for pair in clear
        for code in concerned(pair, text, lines)
        if outcomes.get(code) in FORESEEN
    ]
    said += [(pair, NO_ITEM, code) for pair in clear for code in sorted(pair.ids - {*text.items})]
    return [Remark(pair.line, msgid, {"id": code}, blocks=False) for pair, msgid, code in said]
