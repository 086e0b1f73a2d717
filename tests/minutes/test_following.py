"""After an upgrade registers follow what was agreed before: who reads the chain's head hears of it."""

from forumhub import ledger
from forumhub.database import db, writing
from forumhub.followup.corrections.models import ItemCorrection
from forumhub.mail.models import OutboxMail
from forumhub.minutes.following import follow_again
from tests.followup.examples import item
from tests.minutes.corrigenda.test_following import NEW_DAY, OFFICERS
from tests.minutes.test_notices import words
from tests.world import NOW

FOLLOWED = "followed_later"
SAID = {
    "en": ("New head of the ledger of HLM", "Corrigenda that were agreed of this meeting’s minutes move due dates"),
    "zh": ("登记册HLM台账的新末条哈希", "本次会晤纪要的更正早先已获商定"),
    "ru": ("Новый последний хеш журнала согласований реестра HLM", "Ранее согласованные исправления протокола"),
}


def as_before_registers_followed(**fields: object) -> None:
    with writing():
        db.session.query(ItemCorrection).delete()
        for name, value in fields.items():
            setattr(item("A-1"), name, value)


def test_parties_are_told_once_the_head_that_has_moved(meeting):
    ulid = meeting.agreed()
    before = {name: getattr(item("A-1"), name) for name in ("texts", "due", "due_on", "original_due_on")}
    meeting.settle(meeting.correct(ulid, correction=NEW_DAY))
    as_before_registers_followed(**before)
    head = ledger.head(meeting.row().register_id)

    for _ in range(2):
        with writing():
            follow_again(NOW)

    now = ledger.head(meeting.row().register_id)
    told = [mail.recipient for mail in db.session.query(OutboxMail).filter_by(template=FOLLOWED)]
    read = {language: words(FOLLOWED, "secretariat.cn@example.org", language) for language in SAID}
    assert (sorted(told), now == head) == (["secretariat.by@example.org", "secretariat.cn@example.org"], False)
    for language, (subject, text) in read.items():
        assert (subject, SAID[language][1] in text, now in text) == (SAID[language][0], True, True)
        assert f"https://forum.example/desk.event/{meeting.event}" in text


def test_nobody_is_told_where_words_alone_are_followed(meeting):
    ulid = meeting.agreed()
    before = item("A-1").texts
    meeting.settle(meeting.correct(ulid, correction=OFFICERS))
    as_before_registers_followed(texts=before)
    head = ledger.head(meeting.row().register_id)

    with writing():
        follow_again(NOW)

    assert db.session.query(ItemCorrection).count() == 1
    assert (
        ledger.head(meeting.row().register_id),
        db.session.query(OutboxMail).filter_by(template=FOLLOWED).all(),
    ) == (
        head,
        [],
    )
