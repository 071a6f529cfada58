"""The one place where an error becomes an answer: a status, a code, a sentence to act on."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from backend.database import db
from backend.domain.errors import (
    AlreadyExists,
    DomainError,
    Forbidden,
    IllegalTransition,
    LinkExpired,
    NotFound,
    ReportIncomplete,
    ReportSealed,
    SignInRefused,
    SlotTaken,
    TooManyAttempts,
)
from backend.domain.sync import NumberExpected, SyncRefused
from backend.web import logs
from backend.web.body import BadJson, TooDeep
from backend.web.csrf import CsrfRefused
from backend.web.session import Unauthenticated

REFUSED = 422
CRASH = 500
STATUS: dict[type[DomainError], int] = {
    BadJson: 400,
    TooDeep: 400,
    Unauthenticated: 401,
    SignInRefused: 401,
    CsrfRefused: 403,
    Forbidden: 403,
    NotFound: 404,
    AlreadyExists: 409,
    IllegalTransition: 409,
    SlotTaken: 409,
    ReportSealed: 409,
    LinkExpired: 410,
    TooManyAttempts: 429,
}
SHOWN: dict[type[DomainError], tuple[str, ...]] = {
    ReportIncomplete: ("missing",),
    NumberExpected: ("expected",),
}
HTTP_CODES = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
    429: "too_many_attempts",
}
CODES = frozenset({*HTTP_CODES.values(), "bad_shape", "internal"})


def sentence(code: str, **params: object) -> str:
    """Return the sentence of `code` in the person's language, filled with `params`."""
    text: str = gettext(f"errors.{code}")
    if text == f"errors.{code}":
        text = gettext("errors.refused")
    try:
        filled: str = text % params
    except (KeyError, TypeError, ValueError):
        return text
    return filled


def status_of(error: DomainError) -> int:
    """Return the HTTP status for a refusal: that of its class, or of the nearest parent."""
    if isinstance(error, SyncRefused):
        return error.status
    return next((STATUS[cls] for cls in type(error).__mro__ if cls in STATUS), REFUSED)


def answer(status: int, code: str, message: str, **more: Any) -> Response:
    """Return JSON to programs and a page to people."""
    if request.path.startswith("/api/") or request.is_json:
        response = jsonify(code=code, message=message, **more)
    else:
        response = make_response(_page(status, code, message))
    response.status_code = status
    return response


def _page(status: int, code: str, message: str) -> str:
    try:
        return render_template("error.html", status=status, code=code, message=message)
    except TemplateNotFound:
        return message


def on_domain_error(error: DomainError) -> Response:
    """Answer a refusal with its code and its sentence."""
    db.session.rollback()
    message = sentence(error.code, **error.params)
    more = {name: error.params[name] for name in SHOWN.get(type(error), ()) if name in error.params}
    if "field" in error.params:
        more["fields"] = {str(error.params["field"]): [message]}
    response = answer(status_of(error), error.code, message, **more)
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.params.get("retry_after", 60))
    return response


def on_bad_shape(error: ValidationError) -> Response:
    """Answer a body that does not have the right shape; `fields` says where."""
    db.session.rollback()
    return answer(400, "bad_shape", sentence("bad_shape"), fields=error.normalized_messages())


def on_csrf(error: CSRFError) -> Response:
    """Answer a request without the proof that it comes from our own pages."""
    del error
    return answer(403, "csrf", sentence("csrf"))


def on_http(error: HTTPException) -> Response:
    """Answer what Flask itself refuses."""
    if error.response is not None:  # a redirect, not an error
        return make_response(error.response)
    status = error.code or CRASH
    code = HTTP_CODES.get(status, "bad_request" if status < CRASH else "internal")
    response = answer(status, code, sentence(code))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def on_crash(error: Exception) -> Response:
    """Answer what nobody foresaw. The log holds the trace; the answer says nothing of it."""
    db.session.rollback()
    logs.crash(error)
    return answer(CRASH, "internal", sentence("internal"))


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, on_domain_error)
    app.register_error_handler(ValidationError, on_bad_shape)
    app.register_error_handler(CSRFError, on_csrf)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_crash)
