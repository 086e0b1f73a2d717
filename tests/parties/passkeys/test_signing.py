"""Signatures of a key that the test holds itself: made as an authenticator makes them (WebAuthn Level 2 §6.3.3)."""

import base64
import hashlib
import json
from dataclasses import asdict
from datetime import timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

from forumhub import verify
from forumhub.database import db, writing
from forumhub.errors import RuleBroken
from forumhub.parties.models import Account
from forumhub.parties.passkeys import rules
from forumhub.parties.passkeys.actions import register_passkey, take_signature
from forumhub.parties.passkeys.forms import PasskeyForm
from forumhub.parties.passkeys.models import Passkey
from tests.world import NOW

ORIGIN = "https://forum.example.org"
CHALLENGE = hashlib.sha256("决定 решение".encode()).digest()
PRESENT_AND_VERIFIED, PRESENT = 0x05, 0x01


class Key:
    """An ES256 key, its credential id and its count."""

    def __init__(self) -> None:
        self.private, self.id, self.count = ec.generate_private_key(ec.SECP256R1()), b"a key of the test", 1

    @property
    def public(self) -> bytes:
        point = self.private.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})

    @property
    def reordered(self) -> bytes:
        """The same key, its map in another order than CTAP2's."""
        return cbor2.dumps(dict(reversed(cbor2.loads(self.public).items())))

    def register(self, public: bytes | None = None) -> str:
        """The answer that a browser would post, without attestation (§8.7)."""
        said = {"type": "webauthn.create", "challenge": bytes_to_base64url(CHALLENGE), "origin": ORIGIN}
        data = hashlib.sha256(b"forum.example.org").digest() + bytes([PRESENT_AND_VERIFIED | 0x40]) + bytes(4 + 16)
        data += len(self.id).to_bytes(2, "big") + self.id + (public or self.public)
        parts = {
            "clientDataJSON": json.dumps(said).encode(),
            "attestationObject": cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        }
        response = {name: bytes_to_base64url(part) for name, part in parts.items()}
        id = bytes_to_base64url(self.id)
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})

    def sign(self, challenge: bytes, *, origin: str = ORIGIN, flags: int = PRESENT_AND_VERIFIED) -> str:
        """The answer that a browser would post."""
        said = {"type": "webauthn.get", "challenge": bytes_to_base64url(challenge), "origin": origin}
        client = json.dumps({**said, "crossOrigin": False}).encode()
        data = hashlib.sha256(b"forum.example.org").digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        response = {name: bytes_to_base64url(part) for name, part in parts.items()}
        id = bytes_to_base64url(self.id)
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})


@pytest.fixture
def key(world, database) -> Key:
    """Registered for one account a week ago."""
    key = Key()
    with writing():
        account = db.session.query(Account).order_by(Account.id).first()
        row = {"credential_id": key.id, "public_key": key.public, "sign_count": key.count}
        week = NOW - timedelta(days=7)
        db.session.add(Passkey(account_id=account.id, name="Ключ 钥匙", registered_at=week, **row))
    return key


def take(answer: str, challenge: bytes = CHALLENGE, *, now=NOW, whose: int = 0):
    accounts = [account.id for account in db.session.query(Account).order_by(Account.id)]
    with writing():
        return take_signature(accounts[whose], answer, challenge=challenge, origin=ORIGIN, hours=72, now=now)


def test_take_signature_counts_it(key):
    key.count = 7

    signature = take(key.sign(CHALLENGE))

    assert (signature.public_key, signature.origin) == (bytes_to_base64url(key.public), ORIGIN)
    assert db.session.query(Passkey).one().sign_count == 7


def test_take_signature_twice(key):
    key.count = 2
    answer = key.sign(CHALLENGE)
    take(answer)

    with pytest.raises(RuleBroken, match="signed something else"):
        take(answer)


@pytest.mark.parametrize(
    "changes",
    [{"challenge": b"another statement"}, {"origin": "https://forum.example.net"}, {"flags": PRESENT}],
)
def test_take_signature_of_something_else(key, changes):
    key.count = 2

    with pytest.raises(RuleBroken, match="signed something else"):
        take(key.sign(**{"challenge": CHALLENGE, **changes}))


@pytest.mark.parametrize("answer", ["", "null", "[]", "{}", "[" * 19_000, '{"rawId": 5}', '{"rawId": "да"}', "签"])
def test_take_signature_of_what_is_no_answer(key, answer):
    with pytest.raises(RuleBroken, match="None of your passkeys"):
        take(answer)


def test_take_signature_bears_each_part_in_its_one_form(key):
    key.count = 2
    answer = json.loads(key.sign(CHALLENGE))
    plain = dict(answer["response"])
    answer["response"] = {name: part + "=" * (-len(part) % 4) for name, part in plain.items()}

    signature = take(json.dumps(answer))

    parts = signature.client_data, signature.authenticator_data, signature.signature
    assert parts == tuple(plain[name] for name in ("clientDataJSON", "authenticatorData", "signature"))


def test_take_signature_of_a_key_that_verify_cannot_read(key):
    key.count = 2
    with writing():
        db.session.query(Passkey).one().public_key = key.reordered

    with pytest.raises(RuleBroken, match="Nobody else could verify"):
        take(key.sign(CHALLENGE))


def test_take_signature_of_a_broken_answer(key):
    with pytest.raises(RuleBroken, match="signed something else"):
        take(json.dumps({"rawId": bytes_to_base64url(key.id)}))


def test_take_signature_of_anothers_key(key):
    key.count = 2

    with pytest.raises(RuleBroken, match="None of your passkeys"):
        take(key.sign(CHALLENGE), whose=1)


def test_take_signature_of_a_fresh_key(key):
    key.count = 2

    with pytest.raises(RuleBroken, match="72 hours after"):
        take(key.sign(CHALLENGE), now=NOW - timedelta(days=7) + timedelta(hours=71))


def register(answer: str, name: str = "Телефон 手机", *, whose: int = 1) -> Passkey:
    accounts = [account.id for account in db.session.query(Account).order_by(Account.id)]
    with writing():
        return register_passkey(accounts[whose], name, answer, challenge=CHALLENGE, origin=ORIGIN, now=NOW)


def test_register_passkey_keeps_its_public_key(world, database):
    key = Key()

    passkey = register(key.register())

    assert (passkey.credential_id, passkey.public_key) == (key.id, key.public)


@pytest.mark.parametrize("whose", [0, 1])
def test_register_passkey_that_an_account_has(key, whose):
    with pytest.raises(RuleBroken, match="registered already"):
        register(key.register(), whose=whose)


def test_register_passkey_with_its_map_in_another_order(world, database):
    key = Key()

    with pytest.raises(RuleBroken, match="Nobody else could verify"):
        register(key.register(key.reordered))


def test_register_passkey_of_a_longer_rsa_key(world, database):
    numbers = rsa.generate_private_key(65537, 3072).public_key().public_numbers()
    public = cbor2.dumps({1: 3, 3: -257, -1: numbers.n.to_bytes(384, "big"), -2: b"\1\0\1"})

    with pytest.raises(RuleBroken, match="Nobody else could verify"):
        register(Key().register(public))


def test_register_passkey_of_an_answer_too_deep(world, database):
    with pytest.raises(RuleBroken, match="could not be registered"):
        register("[" * 19_000)


def test_passkey_form_takes_no_unseen_characters(app):
    with app.test_request_context(method="POST", data={"name": "Ключ\0 钥匙"}):
        form = PasskeyForm()

        assert form.name.data == "Ключ 钥匙"


STATEMENT = {
    "manifest": "a" * 64,
    "document": "01",
    "version": 1,
    "party": "BY",
    "head_seen": "b" * 64,
    "way": "passkey",
}


def signed(key, **changes: object) -> dict:
    """An entry that holds the key's signature over its own statement, then changed."""
    challenge = hashlib.sha256(verify.canonical(verify.signed_statement(STATEMENT))).digest()
    key.count = 2
    return {**STATEMENT, "signed": asdict(take(key.sign(challenge), challenge)), **changes}


def test_verify_holds_what_the_key_signed(key):
    assert verify.signature_fault(signed(key)) is None


@pytest.mark.parametrize("changed", ["manifest", "document", "version", "party", "head_seen", "way"])
def test_verify_notices_another_statement(key, changed):
    assert verify.signature_fault(signed(key, **{changed: "CN"})) == "bears a signature over something else"


@pytest.mark.parametrize("part", ["public_key", "authenticator_data", "signature"])
def test_verify_notices_a_changed_part(key, part):
    entry = signed(key)
    content = bytearray(base64.urlsafe_b64decode(entry["signed"][part] + "=="))
    content[-1] ^= 1
    entry["signed"][part] = bytes_to_base64url(bytes(content))

    assert verify.signature_fault(entry) == "bears a signature that is not the key's"


@pytest.mark.parametrize("broken", [None, {}, "x", {"public_key": 1}])
def test_verify_notices_what_is_no_signature(broken):
    assert verify.signature_fault({**STATEMENT, "signed": broken}) == "bears no signature that can be read"


def test_verify_holds_rs256():
    private = rsa.generate_private_key(65537, 2048)
    numbers = private.public_key().public_numbers()
    public = cbor2.dumps({1: 3, 3: -257, -1: numbers.n.to_bytes(256, "big"), -2: b"\1\0\1"})
    signature = private.sign(b"content", padding.PKCS1v15(), SHA256())

    held = [verify.holds(public, content, signature) for content in (b"content", b"another")]

    assert held == [True, False]


@pytest.mark.parametrize(
    ("public_url", "origin"),
    [
        ("https://forum.example.org", "https://forum.example.org"),
        ("https://Forum.example.org:443/hub/", "https://forum.example.org"),
        ("https://公安部.cn/", "https://xn--55q79ve18b.cn"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_origin_is_of_the_public_address(public_url, origin):
    assert rules.origin_of(public_url) == origin


def test_pages_offer_keys_for_the_public_address_whatever_the_request_calls_its_host(app, world, monkeypatch):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://форум.example/hub")

    page = world.signed_in("BY", "head_of_delegation").text("/account/passkeys")

    assert "&#34;xn--l1adgmc.example&#34;" in page
