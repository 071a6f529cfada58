"""HTTP: check the shape, call one service, shape the answer."""

from __future__ import annotations

from flask import Flask

from backend.api import (
    blobs,
    devices,
    docs,
    errors,
    missions,
    openapi,
    ops,
    reports,
    review,
    session,
    shell,
    sync,
    tickets,
    users,
)

PARTS = (blobs, devices, docs, missions, ops, reports, review, session, shell, sync, tickets, users)


def init_app(app: Flask) -> None:
    """Hang every route and error handler on `app`; strangers are stopped at the door."""
    errors.init_app(app)
    app.before_request(openapi.refuse_strangers)
    for part in PARTS:
        app.register_blueprint(part.bp)
