"""The factory: `create_app` is a list of named steps. The only module that imports every room's views."""

import zoneinfo
from importlib import import_module
from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix

from forumhub import audit, files, installation, ledger, shipped  # noqa: F401 - their tables
from forumhub.calendars.replies.addresses import use_mailbox
from forumhub.config import read_settings, require_secret_key
from forumhub.database import db
from forumhub.mail import sealing
from forumhub.mail.worker import open_mail
from forumhub.registration.questions import sealing as sensitive
from forumhub.web import PUBLIC, Application, Right, init_web, require_rights_declared, right

ROOMS_WITH_TABLES = (
    "parties",
    "parties.passkeys",
    "agreements",
    "events",
    "events.programme",
    "events.venues",
    "events.papers",
    "events.polls",
    "registration",
    "registration.checkin",
    "registration.announcing",
    "registration.delegations",
    "registration.questions",
    "registration.applying",
    "registration.letters",
    "registration.lists",
    "followup",
    "followup.reminding",
    "followup.tallies",
    "followup.officers",
    "followup.acceptance",
    "followup.corrections",
    "followup.saved",
    "followup.digests",
    "minutes",
    "minutes.agendas",
    "minutes.archives",
    "minutes.annexes",
    "minutes.deferring",
    "minutes.grants",
    "minutes.outlines",
    "minutes.proposals",
    "minutes.readytexts",
    "minutes.signing",
    "minutes.silence",
    "minutes.statements",
    "calendars",
    "calendars.dav",
    "calendars.importing",
    "calendars.replies",
    "mail",
)

csrf = CSRFProtect()
migrate = Migrate()


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """An app with these settings over the environment's. Raises BadConfiguration where it could not serve safely."""
    zoneinfo.reset_tzpath(())  # the tzdata package alone: the system's copy may be older
    app = Application(__name__, template_folder=str(shipped.templates()), instance_path=None)
    configure(app, config)
    open_database(app)
    open_accounts(app)
    open_pages(app)
    open_rooms(app)
    connect_rooms()
    open_mail(app)
    answer_health(app)
    require_rights_declared(app)
    trust_proxies(app)
    return app


def configure(app: Flask, config: dict[str, Any] | None) -> None:
    settings = read_settings(config)
    require_secret_key(settings)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings["DATABASE_URL"],
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=settings["MAX_UPLOAD_BYTES"] + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings["SECURE_COOKIES"],
        WTF_CSRF_TIME_LIMIT=None,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.config.from_mapping(settings)  # last: what was handed in wins over what is set here
    settings["INSTANCE"].mkdir(parents=True, exist_ok=True)
    sealing.use_key(settings["SECRET_KEY"])
    use_mailbox(settings["REPLY_ADDRESS"])
    sensitive.use_keys(settings["SENSITIVE_KEY"], settings["INSTANCE"])


def trust_proxies(app: Flask) -> None:
    """Last, so that what is answered before Flask knows, too, whether it was asked by https."""
    hops = app.config["PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def open_database(app: Flask) -> None:
    for room in ROOMS_WITH_TABLES:
        import_module(f"forumhub.{room}.models")
    configure_mappers()
    db.init_app(app)
    migrate.init_app(app, db, directory=str(shipped.migrations()), render_as_batch=True)


def open_accounts(app: Flask) -> None:
    csrf.init_app(app)
    from forumhub.parties.accounts import init_accounts

    init_accounts(app)


def open_pages(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Bootstrap5(app)
    init_web(app)
    app.extensions["forumhub.foreign_rights"] = {
        "static": Right((PUBLIC,)),
        "bootstrap.static": Right((PUBLIC,)),
        **app.extensions.get("forumhub.account_rights", {}),
    }


def open_rooms(app: Flask) -> None:
    from forumhub.agreements.views import blueprint as agreements
    from forumhub.calendars.views import blueprint as calendars
    from forumhub.desk.views import blueprint as desk
    from forumhub.events.views import blueprint as events
    from forumhub.followup.views import blueprint as followup
    from forumhub.minutes.views import blueprint as minutes
    from forumhub.parties.views import blueprint as parties
    from forumhub.registration.views import blueprint as registration

    for room in (parties, agreements, events, registration, followup, minutes, calendars, desk):
        app.register_blueprint(room)


def connect_rooms() -> None:
    """Imports what listens to earlier rooms' signals, and what the worker renders mails with."""
    import forumhub.calendars.dav.listening
    import forumhub.calendars.dav.nightly
    import forumhub.calendars.listening
    import forumhub.calendars.purging
    import forumhub.calendars.replies.exporting
    import forumhub.calendars.replies.purging
    import forumhub.calendars.replies.receiving
    import forumhub.calendars.subscribing.folding
    import forumhub.desk.listening
    import forumhub.events.heads.listening
    import forumhub.events.polls.hourly
    import forumhub.events.programme.listening
    import forumhub.events.series.nightly
    import forumhub.followup.acceptance.exporting
    import forumhub.followup.digests.composing
    import forumhub.followup.digests.purging
    import forumhub.followup.digests.weekly
    import forumhub.followup.listening
    import forumhub.followup.nightly
    import forumhub.followup.officers.exporting
    import forumhub.followup.reminding.composing
    import forumhub.followup.reminding.exporting
    import forumhub.followup.reminding.hourly
    import forumhub.followup.reminding.purging
    import forumhub.followup.saved.exporting
    import forumhub.minutes.archives.exporting
    import forumhub.minutes.archives.views.working
    import forumhub.minutes.listening
    import forumhub.minutes.readytexts.purging
    import forumhub.minutes.renditions.nightly
    import forumhub.minutes.silence.minutely
    import forumhub.registration.announcing.notices
    import forumhub.registration.applying.hourly
    import forumhub.registration.checkin.purging
    import forumhub.registration.delegations.hourly
    import forumhub.registration.delegations.purging
    import forumhub.registration.listening
    import forumhub.registration.lists.purging
    import forumhub.registration.nightly
    import forumhub.registration.offers.minutely
    import forumhub.registration.privacy.purging
    import forumhub.registration.questions.listening
    import forumhub.registration.questions.purging
    import forumhub.registration.settings.listening  # noqa: F401


def answer_health(app: Flask) -> None:
    @app.get("/healthz")
    @right(PUBLIC)
    def healthz() -> ResponseReturnValue:
        """The process answers."""
        return {"status": "ok"}

    @app.get("/readyz")
    @right(PUBLIC)
    def readyz() -> ResponseReturnValue:
        """The database answers and has been migrated."""
        try:
            db.session.execute(text("SELECT version_num FROM alembic_version")).one()
        except SQLAlchemyError:
            return {"status": "the database does not answer or was not migrated; run forumhub upgrade"}, 503
        return {"status": "ok"}
