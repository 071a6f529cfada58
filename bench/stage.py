"""A real server for measures: gunicorn on loopback, its own database, fsync on, all checks on."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from backend.app import create_app
from backend.config import load_settings
from backend.database import Base, db
from backend.models import SyncMeta
from backend.sequence import SyncCounter
from tests.servers import free_port, fresh_database, postgres, wait_for_port

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Stage:
    """One running installation. `app` works on the same database, to prepare it."""

    app: Any
    port: int
    web: subprocess.Popen[bytes]
    database: str

    def connect(self) -> http.client.HTTPConnection:
        """Open one connection that stays."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def cpu_seconds(self) -> float:
        """Return what the server, and PostgreSQL if there is one, have used so far."""
        return sum(_cpu(pid) for pid in [*_family(self.web.pid), *self._database_pids()])

    def _database_pids(self) -> list[int]:
        """Return the processes of our own PostgreSQL: the parent of our backend, and its family."""
        if self.database == "sqlite":
            return []
        backend = db.session.scalar(text("SELECT pg_backend_pid()"))
        return _family(int(_stat(backend)[1]))


@contextmanager
def open_stage(database: str) -> Iterator[Stage]:
    """Serve on `sqlite` or `postgresql`; everything is gone afterwards."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="nomade-bench-"))
        port = free_port()
        environment = {"NOMADE_INSTANCE": folder, "PORT": str(port), "WEB_CONCURRENCY": "1"}
        if database == "postgresql":
            server = stack.enter_context(postgres())
            environment["DATABASE_URL"] = stack.enter_context(fresh_database(server))
        settings = load_settings(environment)
        _fill(settings.database_url)
        app = create_app(settings)
        web = _serve(environment)
        stack.callback(_stop, web)
        wait_for_port(port)
        with app.app_context():
            yield Stage(app, port, web, database)


def _fill(url: str) -> None:
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([SyncCounter(id=1), SyncMeta(id=1, epoch="bench")])
        session.commit()
    engine.dispose()


def _serve(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [*command, "backend.app:create_app()"],
        cwd=ROOT,
        env={**kept, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _stop(web: subprocess.Popen[bytes]) -> None:
    web.terminate()
    web.wait(timeout=30)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _cpu(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS


def _stat(pid: int) -> list[str]:
    """Return what the system says of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
