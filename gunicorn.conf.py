"""How gunicorn serves Nomade. The environment, or the command line, may say otherwise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_tls = os.environ.get("TLS_CERTIFICATE")
_host = "0.0.0.0" if _tls else "127.0.0.1"  # noqa: S104 -- phones come from the local network

bind = os.environ.get("BIND", f"{_host}:{os.environ.get('PORT', '8000')}")
certfile = _tls
keyfile = os.environ.get("TLS_KEY")

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = True
if Path("/dev/shm").is_dir():  # noqa: S108 -- the heartbeat must not wait for a slow disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108 -- the same

timeout = 60
graceful_timeout = 30
keepalive = 5
accesslog = None
control_socket_disable = True
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()


def post_fork(server: Any, _worker: Any) -> None:
    """Drop the database connections of the parent: two processes must not share one."""
    app = server.app.wsgi()
    with app.app_context():
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)
