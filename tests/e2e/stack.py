"""Nomade as a stranger runs it: gunicorn and the worker as processes, a database of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers import free_port, wait_for_port

ROOT = Path(__file__).parents[2]
STOP_WITHIN_SECONDS = 30


@dataclass
class Stack:
    """One installation in `folder`. `start` and `stop` the web server as often as a test likes."""

    folder: Path
    database_url: str | None = None
    port: int = field(default_factory=free_port)
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address that browsers use: a secure context, like the real one."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings of this installation."""
        own = {
            "NOMADE_INSTANCE": str(self.folder),
            "NOMADE_BASE_URL": self.url,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",
        }
        database = {"DATABASE_URL": self.database_url} if self.database_url else {}
        kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        return {**kept, **own, **database}

    def flask(self, *arguments: str) -> str:
        """Run one command of the installation and return what it printed; fails as it fails."""
        command = [sys.executable, "-m", "flask", "--app", "backend.app:create_app", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def prepare(self) -> None:
        """Make the tables and the demo company."""
        self.flask("db", "upgrade")
        self.flask("demo")

    def start(self) -> None:
        """Serve, and return once somebody answers."""
        command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"]
        self.web = self._run("web", [*command, "backend.app:create_app()"])
        wait_for_port(self.port)

    def start_worker(self) -> None:
        """Start the process that renders and delivers."""
        self.worker = self._run("worker", [sys.executable, "-m", "backend.worker"])

    def stop(self) -> None:
        """Stop the web server as a reboot would."""
        _end(self.web)
        self.web = None

    def close(self) -> None:
        """Stop everything."""
        self.stop()
        _end(self.worker)
        self.worker = None

    def log(self, name: str) -> str:
        """Return what `web` or `worker` wrote so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _run(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is None or process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
