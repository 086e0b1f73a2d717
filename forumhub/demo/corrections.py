"""What came after the founding minutes were agreed: a statement of one side, the signature, and a corrigendum."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import segno

from forumhub import files
from forumhub.demo.accounts import Cast
from forumhub.demo.records import approve
from forumhub.files import KeptFile
from forumhub.minutes.circulation import Terms, circulate_document
from forumhub.minutes.corrigenda.actions import prepare_corrigendum, propose_corrigendum
from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.models import Document
from forumhub.minutes.preparing import read_revision
from forumhub.minutes.queries import latest_revision
from forumhub.minutes.signing.actions import sign_minutes
from forumhub.minutes.signing.rules import Signer, Signing
from forumhub.minutes.statements.actions import attach_statement
from forumhub.parties.policy import HEAD, SECRETARY

SIGNERS = {
    "CN": Signer("Head of delegation, China", "Ministry of Public Security"),
    "BY": Signer("Head of delegation, Belarus", "Ministry of Internal Affairs"),
}
STATEMENT = {
    "ru": "Белорусская сторона исходит из того, что под торговлей людьми в пункте 2.1 понимаются и связанные с ней "
    "преступления.",
    "en": "The Belarusian side proceeds from the understanding that trafficking in human beings in paragraph 2.1 "
    "includes offences connected with it.",
}
CORRECTION = Correction(
    "A-2",
    {
        "en": "the programme of the first forum",
        "zh": "首届论坛方案",
        "ru": "программу первого форума",
    },
    {
        "en": "the programme and the rules of procedure of the first forum",
        "zh": "首届论坛方案和议事规则",
        "ru": "программу и правила процедуры первого форума",
    },
)


def keep(root: Path, number: str) -> KeptFile:
    """For want of a signed page, a picture of its number; written before the transaction."""
    picture = BytesIO()
    segno.make(f"{number}, signed").save(picture, kind="png", scale=8)
    picture.seek(0)
    return files.take(root, "signed-page.png", picture, limit=100_000)


def sign_founding(cast: Cast, document: Document, number: str, scan: KeptFile, at: datetime) -> None:
    """`at`: when the minutes were agreed; what follows them took some weeks."""
    days = timedelta(days=1)
    attach_statement(document, "BY", STATEMENT, None, by=cast.reader("BY", HEAD), now=at + days)
    signed_on = (at + 2 * days).date()
    signing = Signing(number, "Beijing", signed_on, SIGNERS)
    writer = cast.reader("CN", SECRETARY)
    sign_minutes(document, signing, {"CN": scan, "BY": scan}, by=writer, now=at + 2 * days)
    corrigendum = _correct(cast, document, at + 20 * days)
    signing = Signing(f"{number}/Corr.1", "Minsk", (at + 30 * days).date(), SIGNERS)
    sign_minutes(corrigendum, signing, {"BY": scan}, by=cast.reader("BY", SECRETARY), now=at + 30 * days)


def _correct(cast: Cast, document: Document, at: datetime) -> Document:
    by, day = cast.reader("BY", SECRETARY), timedelta(days=1)
    corrigendum = propose_corrigendum(document, prepare_corrigendum(document, CORRECTION, by), by=by, now=at)
    revision = latest_revision(corrigendum.id)
    circulate_document(
        corrigendum, revision_number=1, reading=read_revision(revision), terms=Terms("record"), by=by, now=at + day
    )
    for count, code in enumerate(("BY", "CN"), start=2):
        approve(cast, corrigendum, code, at + count * day)
    return corrigendum
