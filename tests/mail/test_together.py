"""One message to several recipients, through a real server: whoever's address fails keeps it from nobody else."""

from sqlalchemy import select

from forumhub import clock
from forumhub.database import db, writing
from forumhub.mail.actions import Recipient, post_together
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due

SNAPSHOT = {
    "event": "01JDM3Q8Z0A1B2C3D4E5F6G7H8",
    "register": "HLM",
    "titles": {"en": "Third meeting", "zh": "第三次会晤", "ru": "Третья встреча"},
    "by_names": {"en": "China", "zh": "中国", "ru": "Китай"},
    "days": 10,
    "head": "ab" * 32,
    "told": ["a@example.org"],
}
TOLD = [
    Recipient("secretariat.cn@公安部.cn", "Secretariat 秘书处", "zh", "Asia/Shanghai"),
    Recipient("bounces@example.org", "Секретариат", "ru", "Europe/Minsk"),
    Recipient("секретариат@example.org", "Stands in no header", "ru", "Europe/Minsk"),
    Recipient("secretariat.kz@example.org", "Secretariat", "ru", "Asia/Almaty"),
    Recipient("secretariat.kz@example.org", "The same once more", "ru", "Asia/Almaty"),
]


def test_message_together_reaches_all_whose_addresses_take_it(sending_app, mailbox):
    with sending_app.app_context(), writing():
        post_together("silence_choice", TOLD, SNAPSHOT, now=clock.now())
    mailbox.answer_to = lambda recipient: "550 5.1.1 no such user" if recipient.startswith("bounces") else None

    sent = deliver_due(sending_app)

    with sending_app.app_context():
        rows = {mail.recipient: mail for mail in db.session.scalars(select(OutboxMail))}
    one, _by_smtputf8, other = mailbox.received
    text = one.get_body(("plain",)).get_content()
    assert (sent, one.as_bytes(), len(rows)) == (3, other.as_bytes(), 4)
    assert [address.addr_spec for address in one["To"].addresses] == [
        "secretariat.cn@xn--55q79ve18b.cn",
        "bounces@example.org",
        "secretariat.kz@example.org",
    ]
    assert (one["Subject"], one["Content-Language"]) == (
        "已选定沉默程序：HLM / Выбрана процедура молчания: HLM",
        "zh, ru",
    )
    assert [line for line in text.splitlines() if line.startswith("===")] == ["=== 中文 ===", "=== Русский ==="]
    assert text.count("ab" * 32) == 2
    assert rows["bounces@example.org"].last_error == "550 5.1.1 no such user"
    assert [address for address, mail in rows.items() if mail.given_up_at] == ["bounces@example.org"]
