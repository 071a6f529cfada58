"""Private PostgreSQL and Redis servers: started in a folder of their own, gone without a trace.

    python -m tests.servers postgres -- pytest tests/sync
    python -m tests.servers postgres redis --fast -- command

The command finds them in DATABASE_URL and REDIS_URL. `--fast` gives up fsync.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

START_WITHIN_SECONDS = 30.0


class ServerMissing(RuntimeError):
    """A program is not installed; the message names the Debian package that brings it."""


@contextmanager
def postgres(*, fsync: bool = True) -> Iterator[str]:
    """Run a PostgreSQL of our own and yield its SQLAlchemy URL.

    Fails with ServerMissing, or with CalledProcessError when it does not start.
    """
    programs = _postgres_programs()
    port = free_port()
    with _private_folder() as folder:
        data, log = folder / "data", folder / "log"
        initdb = [programs / "initdb", "-D", data, "-U", "nomade", "-A", "trust", "-E", "UTF8"]
        _run(*initdb, "--locale=C.UTF-8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        options += " -c max_connections=200" + ("" if fsync else " -c fsync=off")
        control = [programs / "pg_ctl", "-D", data, "-w"]
        _run(*control, "-t", int(START_WITHIN_SECONDS), "-l", log, "-o", options, "start")
        try:
            yield f"postgresql+psycopg://nomade@127.0.0.1:{port}/postgres"
        finally:
            _run(*control, "-m", "immediate", "stop")


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """Create an empty database on the server of `server_url`, yield its URL, drop it."""
    name = f"test_{uuid4().hex}"
    _execute(server_url, f"CREATE DATABASE {name}")
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def redis(*, fsync: bool = True) -> Iterator[str]:
    """Run a Redis of our own and yield its URL; fails with ServerMissing or TimeoutError."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerMissing("Install redis-server.")
    port = free_port()
    durable = ["--appendonly", "yes", "--appendfsync", "always"] if fsync else ["--save", ""]
    with tempfile.TemporaryDirectory(prefix="nomade-redis-") as folder:
        address = ["--bind", "127.0.0.1", "--port", str(port), "--dir", folder]
        server = subprocess.Popen([program, *address, *durable], stdout=subprocess.DEVNULL)
        try:
            wait_for_port(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, within_seconds: float = START_WITHIN_SECONDS) -> None:
    """Return once somebody listens on `port`; raise TimeoutError after `within_seconds`."""
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"Nobody listens on port {port}.")


def _postgres_programs() -> Path:
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        raise ServerMissing("Install postgresql.")
    return newest.parent


def _server_user() -> str | None:
    """Return who runs PostgreSQL when we are root, whom it refuses; None for ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def _private_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="nomade-postgres-") as name:
        user = _server_user()
        if user is not None:
            shutil.chown(name, user)
        yield Path(name)


def _run(*command: object) -> None:
    user = _server_user()
    prefix = ["runuser", "-u", user, "--"] if user else []
    words = [*prefix, *map(str, command)]
    # A file, not a pipe: the server keeps its output open long after the command has ended.
    with tempfile.TemporaryFile("w+") as output:
        code = subprocess.call(words, stdout=output, stderr=output, cwd="/")
        if code != 0:
            output.seek(0)
            raise subprocess.CalledProcessError(code, words, output.read())


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


Start = Callable[..., AbstractContextManager[str]]
SERVERS: dict[str, tuple[str, Start]] = {
    "postgres": ("DATABASE_URL", postgres),
    "redis": ("REDIS_URL", redis),
}


def main(arguments: list[str]) -> int:
    """Run the command after `--` with the servers named before it; return its exit code."""
    if "--" not in arguments:
        sys.exit(__doc__)
    split = arguments.index("--")
    names, command = arguments[:split], arguments[split + 1 :]
    # Interrupted or told to stop, we still stop the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        for name in names:
            if name != "--fast":
                variable, start = SERVERS[name]
                os.environ[variable] = stack.enter_context(start(fsync="--fast" not in names))
        return subprocess.call(command)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerMissing as error:
        sys.exit(str(error))
