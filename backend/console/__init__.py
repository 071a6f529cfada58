"""Pages for the desk, the director, the back office and the administrator."""

from __future__ import annotations

from flask import Flask

from backend.console import (
    access,
    billing,
    clients,
    desk,
    doors,
    frame,
    home,
    intake,
    invitations,
    missions,
    phrases,
    planning,
    preferences,
    reports,
    search,
    sign_in,
    tickets,
    users,
)

PAGES = (
    access,
    billing,
    clients,
    desk,
    home,
    intake,
    invitations,
    missions,
    planning,
    preferences,
    reports,
    search,
    sign_in,
    tickets,
    users,
)


def init_app(app: Flask) -> None:
    """Hang every page on `app`, behind its door."""
    doors.init_app(app)
    frame.init_app(app)
    phrases.init_app(app)
    for page in PAGES:
        app.register_blueprint(page.bp)
