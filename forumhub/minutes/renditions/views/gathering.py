"""All that is read of a document before its papers are composed."""

from dataclasses import dataclass

from forumhub import ledger
from forumhub.minutes.annexes.showing import annexes_shown
from forumhub.minutes.corrigenda.queries import Corrected, corrigenda_of
from forumhub.minutes.languages.queries import Authentic, authentic_texts
from forumhub.minutes.models import Circulation, Document, Revision, RevisionText
from forumhub.minutes.queries import current_circulation, latest_revision
from forumhub.minutes.renditions import rules
from forumhub.minutes.signing.models import Signature
from forumhub.minutes.signing.queries import find_signature, signers_of
from forumhub.minutes.signing.rules import Signer
from forumhub.minutes.statements.models import AttachedStatement
from forumhub.minutes.statements.queries import statements_of
from forumhub.parties.policy import Reader


@dataclass(frozen=True)
class Source:
    """All that was read of a document before its papers are composed; one for all its languages and copies.

    `head` is that of the register's ledger, `signers` by the party's code.
    """

    document: Document
    circulation: Circulation | None
    revision: Revision
    signature: Signature | None
    signers: dict[str, Signer]
    head: str
    texts: dict[str, RevisionText]
    later: dict[str, Authentic]
    corrected_by: list[Corrected]
    statements: list[AttachedStatement]
    annexes: dict[str, dict[str, str]]
    """By language: what that text's own annexes are, SHA-256 by name, where it shows images; else empty."""

    @property
    def stem(self) -> str:
        version = self.circulation.version if self.circulation else None
        register, kind = self.document.event.register.code, self.document.kind
        return rules.stem(register, kind, version=version, revision=self.revision.number)


def source_of(document: Document, reader: Reader) -> Source:
    """Of what the document's page shows: the current version, or the latest revision of a draft."""
    circulation = current_circulation(document)
    revision = circulation.revision if circulation else latest_revision(document.id)
    signature = find_signature(document.id) if circulation else None
    later = authentic_texts(document.id, reader) if circulation else {}
    texts = {text.language: text for text in revision.texts}
    own = annexes_shown(document.id, circulation.id if circulation else None, [text.html for text in texts.values()])
    theirs = {
        code: annexes_shown(each.document.id, each.circulation.id, [each.text.html]) for code, each in later.items()
    }
    return Source(
        document=document,
        circulation=circulation,
        revision=revision,
        signature=signature,
        signers=signers_of(document, signature),
        head=ledger.head(document.event.register_id),
        texts={**texts, **{code: each.text for code, each in later.items()}},
        later=later,
        corrected_by=[each for each in corrigenda_of(document.id, reader) if each.agreed_at],
        statements=statements_of(circulation.id) if circulation else [],
        annexes={**dict.fromkeys(texts, own), **theirs},
    )
