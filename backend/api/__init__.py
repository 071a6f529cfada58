"""HTTP: check the shape, call one service, shape the answer."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from backend.api import docs, errors, ops, session, shell

PARTS = (docs, session, shell, ops)
LATER = ("sync", "devices", "blobs")


def init_app(app: Flask) -> None:
    """Hang every route and error handler on `app`."""
    errors.init_app(app)
    for part in PARTS:
        app.register_blueprint(part.bp)
    for name in LATER:
        if find_spec(f"backend.api.{name}"):
            app.register_blueprint(import_module(f"backend.api.{name}").bp)
