"""The texts that corrigenda correct, read as they were agreed, and what agreed corrigenda say of them."""

from collections.abc import Sequence
from datetime import datetime

from forumhub.markdown import read_bounded
from forumhub.minutes.corrigenda.effects import Pairs
from forumhub.minutes.corrigenda.lines import AgreedText, agreed_text
from forumhub.minutes.corrigenda.pairs import pairs_of
from forumhub.minutes.corrigenda.queries import agreed_corrigenda
from forumhub.minutes.languages.queries import agreed_versions
from forumhub.minutes.models import Circulation, Document
from forumhub.minutes.queries import settled_circulation


def agreed_texts(settled: Document, at: datetime | None = None) -> dict[str, AgreedText]:
    """In every language that was authentic then; now, without a time."""
    versions = [each for each in agreed_versions(settled.id) if at is None or (each.agreed_at and each.agreed_at <= at)]
    texts = [text for each in (settled_circulation(settled), *versions) for text in each.revision.texts]
    return {text.language: agreed_text(read_bounded(text.source)) for text in texts}


def pairs_in(corrigendum: Circulation) -> Pairs:
    return {text.language: pairs_of(read_bounded(text.source), text.language) for text in corrigendum.revision.texts}


def agreed_pairs(settled: Document, before: Circulation | None = None) -> Sequence[Pairs]:
    """Of each corrigendum of the text that every party approved, in their order; of those before one, where it is
    named.
    """
    agreed = agreed_corrigenda(settled.id)
    ids = [each.id for each in agreed]
    return [pairs_in(each) for each in (agreed[: ids.index(before.id)] if before else agreed)]
