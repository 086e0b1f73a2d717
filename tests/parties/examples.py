"""An example of each object of this room, for the walk over all routes."""

from sqlalchemy import select

from forumhub.database import db
from forumhub.parties.models import Account, Grant, SignIn
from forumhub.parties.passkeys.models import Passkey
from tests.world import NOW, World


def examples(world: World) -> dict[str, str | dict]:
    grant = f"/roles/{a_grant(world)}/end"
    return {
        "parties.show": "/parties/CN",
        "parties.new_organ": "/parties/CN/organs/new",
        "parties.add_organ": "/parties/CN/organs/new",
        "parties.new_person": "/parties/CN/people/new",
        "parties.add_person": "/parties/CN/people/new",
        "parties.new_role": "/parties/CN/roles/new",
        "parties.grant_role": "/parties/CN/roles/new",
        "parties.end_role": grant,
        "parties.end_role_now": {"url": grant, "data": {"reason": "调任"}},
        "account.remove_passkey": f"/account/passkeys/{a_passkey(world)}/remove",
        "account.choose_language": "/language?to=ru",
        "account.end_session": f"/account/sessions/{a_session(world)}/end",
        "security.reset_password": "/reset/no-such-token",
        "security.two_factor_setup_validate": "/account/second-factor/no-such-token",
        "security.static": "/fs-static/js/base64.js",
        "static": "/static/favicon.svg",
        "bootstrap.static": "/bootstrap/static/css/bootstrap.min.css",
    }


def a_passkey(world: World) -> str:
    """The CN secretary's."""
    with world.app.app_context():
        account = db.session.scalars(select(Account).where(Account.person_id == world.person["CN", "secretary"])).one()
        keys = {"credential_id": b"id", "public_key": b"key", "sign_count": 0}
        passkey = Passkey(account_id=account.id, name="钥匙", registered_at=NOW, **keys)
        db.session.add(passkey)
        db.session.commit()
        return passkey.ulid


def a_session(world: World) -> str:
    """Another session of the CN secretary."""
    with world.app.app_context():
        account = db.session.scalars(select(Account).where(Account.person_id == world.person["CN", "secretary"])).one()
        session = SignIn(account_id=account.id, token_sha256="0" * 64, created_at=NOW, last_seen_at=NOW)
        db.session.add(session)
        db.session.commit()
        return session.ulid


def a_grant(world: World) -> str:
    """The CN delegate's."""
    with world.app.app_context():
        grants = select(Grant).where(Grant.person_id == world.person["CN", "delegate"])
        return db.session.scalars(grants).one().ulid
