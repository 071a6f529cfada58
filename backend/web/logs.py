"""What the server says of itself: one JSON line a request, and figures. Nothing of any person.

A line names the route, never the address: addresses hold links that open doors.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from backend.config import Settings, current_settings

REQUEST_ID = re.compile(r"[\w-]{8,64}")
QUIET = frozenset({"ops.alive", "ops.metrics", "static"})
CRASH = 500
log = structlog.get_logger("nomade.web")
answers = Counter("nomade_answers", "Answers given", ["endpoint", "status"])
seconds = Histogram("nomade_answer_seconds", "Time to an answer", ["endpoint"])


def configure(settings: Settings) -> None:
    """Write JSON lines to standard error, from `settings.log_level` up."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def crash(error: BaseException) -> None:
    """Log where something broke. What an exception says may quote a person: it stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    log.error("crash", kind=type(error).__name__, where=where[-20:])


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    trusted = current_settings().proxies > 0 and REQUEST_ID.fullmatch(given)
    g.request_id = given if trusted else uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    endpoint = request.endpoint or "none"
    took = time.perf_counter() - g.get("began", time.perf_counter())
    answers.labels(endpoint, str(response.status_code)).inc()
    seconds.labels(endpoint).observe(took)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if endpoint not in QUIET or response.status_code >= CRASH:
        log.info(
            "answer",
            method=request.method,
            route=str(request.url_rule or ""),
            status=response.status_code,
            ms=round(took * 1000, 1),
        )
    return response


def init_app(app: Flask) -> None:
    """Log and count every request."""
    configure(app.config["SETTINGS"])
    app.before_request(_begin)
    app.after_request(_end)
