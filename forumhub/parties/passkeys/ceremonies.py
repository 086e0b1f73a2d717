"""The two ceremonies of WebAuthn (Level 2 §7): registering a credential, and a signature over a given challenge.

`origin` is that of our pages, such as https://forum.example.org; its host is the relying party's id.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from forumhub import verify
from forumhub.errors import N_, RuleBroken
from forumhub.parties.passkeys.models import Passkey

VERIFIED = UserVerificationRequirement.REQUIRED
"""The key's holder shows who they are, by a PIN or a finger: having the key is not enough."""

KINDS = (COSEAlgorithmIdentifier.ECDSA_SHA_256, COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256)
"""Of keys that `forumhub verify` can check without any library."""


UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError, RecursionError)
"""What an answer raises that is none; lists within lists too deep for JSON or CBOR are none, either."""


@dataclass(frozen=True)
class Signature:
    """What lets a third person verify it, and no more: base64url without padding, as WebAuthn's JSON has it."""

    public_key: str
    authenticator_data: str
    client_data: str
    signature: str
    origin: str


def host(origin: str) -> str:
    return urlsplit(origin).hostname or ""


def creation_options(origin: str, handle: bytes, name: str, challenge: bytes, known: Iterable[Passkey]) -> str:
    """JSON for `navigator.credentials.create`; `handle` says nothing of the person (§14.6.1)."""
    options = webauthn.generate_registration_options(
        rp_id=host(origin),
        rp_name="forumhub",
        user_id=handle,
        user_name=name,
        challenge=challenge,
        supported_pub_key_algs=list(KINDS),
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=VERIFIED
        ),
    )
    return options_to_json(options)


def signing_options(origin: str, challenge: bytes, known: Iterable[Passkey]) -> str:
    """JSON for `navigator.credentials.get`."""
    options = webauthn.generate_authentication_options(
        rp_id=host(origin), challenge=challenge, allow_credentials=_descriptors(known), user_verification=VERIFIED
    )
    return options_to_json(options)


def _descriptors(known: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in known]


def verified_registration(answer: str, challenge: bytes, origin: str) -> VerifiedRegistration:
    """Raises RuleBroken where the browser's answer is none to this challenge, or its key none for `forumhub verify`."""
    try:
        verified = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host(origin),
            expected_origin=origin,
            require_user_verification=True,
            supported_pub_key_algs=list(KINDS),
        )
    except UNREADABLE as error:
        message = N_("The passkey could not be registered: what the browser sent does not answer. Try it again.")
        raise RuleBroken(message, field="name") from error
    _check_key(verified.credential_public_key, "name")
    return verified


def _check_key(public_key: bytes, field: str) -> None:
    """An RSA key of another length, or a map in another order, would sign what no third person could verify."""
    if not (verify.ES256.fullmatch(public_key) or verify.RS256.fullmatch(public_key)):
        raise RuleBroken(
            N_("Nobody else could verify what a key of this kind signs. Use another passkey."), field=field
        )


def credential_id(answer: str) -> bytes:
    """Of whichever key signed; empty where the answer is none."""
    try:
        return base64url_to_bytes(json.loads(answer)["rawId"])
    except UNREADABLE:
        return b""


def verified_signature(
    answer: str, challenge: bytes, origin: str, passkey: Passkey
) -> tuple[Signature, VerifiedAuthentication]:
    """Raises RuleBroken unless this key signed this very challenge here, its holder verified, its count gone up."""
    _check_key(passkey.public_key, "way")
    try:
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host(origin),
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except UNREADABLE as error:
        message = N_("The passkey signed something else, or its signature is wrong. Open the page again, then sign.")
        raise RuleBroken(message, field="way") from error
    response = json.loads(answer)["response"]
    return _signature(passkey, response, origin), verified


def _signature(passkey: Passkey, response: dict[str, str], origin: str) -> Signature:
    """Each part in its one form: what the browser sent may bear padding."""
    data, client, signature = (
        bytes_to_base64url(base64url_to_bytes(response[name]))
        for name in ("authenticatorData", "clientDataJSON", "signature")
    )
    return Signature(
        public_key=bytes_to_base64url(passkey.public_key),
        authenticator_data=data,
        client_data=client,
        signature=signature,
        origin=origin,
    )
