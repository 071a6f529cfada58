"""Run web server and worker together on one machine, and stop both on Ctrl-C: `make run`.

Reads PORT, INSTANCE and HTTPS from the environment. Stops everything when one of them stops.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from tools import tls

AUTHORITY_PORT = 8080
STOP_WITHIN_SECONDS = 15.0
START_WITHIN_SECONDS = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FLASK = [sys.executable, "-m", "flask", "--app", "backend.app:create_app"]
GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "backend.app:create_app()"]
WORKER = [sys.executable, "-m", "backend.worker"]

Programs = dict[str, "subprocess.Popen[bytes]"]


class Stopped(Exception):
    """The person, or the system, asked us to stop."""


def main() -> int:
    """Start, say where to look, watch, stop; return the exit code."""
    port = int(os.environ.get("PORT", "8000"))
    if not _is_free(port):
        sys.exit(f"Port {port} is taken; choose another: make run PORT={port + 1}")
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    programs: Programs = {}
    try:
        commands = {"web": GUNICORN, "worker": WORKER, **_prepare_https(port)}
        for name, command in commands.items():
            # A session of its own: Ctrl-C reaches only us, and we stop the others in order.
            programs[name] = subprocess.Popen(command, start_new_session=True)
        _wait_until_served(programs, port)
        _greet(port)
        return _watch(programs)
    except Stopped:
        return 0
    finally:
        _stop_all(programs)


def _prepare_https(port: int) -> dict[str, list[str]]:
    """Make certificates when HTTPS=1; return the program that hands the authority's out."""
    if not os.environ.get("HTTPS"):
        return {}
    folder = Path(os.environ.get("INSTANCE", "instance")) / "tls"
    files = tls.ensure(folder)
    os.environ.update(TLS_CERTIFICATE=str(files.server), TLS_KEY=str(files.server_key))
    os.environ.setdefault("NOMADE_BASE_URL", f"https://{tls.local_addresses()[0]}:{port}")
    os.environ.setdefault("NOMADE_TRUSTED_HOSTS", ",".join(tls.local_names()))
    return {"authority": [sys.executable, "-m", "tools.tls", str(folder), str(AUTHORITY_PORT)]}


def _wait_until_served(programs: Programs, port: int) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while _is_free(port):
        _fail_if_ended(programs)
        if time.monotonic() > deadline:
            sys.exit("The web server did not start within a minute.")
        time.sleep(0.1)


def _greet(port: int) -> None:
    accounts = subprocess.run(
        [*FLASK, "demo-accounts"], capture_output=True, text=True, check=False
    )
    scheme = "https" if os.environ.get("HTTPS") else "http"
    print(f"\nNomade is ready: {scheme}://localhost:{port}")
    if os.environ.get("HTTPS"):
        for address in tls.local_addresses()[:-1]:
            print(f"On the local network: https://{address}:{port}")
            print(f"  a phone first trusts: http://{address}:{AUTHORITY_PORT}/nomade-ca.crt")
    print(f"\n{accounts.stdout.rstrip()}\n\nCtrl-C stops it.", flush=True)


def _watch(programs: Programs) -> int:
    while True:
        _fail_if_ended(programs)
        time.sleep(0.5)


def _fail_if_ended(programs: Programs) -> None:
    for name, program in programs.items():
        code = program.poll()
        if code is not None:
            sys.exit(f"The program “{name}” ended with code {code}.")


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _stop_all(programs: Programs) -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for program in programs.values():
        program.terminate()
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for program in programs.values():
        try:
            program.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


if __name__ == "__main__":
    sys.exit(main())
