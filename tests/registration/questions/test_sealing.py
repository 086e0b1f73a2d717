"""Keys of sensitive answers: made once, followed by another, refused where they are none."""

import base64
import os
import stat

import pytest

from forumhub.config import BadConfiguration
from forumhub.registration.questions import sealing

REGISTRATION, QUESTION = "01REGISTRATION", "01QUESTION"


@pytest.fixture
def keys(database, tmp_path):
    """Sets the keys as the app does at its start; afterwards they are as they were."""
    setting, place = list(sealing._setting), list(sealing._place)
    yield lambda setting="": sealing.use_keys(setting, tmp_path)
    sealing._setting[:], sealing._place[:] = setting, place


def seal(value="MP1234567"):
    return sealing.seal(value, REGISTRATION, QUESTION)


def unseal(sealed):
    return sealing.unseal(sealed, REGISTRATION, QUESTION)


def test_a_key_is_made_at_first_use_for_its_owner_alone(keys, tmp_path):
    keys()
    assert not (tmp_path / "sensitive_key").exists()

    sealed = seal()

    assert unseal(sealed) == "MP1234567"
    assert stat.S_IMODE(os.stat(tmp_path / "sensitive_key").st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["sensitive_key"]


def test_a_new_key_reads_what_the_old_one_sealed_while_both_are_there(keys):
    old, new = sealing.new_key(), sealing.new_key()
    keys(old)
    before = seal("before")

    keys(f"{new}, {old}")
    after = seal("after")

    assert (unseal(before), unseal(after)) == ("before", "after")
    keys(new)
    assert unseal(after) == "after"
    with pytest.raises(sealing.Unreadable, match="with another key"):
        unseal(before)


def test_another_key_does_not_seal_where_one_is_lost(keys):
    keys(sealing.new_key())
    seal()
    keys(sealing.new_key())

    with pytest.raises(sealing.Unreadable, match="not the one used so far"):
        seal()


@pytest.mark.parametrize("text", ["short", base64.b64encode(b"x" * 31).decode(), "ключ", "!" * 44])
def test_what_is_no_key_is_refused_at_the_start(keys, text):
    with pytest.raises(BadConfiguration, match="FORUMHUB_SENSITIVE_KEY is not a key"):
        keys(text)


@pytest.mark.parametrize(
    "damage", [lambda s: s[:-6] + "AAAAAA", lambda s: s.partition(".")[0] + ".", lambda s: s + "é"]
)
def test_what_was_damaged_is_said_so(keys, damage):
    keys(sealing.new_key())

    with pytest.raises(sealing.Unreadable, match="damaged"):
        unseal(damage(seal()))


def test_a_file_opens_with_its_own_key_alone():
    sealed, key = sealing.seal_file(b"%PDF scan")
    _other, wrong = sealing.seal_file(b"%PDF scan")

    assert b"scan" not in sealed
    assert sealing.unseal_file(sealed, key).read() == b"%PDF scan"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal_file(sealed, wrong)
