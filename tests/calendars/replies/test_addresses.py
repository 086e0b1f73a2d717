"""Reply addresses: each registration's own, found again however mail servers write them, and made by nobody else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumhub.calendars.replies.addresses import (
    registration_of,
    reply_address,
    token_in,
    token_of,
    use_mailbox,
)
from forumhub.config import BadConfiguration, read_settings
from forumhub.database import new_ulid
from forumhub.mail import sealing

KEY = "a key that is long enough for any test, and known"
ULID = "01JDM3Q8Z0A1B2C3D4E5F6G7H8"
TOKEN_LENGTH = 26 + 24


@pytest.fixture(scope="module", autouse=True)
def key():
    """The key of whichever app was made last is put back afterwards."""
    before = list(sealing._keys)
    sealing.use_key(KEY)
    yield
    for one in before:
        sealing.use_key(one)


@pytest.fixture
def mailbox():
    use_mailbox("rsvp@forumhub.example")
    yield
    use_mailbox("")


def test_a_reply_address_names_its_registration(mailbox):
    address = reply_address(ULID)

    local, _, domain = address.partition("@")
    assert domain == "forumhub.example"
    assert local == local.lower()
    assert len(local) <= 64
    assert len(token_in(address)) == TOKEN_LENGTH
    assert registration_of(token_in(address)) == ULID


def test_a_reply_address_is_the_same_whenever_it_is_made(mailbox):
    assert reply_address(ULID) == reply_address(ULID)
    assert token_of(ULID) != token_of(new_ulid())


def test_there_is_no_reply_address_where_replies_are_not_received():
    use_mailbox("")

    assert reply_address(ULID) == ""


@pytest.mark.parametrize(
    "written",
    [
        "rsvp+{}@forumhub.example",
        "<rsvp+{}@forumhub.example>",
        '"rsvp+{}"@forumhub.example',
        " rsvp+{}@gateway.example ",
        "forum+rsvp+{}@forumhub.example",
        "rsvp+{}+later@forumhub.example",
    ],
)
@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_the_token_is_found_however_the_address_is_written(written, case):
    address = case(written.format(token_of(ULID)))

    assert registration_of(token_in(address)) == ULID


@pytest.mark.parametrize(
    "address", ["", "@", "rsvp@forumhub.example", "rsvp+@forumhub.example", "rsvp+short@forumhub.example", "王@例.中国"]
)
def test_an_address_without_a_token_has_none(address):
    assert token_in(address) is None


@settings(max_examples=50, deadline=None)
@given(position=st.integers(0, TOKEN_LENGTH - 1), character=st.sampled_from("abcdefghjkmnpqrstvwxyz234567"))
def test_no_changed_token_names_a_registration(position, character):
    token = token_of(ULID)
    changed = token[:position] + character + token[position + 1 :]

    assert registration_of(changed) == (ULID if changed == token else None)


@given(text=st.text(max_size=80))
@settings(max_examples=50, deadline=None)
def test_no_text_is_a_token_by_chance(text):
    assert registration_of(text) is None
    assert registration_of(token_in(text) or "") is None


def test_another_installation_makes_other_tokens():
    token = token_of(ULID)

    sealing.use_key("another installation's key, as long as it has to be")
    found = registration_of(token)
    sealing.use_key(KEY)

    assert found is None


@pytest.mark.parametrize(
    "address", ["rsvp+x@example.org", "Forum <rsvp@example.org>", "a-much-too-long-name@example.org"]
)
def test_a_reply_address_that_would_not_work_is_refused(address, tmp_path):
    with pytest.raises(BadConfiguration, match="REPLY_ADDRESS"):
        read_settings({"REPLY_ADDRESS": address, "INSTANCE": tmp_path})
