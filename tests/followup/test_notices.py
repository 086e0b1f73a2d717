"""What secretariats read about items: one message to all of them, in each of their languages, with the head."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from forumhub import files, ledger
from forumhub.database import db, writing
from forumhub.followup import actions, agreeing
from forumhub.followup.acceptance.actions import answer_recommendation
from forumhub.mail.models import OutboxMail
from forumhub.mail.rendering import compose
from forumhub.mail.worker import deliver_due
from forumhub.parties.models import Party
from tests.followup import examples
from tests.followup.examples import item
from tests.mail.conftest import mailbox, sending_app  # noqa: F401 - fixtures
from tests.world import NOW

TOLD = ["secretariat.by@example.org", "secretariat.cn@example.org"]
LATER = date(2027, 5, 1)


def how(world, code: str) -> dict:
    return {"party": db.session.get_one(Party, world.party[code]), "by": world.reader(code, "secretary"), "now": NOW}


def link(endpoint: str, **values: str) -> str:
    return "/".join(["https://forum.example", endpoint, *values.values()])


def step() -> tuple[list[OutboxMail], str, str]:
    """The mails of the last message, and its subject and text as the worker would send it, in all languages."""
    statement = select(OutboxMail).where(OutboxMail.template == "item_step").order_by(OutboxMail.id.desc())
    newest = db.session.scalars(statement).first()
    mails = [mail for mail in db.session.scalars(statement) if mail.message_id == newest.message_id]
    newest.together = [{**newest.together[0], "language": language} for language in ("en", "zh", "ru")]
    message = compose(newest, link, "forumhub@example.org")
    assert newest.snapshot["head"] in message.get_body(("html",)).get_content()
    return mails, message["Subject"], message.get_body(("plain",)).get_content()


def test_each_step_of_an_item_is_told_to_all_parties_together_with_its_head(world, database):
    of = examples.event(world)
    examples.issue(of, CONCERN=1, RECOMMENDATION=1, ACTION=3)
    lines = (
        "- **CONCERN C-1** (BY): Slow.\n- **RECOMMENDATION R-1** (CN; from C-1): Answer.\n"
        "- **ACTION A-1** (BY; due 2027-03-01; from C-1): Name.\n- **ACTION A-2** (BY; from C-1): Test.\n"
    )
    examples.agreed(world, of, en=lines)
    by, cn, register = how(world, "BY"), how(world, "CN"), item("A-1").register_id
    steps = [
        (
            "Belarus accepted HLM/R-1 in part",
            1,
            lambda: answer_recommendation(item("R-1"), answer="partly", words="x", **by),
        ),
        (
            "Belarus proposes a new date for HLM/A-1: Sat 1 May 2027",
            0,
            lambda: agreeing.propose_due(item("A-1"), due=LATER, **by),
        ),
        (
            "China agreed to a new date for HLM/A-1: Sat 1 May 2027",
            1,
            lambda: agreeing.agree_due(item("A-1"), seen="2027-05-01", **cn),
        ),
        ("Belarus reported HLM/A-1 done", 0, lambda: actions.report_item(item("A-1"), act="reported", words="x", **by)),
        (
            "China returned HLM/A-1: it is in progress again",
            0,
            lambda: actions.return_item(item("A-1"), words="x", **cn),
        ),
        ("Belarus reported HLM/A-1 done", 0, lambda: actions.report_item(item("A-1"), act="reported", words="x", **by)),
        ("China closed HLM/A-1", 1, lambda: actions.close_item(item("A-1"), **cn)),
        ("China wishes to cancel HLM/A-2", 0, lambda: agreeing.cancel_item(item("A-2"), **cn)),
        ("HLM/A-2 is cancelled: Belarus was the last to agree", 1, lambda: agreeing.cancel_item(item("A-2"), **by)),
    ]

    for subject, appended, act in steps:
        before = len(ledger.entries(register))
        act()
        mails, told, text = step()
        assert told.startswith(subject + " / ")
        assert sorted(mail.recipient for mail in mails) == TOLD
        assert (len(ledger.entries(register)) - before, text.count(ledger.head(register))) == (appended, 3)
    assert (
        len({mail.message_id for mail in db.session.scalars(select(OutboxMail)) if mail.template == "item_step"}) == 9
    )


@pytest.mark.parametrize(("detail", "access"), [("full", "delegates"), ("brief", "parties"), ("brief", "public")])
def test_a_step_reaches_both_secretariats_in_one_message_through_a_mail_server(
    world,
    sending_app,  # noqa: F811
    mailbox,  # noqa: F811
    detail,
    access,
):
    examples.arranged(world)
    with sending_app.app_context(), writing():
        for code, language in (("CN", "zh"), ("BY", "ru")):
            db.session.get_one(Party, world.party[code]).language = language
        examples.let_out(item("A-1").event, detail)
        item("A-1").event.access = access
        kept = [
            files.KeptFile("Акт.txt", *files.keep(sending_app.config["INSTANCE"] / "files", BytesIO(b"x"), limit=9))
        ]
        reported = {"evidence": "照会 114/2026", "kept": kept}
        actions.report_item(item("A-1"), act="reported", **reported, **how(world, "BY"))
        actions.close_item(item("A-1"), words="Список\nSubject: forged", **how(world, "CN"))
        expected = [ledger.head(item("A-1").register_id), "行动 · 已办结 · BY-MIA，会同 CN-MPS", "Поручение · Закрыто"]
        words = [*item("A-1").texts.values(), "forged", "照会", "Акт.txt"]
        snapshots = [mail.snapshot for mail in db.session.query(OutboxMail).filter_by(template="item_step")]

    deliver_due(sending_app)

    closed = [message for message in mailbox.received if "已办结 HLM/A-1" in str(message["Subject"])]
    one, other = closed
    text = one.get_body(("plain",)).get_content()
    assert (one.as_bytes(), sorted(address.addr_spec for address in one["To"].addresses)) == (other.as_bytes(), TOLD)
    assert sorted(one["Subject"].split(" / ")) == ["Китай: закрыто HLM/A-1", "中国已办结 HLM/A-1"]
    assert [phrase for phrase in expected if not phrase or phrase not in text] == []
    said = [message.get_body((kind,)).get_content() for message in mailbox.received for kind in ("plain", "html")]
    carried = {phrase for phrase in words for told in (*said, str(snapshots)) if phrase in told}
    assert carried == (set(words) if detail == "full" else set())
    assert "/follow-up/HLM/A-1" in text
    assert len(mailbox.received) == 4
