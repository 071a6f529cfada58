"""For those who run the server: is it alive, and what does it do."""

from __future__ import annotations

import hmac
import os

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import text

from backend.clock import utcnow
from backend.config import current_settings
from backend.database import db
from backend.domain.errors import NotFound
from backend.services import heartbeat

LOOPBACK = frozenset({"127.0.0.1", "::1"})
bp = Blueprint("ops", __name__)


@bp.get("/healthz")
def alive() -> dict[str, str]:
    """Answer when the web server and its database do, and say whether a worker lives."""
    db.session.execute(text("SELECT 1"))
    worker = "alive" if heartbeat.worker_is_alive(now=utcnow()) else "silent"
    return {"status": "ok", "worker": worker}


@bp.get("/metrics")
def metrics() -> Response:
    """Figures for Prometheus: with the token of the settings, else from this machine only."""
    if not _may_see_metrics():
        raise NotFound
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # the figures of all processes together
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # carries no types
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_see_metrics() -> bool:
    token = current_settings().metrics_token
    if token is None:
        return request.remote_addr in LOOPBACK and "X-Forwarded-For" not in request.headers
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
