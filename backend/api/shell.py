"""The door of the phone's app: its one page, its service worker, its manifest."""

from __future__ import annotations

import json

from flask import Blueprint, Response, make_response, render_template
from flask_babel import get_locale

from backend.domain.errors import NotFound
from backend.web.assets import STATIC

SCOPE = "/app"
bp = Blueprint("shell", __name__)


@bp.get("/app")
@bp.get("/app/<path:path>")
def app_shell(path: str = "") -> Response:
    """Give the same page for every screen: the app reads the address itself."""
    del path
    response = make_response(render_template("shell.html"))
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/sw.js")
def service_worker() -> Response:
    """Give the service worker, always asked for anew."""
    file = STATIC / "dist" / "sw.js"
    if not file.exists():  # nothing was built
        raise NotFound
    response = make_response(file.read_bytes())
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = SCOPE
    return response


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """Give what a phone needs to install the app, in the person's language."""
    content = json.loads((STATIC / "manifest.webmanifest").read_text())
    content["lang"] = str(get_locale())
    response = make_response(json.dumps(content, ensure_ascii=False))
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response
