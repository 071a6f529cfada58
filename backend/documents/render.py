"""The printing process: takes papers on standard input, gives PDFs on standard output.

    python -m backend.documents.render

It prints what people on the road typed and photographed, so it stands apart from the worker: it
holds no key and no database, its memory is bounded, and an alarm ends it when a paper takes too
long. One job is one frame in, one frame out: see backend.documents.frames.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
from typing import BinaryIO

from backend.documents.frames import read_frames, write_frames
from backend.documents.paper import PaperRefused, load
from backend.documents.report_pdf import report_pdf

MEMORY_BYTES = 1_500 * 1024 * 1024
GRACE_SECONDS = 5


def main() -> None:
    """Print until standard input ends."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    source, answers = _take_streams()
    _bound()
    while (frames := read_frames(source)) is not None:
        seconds, head, *photos = frames
        signal.alarm(int(seconds) + GRACE_SECONDS)
        write_frames(answers, *_answer(head, photos))
        signal.alarm(0)


def _answer(head: bytes, photos: list[bytes]) -> tuple[bytes, bytes]:
    try:
        return b"ok", report_pdf(load(head, photos))
    except PaperRefused as refusal:
        return b"refused", str(refusal).encode()
    except MemoryError:
        return b"refused", b"pdf_too_large"
    except RecursionError:
        return b"refused", b"pdf_too_large"
    # WeasyPrint's own errors inherit from many classes, some of them from BaseException.
    except BaseException as problem:
        if isinstance(problem, KeyboardInterrupt | SystemExit):
            raise
        logging.getLogger(__name__).exception("A paper could not be printed.")
        return b"refused", b"pdf_failed"


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the answers apart from anything that a library prints by itself."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, answers


def _bound() -> None:
    limit = int(os.environ.get("NOMADE_PRINT_MEMORY", MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
