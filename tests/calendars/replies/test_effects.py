"""What an answer does: it records an intention, tells its person so, and takes no place away."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forumhub.calendars.replies import queries
from forumhub.calendars.replies.actions import confirm_withdrawal
from forumhub.calendars.replies.queries import find_declined, withdrawal_token
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.events.actions import edit_event, postpone_event
from forumhub.events.models import Event
from forumhub.mail.models import OutboxMail
from forumhub.mail.worker import deliver_due
from forumhub.registration.actions import apply_for_place, withdraw_registration
from tests.calendars.replies.arranging import (
    LATER,
    MTA,
    PROVED,
    adapted,
    answer,
    asked_of,
    invite,
    link_in,
    mails,
    receive,
    registration_of,
    set_email,
)
from tests.client import Client
from tests.mail.conftest import mailbox, sending_app  # noqa: F401 - fixtures
from tests.world import NOW

COMMENTS = {
    "en": "I am travelling",
    "zh": "届时在国外出差，派副手参加",
    "ru": "Буду в командировке, приедет заместитель",
}
REPLIES = [
    "apache_james-project__eml-calendar.eml",
    "cyrusimap_cyrus-imapd__cyrus_imip_reply_2.eml",
    "cyrusimap_cyrus-imapd__cyrus_imip_reply_no_organizer_2.eml",
    "cyrusimap_cyrus-imapd__cyrus_imip_reply_override_2.eml",
    "cyrusimap_cyrus-imapd__cyrus_imip_reply_override_google_2.eml",
    "cyrusimap_cyrus-imapd__cyrus_imip_reply_override_invalid_2.eml",
    "cyrusimap_cyrus-imapd__cyrus_imip_reply_override_invalid_4.eml",
    "cyrusimap_cyrus-imapd__cyrus_imip_reply_partycrasher_2.eml",
    "fmbiete_Z-Push-contrib__meeting_reply_rim.txt.eml",
]
"""All of the real mails that are replies: test_reading holds this against the whole folder."""


@pytest.mark.parametrize("status", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_an_answer_records_the_intention_and_leaves_the_place(database, world, status):
    asked = invite(world)

    mail = receive(answer(asked, status))

    registration = registration_of(asked)
    assert (mail.outcome, mail.reason, mail.status) == ("taken", "", status)
    assert (registration.intention, registration.state) == (status.lower(), "confirmed")
    assert registration.event.places_taken == 1
    assert [each.snapshot["intention"] for each in mails("reply_taken")] == [status.lower()]


def test_each_real_reply_takes_effect_as_an_answer_to_ours(database, world, shared_data):
    asked = invite(world)
    found = {}

    for number, name in enumerate(REPLIES):
        raw = (shared_data / "imip" / name).read_bytes()
        stamp = f"{LATER + timedelta(seconds=number):%Y%m%dT%H%M%SZ}".encode()
        mail = receive(adapted(raw, asked).replace(f"{LATER:%Y%m%dT%H%M%SZ}".encode(), stamp), asked.recipient)
        found[name] = (mail.outcome, mail.reason, registration_of(asked).intention)

    declined = "cyrusimap_cyrus-imapd__cyrus_imip_reply_override_invalid_2.eml"
    assert found == {name: ("taken", "", "declined" if name == declined else "accepted") for name in REPLIES}


@pytest.mark.parametrize("language", COMMENTS)
def test_the_comment_is_kept_in_every_script(database, world, language):
    asked = invite(world)

    mail = receive(answer(asked, "DECLINED", comment=COMMENTS[language].replace(",", "\\,")))

    assert (mail.comment, registration_of(asked).intention_note) == (COMMENTS[language], COMMENTS[language])


def test_the_same_intention_again_tells_nobody_again(database, world):
    asked = invite(world)
    receive(answer(asked, "DECLINED"))

    again = receive(answer(asked, "DECLINED", stamp=LATER + timedelta(minutes=1), message_id="<2@example.org>"))
    other = receive(answer(asked, "ACCEPTED", stamp=LATER + timedelta(minutes=2), message_id="<3@example.org>"))

    assert (again.outcome, other.outcome) == ("taken", "taken")
    assert [each.snapshot["intention"] for each in mails("reply_taken")] == ["declined", "accepted"]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Auto-Submitted: auto-generated", True),
        ("Precedence: bulk", False),
        ("Auto-Submitted: auto-replied\r\nPrecedence: bulk", False),
        ("Auto-Submitted: auto-replied\r\nReturn-Path: <>", False),
    ],
)
def test_an_answer_that_a_program_gave_by_itself_is_recorded_and_sets_off_no_mail(database, world, header, told):
    asked = invite(world)
    headers, times = (PROVED, header), ("DTSTART:20270315T070000Z",)

    mail = receive(answer(asked, "DECLINED", headers=headers))
    proposal = receive(answer(asked, method="COUNTER", more=times, headers=headers, message_id="<2@example.org>"))

    assert (mail.outcome, proposal.outcome, registration_of(asked).intention) == ("taken", "proposed", "declined")
    assert [bool(each.secret) for each in mails("reply_taken")] == [True] * told
    assert bool(mails("reply_proposed")) == told


def test_a_decline_marked_as_a_programs_brings_its_link_once_for_each_time_of_the_meeting(
    world,
    sending_app,  # noqa: F811
    mailbox,  # noqa: F811
    time_machine,
):
    marked = {"headers": (PROVED, "Auto-Submitted: auto-replied", "Return-Path: <delegate.cn@example.org>")}
    links, held = [], []
    with sending_app.app_context():
        asked = invite(world)
        for number in range(6):  # for days, as two programs would that answer each other
            moment = LATER + timedelta(hours=6 * number)
            status, message_id = ("DECLINED", "ACCEPTED")[number % 2], f"<m{number}@example.org>"
            receive(answer(asked, status, stamp=moment, message_id=message_id, **marked), now=moment)
            links.append(len(mails("reply_taken")))
            held.append(find_declined(link_in(mails("reply_taken")[0]))[1])
        with writing():
            event, by = registration_of(asked).event, world.reader("BY", "organizer")
            edit_event(event, lock_version=event.lock_version, venue="Hall 5", by=by, now=moment)
        moved, times = asked_of(world, registration_of(asked).id), ("DTSTART:20270315T070000Z",)
        later = answer(moved, "DECLINED", stamp=moment, message_id="<n@example.org>", **marked)
        proposal = answer(moved, method="COUNTER", more=times, message_id="<p@example.org>", **marked)
        outcomes = [receive(each, now=moment).outcome for each in (later, proposal)]
        links.append(len(mails("reply_taken")))
        proposals = mails("reply_proposed")
        time_machine.move_to(moment)
        opened = [Client(sending_app).get(f"/replies/{link_in(each)}").text for each in mails("reply_taken")]

    deliver_due(sending_app)

    told = [message for message in mailbox.received if message["Auto-Submitted"] == "auto-replied"]
    linking = ["/replies/" in message.get_body(("plain",)).get_content() for message in told]
    assert (outcomes, links, proposals) == (["taken", "proposed"], [*[1] * 6, 2], [])
    assert ([message["Precedence"] for message in told], linking) == (["bulk", "bulk"], [True, True])
    assert (held, ["<button" in each.split("<main")[1] for each in opened]) == ([True, False] * 3, [False, True])


@pytest.mark.parametrize("status", ["DECLINED", "ACCEPTED"])
def test_the_link_holds_for_as_long_as_they_decline_this_time_of_the_meeting(database, world, status):
    asked = invite(world)
    for number, each in enumerate(("DECLINED", status, "DECLINED")):
        moment = LATER + timedelta(minutes=number)
        receive(answer(asked, each, stamp=moment, message_id=f"<{number}@example.org>"), now=moment)

    with writing():
        confirm_withdrawal(link_in(mails("reply_taken")[0]), now=moment)

    assert registration_of(asked).state == "withdrawn"
    assert [each.snapshot["intention"] for each in mails("reply_taken")] == [
        "declined", *(["accepted", "declined"] if status == "ACCEPTED" else []),
    ]  # fmt: skip


def test_a_decline_that_brought_no_link_uses_up_none(database, world):
    asked, marked = invite(world), (PROVED, "Auto-Submitted: auto-replied")
    unanswerable, answerable = (*marked, "Return-Path: <>"), (*marked, "Return-Path: <delegate.cn@example.org>")
    links = []
    for number, headers in enumerate((unanswerable, answerable, answerable)):
        moment = LATER + timedelta(minutes=number)
        receive(answer(asked, "DECLINED", stamp=moment, message_id=f"<{number}@a>", headers=headers), now=moment)
        links.append(len(mails("reply_taken")))

    assert (links, find_declined(link_in(mails("reply_taken")[0]))[1]) == ([0, 1, 1], True)


@pytest.mark.parametrize("headers", [(), ("Auto-Submitted: auto-replied", "Return-Path: <delegate.cn@example.org>")])
def test_a_decline_held_back_among_many_answers_is_sent_its_link_when_it_is_repeated(database, world, headers):
    asked = invite(world)
    for number, status in enumerate(("ACCEPTED", "TENTATIVE", "ACCEPTED", "DECLINED")):
        moment = LATER + timedelta(minutes=number)
        receive(answer(asked, status, stamp=moment, message_id=f"<{number}@example.org>"), now=moment)
    before = [each.snapshot["intention"] for each in mails("reply_taken")]
    later = moment + timedelta(hours=1)

    again = answer(asked, "DECLINED", stamp=later, message_id="<9@example.org>", headers=(PROVED, *headers))
    mail = receive(again, now=later)

    told = [each.snapshot["intention"] for each in mails("reply_taken")]
    assert (before, told[3:], mail.linked) == (["accepted", "tentative", "accepted"], ["declined"], True)
    assert find_declined(link_in(mails("reply_taken")[-1]))[1] is True


def test_who_answers_again_and_again_is_recorded_and_sets_off_few_mails(database, world):
    asked = invite(world)

    for number in range(8):
        moment, message_id = LATER + timedelta(minutes=number), f"<x{number}@example.org>"
        status = ("ACCEPTED", "DECLINED")[number % 2]
        receive(answer(asked, status, stamp=moment, message_id=message_id), now=moment)
    few, intention = len(mails("reply_taken")), registration_of(asked).intention
    moment += timedelta(hours=1)
    receive(answer(asked, "ACCEPTED", stamp=moment, message_id="<later@example.org>"), now=moment)

    assert (few, intention, len(mails("reply_taken"))) == (3, "declined", 4)


def test_who_proposes_again_and_again_sets_off_few_mails(database, world):
    asked = invite(world)

    for number in range(6):
        times, moment = (f"DTSTART:202703{number + 10}T070000Z",), LATER + timedelta(minutes=number)
        receive(answer(asked, method="COUNTER", more=times, stamp=moment, message_id=f"<x{number}@a>"), now=moment)

    assert len(mails("reply_proposed")) == 2 * 3


def test_an_older_answer_that_arrives_later_changes_nothing(database, world):
    asked = invite(world)
    receive(answer(asked, "DECLINED"))

    mail = receive(answer(asked, "ACCEPTED", stamp=LATER - timedelta(minutes=1), message_id="<2@example.org>"))

    assert (mail.outcome, registration_of(asked).intention) == ("stale", "declined")


def test_another_answer_of_the_same_second_is_the_one_that_counts(database, world):
    asked = invite(world)
    first, second = answer(asked, "ACCEPTED"), answer(asked, "DECLINED", message_id="<2@example.org>")
    unnamed = answer(asked, "TENTATIVE", message_id="")
    receive(first)

    mails = [receive(each) for each in (unnamed, second, second, first)]
    same = receive(answer(asked, "DECLINED", message_id="<3@example.org>"))

    outcomes = [mail.outcome for mail in (*mails, same)]
    assert (outcomes, registration_of(asked).intention) == (["stale", "taken", *["stale"] * 3], "declined")


def test_an_answer_to_an_earlier_time_changes_nothing(database, world):
    asked = invite(world)
    with writing():
        event = db.session.get(Event, registration_of(asked).event_id)
        postpone_event(event, reason="洪水", by=world.reader("BY", "organizer"), now=NOW)

    old = receive(answer(asked, "DECLINED"))
    newer = asked_of(world, registration_of(asked).id)
    new = receive(answer(newer, "TENTATIVE", message_id="<2@example.org>"))

    assert newer.sequence > asked.sequence
    assert (old.outcome, new.outcome, registration_of(asked).intention) == ("stale", "taken", "tentative")
    assert old.reason == "It answers an earlier time or place of the meeting; the new one was sent since."


@pytest.mark.parametrize("status", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_an_update_states_what_was_answered_until_the_meeting_is_moved(database, world, status):
    asked = invite(world)
    receive(answer(asked, status))
    organizer = world.reader("BY", "organizer")
    with writing():
        event = db.session.get(Event, registration_of(asked).event_id)
        titles = {"en": "Panel, renamed", "zh": "更名论坛", "ru": "Переименовано"}
        edit_event(event, lock_version=event.lock_version, titles=titles, by=organizer, now=LATER)
    renamed = asked_of(world, registration_of(asked).id)
    with writing():
        event = db.session.get(Event, registration_of(asked).event_id)
        edit_event(event, lock_version=event.lock_version, venue="Hall 5", by=organizer, now=LATER)
    moved = asked_of(world, registration_of(asked).id)

    assert [(each.status, each.rsvp, each.sequence - asked.sequence) for each in (asked, renamed, moved)] == [
        ("NEEDS-ACTION", "TRUE", 0),
        (status, "TRUE", 0),
        ("NEEDS-ACTION", "TRUE", 1),
    ]


def test_a_sequence_beyond_ours_does_not_outdo_later_answers(database, world):
    asked = invite(world)
    receive(answer(asked, "DECLINED", sequence=9_999))

    mail = receive(answer(asked, "ACCEPTED", stamp=LATER + timedelta(minutes=1), message_id="<2@example.org>"))

    assert (mail.outcome, registration_of(asked).intention) == ("taken", "accepted")


def test_a_fast_clock_does_not_outdo_later_answers(database, world):
    asked = invite(world)
    ahead, later = LATER + timedelta(hours=20), LATER + timedelta(hours=2)
    receive(answer(asked, "ACCEPTED", stamp=ahead))

    mail = receive(answer(asked, "DECLINED", stamp=later, message_id="<2@example.org>"), now=later)
    again = receive(answer(asked, "ACCEPTED", stamp=ahead, message_id="<3@example.org>"), now=later)

    assert (mail.outcome, again.outcome, registration_of(asked).intention) == ("taken", "stale", "declined")


def test_a_fast_clock_does_not_outdo_later_proposals(database, world):
    asked = invite(world)
    first, second = ((f"DTSTART:202703{day}T070000Z", f"DTEND:202703{day}T090000Z") for day in (15, 16))
    ahead, later = LATER + timedelta(hours=20), LATER + timedelta(hours=2)
    receive(answer(asked, method="COUNTER", stamp=ahead, more=first))

    mail = receive(answer(asked, method="COUNTER", stamp=later, more=second, message_id="<2@example.org>"), now=later)

    assert (mail.outcome, queries.latest_proposal(registration_of(asked).id).proposed_start.day) == ("proposed", 16)


def test_an_answer_from_the_future_is_refused(database, world):
    asked = invite(world)

    mail = receive(answer(asked, stamp=LATER + timedelta(days=400)))

    assert (mail.outcome, registration_of(asked).intention) == ("broken", "")


def test_an_answer_of_who_was_withdrawn_changes_nothing(database, world):
    asked = invite(world)
    with writing():
        withdraw_registration(registration_of(asked), by=world.reader("BY", "organizer"), now=NOW)

    mail = receive(answer(asked, "ACCEPTED"))

    assert (mail.outcome, registration_of(asked).state, registration_of(asked).intention) == ("stale", "withdrawn", "")


def test_an_answer_after_the_meeting_changes_nothing(database, world):
    asked = invite(world)
    after = registration_of(asked).event.ends_at + timedelta(days=1)

    mail = receive(answer(asked, stamp=after), now=after)

    assert (mail.outcome, mail.reason) == ("stale", "The meeting is over.")


def test_the_address_of_an_attendee_may_be_written_in_any_way(database, world):
    asked = invite(world)
    odd = b'ATTENDEE;PARTSTAT=DECLINED;SENT-BY="mailto:office@example.org":MAILTO:<Delegate.CN@Example.ORG>'
    raw = answer(asked).replace(b"base64", b"8bit")
    head, _, _body = raw.partition(b"\n\n")
    body = (
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20261122T095900Z\r\n"
        % asked.uid.encode()
        + b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:somebody@example.net\r\n"
        + odd
        + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    mail = receive(head + b"\n\n" + body)

    assert (mail.outcome, mail.reason, registration_of(asked).intention) == ("taken", "", "declined")


def test_a_delegated_invitation_changes_nothing(database, world):
    asked = invite(world)

    mail = receive(answer(asked, 'DELEGATED;DELEGATED-TO="mailto:deputy@example.org"'))

    assert (mail.outcome, registration_of(asked).intention) == ("broken", "")
    assert mail.reason == "It passes the invitation on to somebody else; their party names them instead."


def test_a_proposed_time_is_shown_to_the_organizers_and_changes_nothing(database, world):
    asked = invite(world)
    times = ("DTSTART;TZID=Europe/Minsk:20270315T100000", "DTEND;TZID=Europe/Minsk:20270315T120000")

    mail = receive(answer(asked, "TENTATIVE", method="COUNTER", more=times, comment="请改到周一"))
    again = receive(answer(asked, "TENTATIVE", method="COUNTER", more=times, message_id="<2@example.org>"))

    told = mails("reply_proposed")
    assert (mail.outcome, mail.comment, again.outcome) == ("proposed", "请改到周一", "stale")
    assert (mail.proposed_start.isoformat(), mail.proposed_end.isoformat()) == (
        "2027-03-15T07:00:00+00:00",
        "2027-03-15T09:00:00+00:00",
    )
    assert (registration_of(asked).intention, registration_of(asked).state) == ("", "confirmed")
    assert sorted({each.recipient for each in told}) == ["organizer.by@example.org", "secretariat.by@example.org"]
    assert len(told) == 2


@pytest.mark.parametrize(
    "times",
    [
        (),
        ("DTSTART:20270315T100000",),
        ("DTSTART;TZID=Nowhere:20270315T100000",),
        ("DTSTART;VALUE=DATE:20270315", "DTEND:20270315T100000Z"),
        ("DTSTART:20270315T100000Z", "DTEND;VALUE=DATE:20270316"),
        ("DTSTART;VALUE=DATE:20270315", "DTEND;VALUE=DATE:20270314"),
        ("DTSTART;VALUE=DATE:00010101",),
        ("DTSTART;VALUE=DATE:20270315", "DTEND;VALUE=DATE:99991231"),
    ],
)
def test_a_proposal_without_a_time_says_what_is_missing(database, world, times):
    asked = invite(world)

    mail = receive(answer(asked, "TENTATIVE", method="COUNTER", more=times))

    assert (mail.outcome, bool(mail.reason), mails("reply_proposed")) == ("broken", True, [])


def test_who_declined_gives_the_place_back_by_the_link(database, world):
    asked = invite(world)
    receive(answer(asked, "DECLINED"))
    token = withdrawal_token(registration_of(asked))

    with writing():
        confirm_withdrawal(token, now=LATER)

    registration = registration_of(asked)
    assert (registration.state, registration.event.places_taken) == ("withdrawn", 0)


def test_the_link_holds_no_longer_once_they_answered_otherwise(database, world):
    asked = invite(world)
    receive(answer(asked, "DECLINED"))
    token = withdrawal_token(registration_of(asked))
    receive(answer(asked, "ACCEPTED", stamp=LATER + timedelta(minutes=1), message_id="<2@example.org>"))

    with pytest.raises(RuleBroken, match="answered otherwise"), writing():
        confirm_withdrawal(token, now=LATER)

    assert registration_of(asked).state == "confirmed"


def number_of_mails() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxMail))


def test_the_link_gives_nothing_back_after_the_meeting(database, world):
    asked = invite(world)
    receive(answer(asked, "DECLINED"))
    token, before = withdrawal_token(registration_of(asked)), number_of_mails()
    after = registration_of(asked).event.ends_at + timedelta(minutes=1)

    with pytest.raises(RuleBroken, match="no place is left to give back"), writing():
        confirm_withdrawal(token, now=after)

    assert (registration_of(asked).state, number_of_mails()) == ("confirmed", before)


def test_the_link_holds_no_longer_once_the_meeting_was_moved(database, world):
    asked = invite(world)
    receive(answer(asked, "DECLINED"))
    token = withdrawal_token(registration_of(asked))
    with writing():
        event = db.session.get(Event, registration_of(asked).event_id)
        postpone_event(event, reason="洪水", by=world.reader("BY", "organizer"), now=NOW)

    with pytest.raises(RuleBroken, match="the meeting was changed"), writing():
        confirm_withdrawal(token, now=LATER)

    assert (registration_of(asked).state, registration_of(asked).intention) == ("confirmed", "declined")


def test_who_is_registered_anew_intends_nothing_yet(database, world):
    asked = invite(world)
    receive(answer(asked, "DECLINED", comment="В отпуске"))
    token = withdrawal_token(registration_of(asked))
    with writing():
        confirm_withdrawal(token, now=LATER)
    with writing():
        event = db.session.get(Event, registration_of(asked).event_id)
        apply_for_place(event, by=world.reader("CN", "delegate"), now=LATER)

    registration = registration_of(asked)
    assert (registration.state, registration.intention, registration.intention_note) == ("applied", "", "")
    with pytest.raises(RuleBroken), writing():
        confirm_withdrawal(token, now=LATER)


@pytest.mark.parametrize("attendee", ["delegate@xn--55q79ve18b.cn", "Delegate@公安部.cn"])
def test_an_answer_from_a_domain_of_another_script_is_taken(database, world, attendee):
    set_email(world, "delegate@公安部.cn")
    asked = invite(world)
    proved = f"Authentication-Results: {MTA}; dkim=pass header.d=xn--55q79ve18b.cn"

    mail = receive(answer(asked, "DECLINED", attendee=attendee, headers=(proved,)))

    assert asked.attendee == "delegate@xn--55q79ve18b.cn"
    assert (mail.outcome, mail.reason, registration_of(asked).intention) == ("taken", "", "declined")


def test_a_person_whose_address_changed_is_known_by_the_new_one(database, world):
    asked = invite(world)
    set_email(world, "New.Address@example.org")

    old = receive(answer(asked))
    new = receive(answer(asked._replace(attendee="new.address@example.org"), message_id="<2@example.org>"))

    assert (old.outcome, new.outcome) == ("unproved", "taken")
