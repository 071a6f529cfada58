"""Building the application. Nothing imports this module but the processes and the tests."""

from __future__ import annotations

import sys

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from backend import api, cli, console, wake
from backend.config import ROOT, Settings, SettingsError, load_settings
from backend.database import db
from backend.web import assets, body, compression, csrf, headers, language, logs, session

PWA = ROOT / "pwa"
migrate = Migrate()
# What comes first sees a request first, and its answer last.
PARTS = (logs, compression, headers, body, session, language, assets, wake, api, csrf, console, cli)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application: settings first, then extensions, then routes."""
    settings = settings or _settings_or_exit()
    app = Flask(__name__, static_folder=PWA / "static", template_folder=PWA / "templates")
    _configure(app, settings)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "backend" / "migrations"), render_as_batch=True)
    for part in PARTS:
        part.init_app(app)
    return app


def _settings_or_exit() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        sys.stderr.writelines(f"{problem}\n" for problem in error.problems)
        sys.exit(2)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.keys.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_body_bytes,
        MAX_FORM_PARTS=500,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # as Flask documents it
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.database_url.startswith("sqlite"):
        return {"hide_parameters": True}
    return {
        "hide_parameters": True,  # What is stored is personal, and errors are logged.
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 10,
        "pool_recycle": 1800,
    }
