"""The description of the API, for programs and for people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from backend.api.openapi import current_document, documented

bp = Blueprint("docs", __name__, url_prefix="/api")


@bp.get("/openapi.json")
@documented(answers={200: "application/json"}, public=True)
def openapi_json() -> dict[str, Any]:
    """Give this description as OpenAPI 3.1."""
    return current_document()


@bp.get("/docs")
@documented(answers={200: "text/html"}, public=True)
def read() -> str:
    """Give this description as a page."""
    return render_template("api_docs.html", document=current_document())
