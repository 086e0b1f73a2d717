"""An example of each object of this room, for the walk over all routes."""

from sqlalchemy import select

from forumhub.database import db
from forumhub.parties.models import Account, SignIn
from tests.world import NOW, World


def examples(world: World) -> dict[str, str]:
    return {
        "account.choose_language": "/language?to=ru",
        "account.end_session": f"/account/sessions/{a_session(world)}/end",
        "security.reset_password": "/reset/no-such-token",
        "security.two_factor_setup_validate": "/account/second-factor/no-such-token",
        "security.static": "/fs-static/js/base64.js",
        "static": "/static/favicon.svg",
        "bootstrap.static": "/bootstrap/static/css/bootstrap.min.css",
    }


def a_session(world: World) -> str:
    """Another session of the CN secretary."""
    with world.app.app_context():
        account = db.session.scalars(select(Account).where(Account.person_id == world.person["CN", "secretary"])).one()
        session = SignIn(account_id=account.id, token_sha256="0" * 64, created_at=NOW, last_seen_at=NOW)
        db.session.add(session)
        db.session.commit()
        return session.ulid
