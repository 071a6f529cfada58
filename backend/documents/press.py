"""The worker's side of printing: one process kept warm, replaced when it fails or grows old."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO, cast

from backend.documents.frames import BrokenPipeFrame, read_frames, write_frames
from backend.documents.paper import Paper, PaperRefused, dump

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 60
JOBS_A_PROCESS = 200  # Libraries keep memory: a fresh process now and then costs half a second.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "FONTCONFIG_PATH", "FONTCONFIG_FILE")


class Press:
    """Prints papers in a process of its own, one at a time; safe to share between threads."""

    def __init__(self, *, seconds: int = TIMEOUT_SECONDS, memory: int | None = None) -> None:
        self._seconds = seconds
        self._memory = memory
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs = 0

    def warm(self) -> None:
        """Start the process now, so that the first paper does not wait for it."""
        with self._lock:
            self._ready()

    def print(self, paper: Paper) -> bytes:
        """Return the PDF, or raise PaperRefused: pdf_timeout, pdf_failed, or why not."""
        with self._lock:
            process = self._ready()
            bell = threading.Timer(self._seconds, process.kill)
            bell.start()
            try:
                state, body = self._ask(process, paper)
            except (BrokenPipeFrame, OSError, ValueError) as problem:
                late = not bell.is_alive()
                self._drop()
                raise PaperRefused("pdf_timeout" if late else "pdf_failed") from problem
            finally:
                bell.cancel()
        if state != b"ok":
            raise PaperRefused(body.decode())
        return body

    def resident_bytes(self) -> int:
        """Return the memory that the process holds now, 0 without one; Linux only."""
        if self._process is None:
            return 0
        pages = Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._drop()

    def _ask(self, process: subprocess.Popen[bytes], paper: Paper) -> list[bytes]:
        head, photos = dump(paper)
        self._jobs += 1
        write_frames(cast("BinaryIO", process.stdin), str(self._seconds).encode(), head, *photos)
        answer = read_frames(cast("BinaryIO", process.stdout))
        if answer is None:
            raise BrokenPipeFrame
        return answer

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._jobs >= JOBS_A_PROCESS:
            self._drop()
        if self._process is None or self._process.poll() is not None:
            self._drop()
            self._process = self._start()
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        self._jobs = 0
        # Nothing of our environment but this: keys and database URLs stay out of its reach.
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        if self._memory:
            kept["NOMADE_PRINT_MEMORY"] = str(self._memory)
        return subprocess.Popen(
            [sys.executable, "-m", "backend.documents.render"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=kept,
            start_new_session=True,  # Ctrl-C is for the worker, which ends us in order.
        )

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                _close(stream)


def _close(stream: BinaryIO | object) -> None:
    try:
        cast("BinaryIO", stream).close()
    except OSError:
        return  # It was full of a paper that nobody will read.
