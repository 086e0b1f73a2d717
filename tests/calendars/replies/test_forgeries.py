"""Messages that are not what they seem change nothing, and are kept with the reason."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from forumhub.calendars.replies.models import ReceivedMail
from forumhub.calendars.replies.proving import Prover, is_proved
from forumhub.calendars.replies.reading import read_mail
from forumhub.calendars.replies.receiving import put_on_record
from forumhub.database import db
from tests.calendars.replies.arranging import (
    MTA,
    PROVED,
    PROVER,
    answer,
    invite,
    mails,
    receive,
    registration_of,
)

FAILED = f"Authentication-Results: {MTA}; dkim=fail header.d=example.org; spf=softfail smtp.mailfrom=example.org"


def unchanged(asked) -> bool:
    registration = registration_of(asked)
    return (registration.intention, registration.state, mails("reply_taken")) == ("", "confirmed", [])


def test_another_sender_is_not_believed(database, world):
    asked = invite(world)
    proved = f"Authentication-Results: {MTA}; dkim=pass header.d=example.net"

    mail = receive(answer(asked, "DECLINED", sender="stranger@example.net", headers=(proved,)))

    assert (mail.outcome, mail.reason_values, unchanged(asked)) == (
        "unproved",
        {"sender": "stranger@example.net"},
        True,
    )


def test_another_attendee_is_not_believed(database, world):
    asked = invite(world)

    mail = receive(answer(asked, "DECLINED", attendee="stranger@example.org", sender="stranger@example.org"))

    assert (mail.outcome, unchanged(asked)) == ("unproved", True)


def test_the_address_of_another_registration_does_not_serve(database, world):
    mine, other = invite(world, code="AAA"), invite(world, code="BBB")

    mail = receive(answer(mine, "DECLINED"), other.recipient)

    assert (mail.outcome, unchanged(mine), unchanged(other)) == ("unknown", True, True)
    assert mail.reason == "It answers another meeting than the one that its address belongs to."


@pytest.mark.parametrize(
    "recipient",
    [
        "rsvp@forumhub.example",
        "rsvp+nothing@forumhub.example",
        "rsvp+" + "0" * 26 + "a" * 24 + "@forumhub.example",
        "",
        "\x00\udcff+@",
    ],
)
def test_an_address_that_is_not_ours_is_no_invitation(database, world, recipient):
    asked = invite(world)

    mail = receive(answer(asked._replace(recipient="office@example.org"), "DECLINED"), recipient)

    assert (mail.outcome, mail.registration, mail.comment, mail.raw, unchanged(asked)) == (
        "unknown",
        None,
        "",
        None,
        True,
    )


def test_the_same_mail_again_changes_nothing(database, world):
    asked = invite(world)
    receive(answer(asked, "ACCEPTED"))

    replayed = receive(answer(asked, "ACCEPTED"))
    renamed = receive(answer(asked, "ACCEPTED", message_id="<2@example.org>"))
    altered = receive(answer(asked, "DECLINED"))

    outcomes = [mail.outcome for mail in (replayed, renamed, altered)]
    assert (outcomes, registration_of(asked).intention) == (["stale"] * 3, "accepted")


def test_without_dkim_and_authentication_results_nothing_changes(database, world):
    asked = invite(world)

    mail = receive(answer(asked, "DECLINED", headers=()))

    assert (mail.outcome, unchanged(asked)) == ("unproved", True)
    assert mail.reason.startswith("Nothing proves its sender")


def test_a_signature_that_nobody_checked_proves_nothing(database, world):
    asked = invite(world)

    mail = receive(answer(asked, "DECLINED", headers=("DKIM-Signature: v=1; d=example.org; s=s1; bh=x; b=y",)))

    assert (mail.outcome, unchanged(asked)) == ("unproved", True)


def test_results_below_those_of_our_server_are_not_read(database, world):
    asked = invite(world)

    mail = receive(answer(asked, "DECLINED", headers=(FAILED, PROVED)))

    assert (mail.outcome, unchanged(asked)) == ("unproved", True)


RECEIVED = "Received: from mail.example.org by mx.forumhub.example"
NO_DMARC = f"Authentication-Results: {MTA}; dmarc=none header.from=example.org"


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ((NO_DMARC, PROVED, RECEIVED), "taken"),
        ((NO_DMARC, RECEIVED, PROVED), "unproved"),
        ((RECEIVED, NO_DMARC, PROVED), "unproved"),
        ((RECEIVED, PROVED, NO_DMARC), "taken"),
        (("Authentication-Results: other.example; none", RECEIVED, PROVED), "taken"),
    ],
)
def test_each_program_of_our_server_may_write_a_field_of_its_own(database, world, headers, outcome):
    mail = receive(answer(invite(world), "DECLINED", headers=headers))

    assert mail.outcome == outcome


def test_results_inside_of_the_mail_are_not_read(database, world):
    asked = invite(world)
    raw = answer(asked, "DECLINED", headers=())

    begun = b"Message-ID: <1@example.org>\n"
    inside = raw.replace(begun, begun + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" + PROVED.encode() + b"\n")

    mail = receive(inside)

    assert (mail.outcome, mail.reason[:34], unchanged(asked)) == (
        "unproved",
        "Nothing proves its sender: our mai",
        True,
    )


def test_two_senders_are_none(database, world):
    asked = invite(world)
    raw = answer(asked, "DECLINED").replace(b"From: ", b"From: stranger@example.net, ")

    mail = receive(raw)

    assert (mail.outcome, mail.reason, unchanged(asked)) == ("unproved", "It does not name one sender.", True)


def test_without_a_mail_server_that_attests_nothing_is_proved(database, world):
    asked = invite(world)

    mail = receive(answer(asked, "DECLINED"), prover=Prover())

    assert (mail.outcome, unchanged(asked)) == ("unproved", True)


def test_a_trusted_domain_needs_no_results(database, world):
    asked = invite(world)

    mail = receive(answer(asked, "DECLINED", headers=()), prover=Prover("", ("Example.org",)))

    assert (mail.outcome, registration_of(asked).intention) == ("taken", "declined")


@pytest.mark.parametrize(
    ("results", "proved"),
    [
        ("mx.forumhub.example; dkim=pass header.d=example.org", True),
        ("MX.forumhub.example 1; spf=pass smtp.mailfrom=someone@example.org", True),
        ("mx.forumhub.example; dmarc=pass (p=reject) header.from=example.org", True),
        ("mx.forumhub.example; dkim=fail header.d=example.org;\r\n dkim=pass header.i=@example.org", True),
        ("mx.forumhub.example; dkim = pass (2048-bit (rsa) key) header.d=org; spf=none", False),
        ("mx.forumhub.example; dkim=pass header.d=sub.example.org", False),
        ("mx.forumhub.example; dkim=pass header.d=notexample.org", False),
        ("mx.forumhub.example; dkim=passed header.d=example.org", False),
        ("mx.forumhub.example; dkim=pass", False),
        ("mx.forumhub.example; spf=pass smtp.helo=example.org", False),
        ("mx.forumhub.example; none", False),
        ("mx.forumhub.example.net; dkim=pass header.d=example.org", False),
        ('mx.forumhub.example; spf=fail smtp.mailfrom="a; dkim=pass header.d=example.org"', False),
        ("mx.forumhub.example; spf=fail (; dkim=pass header.d=example.org ) smtp.mailfrom=x.org", False),
        ("(mx.forumhub.example) other.example; dkim=pass header.d=example.org", False),
        ("", False),
        (";" * 10_000, False),
        ("(" * 10_000, False),
    ],
)
def test_results_prove_what_they_say(results, proved):
    found = is_proved("delegate@example.org", [results], PROVER)

    assert found is proved


def test_a_domain_above_proves_those_below():
    found = is_proved("delegate@mia.example.org", [f"{MTA}; dkim=pass header.d=example.org"], PROVER)

    assert found is True


@pytest.mark.parametrize("sender", ["delegate@公安部.cn", "delegate@xn--55q79ve18b.cn"])
@pytest.mark.parametrize("domain", ["公安部.cn", "xn--55q79ve18b.cn", "XN--55Q79VE18B.CN"])
def test_a_domain_of_another_script_is_the_same_in_either_form(sender, domain):
    attested = is_proved(sender, [f"{MTA}; dkim=pass header.d={domain}"], PROVER)
    trusted = is_proved(sender, [], Prover(trusted_domains=(domain,)))

    assert (attested, trusted) == (True, True)


DEEP = b"(" * 3_000
UNKEPT = {
    "deep comments of the sender": (rb"From: ", b"From: " + DEEP),
    "deep comments of the recipient": (rb"To: ", b"Cc: " + DEEP + b"\nTo: "),
    "NUL in the method": (rb'method="REPLY"', b"method*=utf-8''REP%00LY"),
    "a method that grows in capitals": (rb'method="REPLY"', b"method*=utf-8''" + b"%C3%9F" * 40),
    "a method of no encoding": (rb'method="REPLY"', b"method*=utf-8''" + b"%DF" * 40),
}


def test_whatever_arrives_is_put_on_record(database, world):
    asked = invite(world)
    raw = answer(asked, "DECLINED")
    forged = [raw.replace(before, after) for before, after in UNKEPT.values() if before in raw]

    for each in forged:
        put_on_record(each, read_mail(each), asked.recipient, PROVER)

    found = list(db.session.scalars(select(ReceivedMail)))
    assert (len(forged), [mail.recipient for mail in found]) == (len(UNKEPT), [asked.recipient] * len(UNKEPT))


def test_what_the_database_does_not_take_is_recorded_without_it(database, world):
    asked = invite(world)
    raw = answer(asked, "DECLINED", headers=())
    read = read_mail(raw)
    huge = replace(read, answers=(replace(read.answers[0], sequence=2**70),))

    put_on_record(raw, huge, asked.recipient, PROVER)

    (mail,) = db.session.scalars(select(ReceivedMail))
    assert (mail.outcome, mail.reason, mail.sequence, mail.sender, mail.recipient) == (
        "broken",
        "It holds values that cannot be stored.",
        None,
        "",
        asked.recipient,
    )
