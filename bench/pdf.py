"""How long a report takes to print, how large it is, and what the printing process keeps.

    python -m bench.pdf [rounds]

Measured through the worker's own way: the warm printing process behind its pipe.
"""

from __future__ import annotations

import hashlib
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.documents.paper import Paper
from backend.documents.press import Press
from tests.documents.poppler import opened
from tests.documents.samples import paper

# Photos, and how many fewer rounds.
CASES = {
    "no photo": (0, 1),
    "3 photos": (3, 1),
    "12 photos": (12, 2),
    "60 photos": (60, 5),
}


def main(rounds: int) -> None:
    """Print each case and say what it took."""
    press = Press()
    start = time.perf_counter()
    press.warm()
    press.print(paper())
    print(f"first paper of a cold process {time.perf_counter() - start:6.2f} s")
    print(f"{'case':<12}{'median':>9}{'worst':>9}{'pages':>7}{'size':>10}{'process':>10}")
    try:
        for name, (shots, slower) in CASES.items():
            measure(press, name, paper(shots=shots), max(rounds // slower, 1))
    finally:
        press.close()


def measure(press: Press, name: str, one: Paper, rounds: int) -> None:
    """Print one paper `rounds` times and write a line."""
    times, hashes, pdf = [], set(), b""
    for _ in range(rounds):
        start = time.perf_counter()
        pdf = press.print(one)
        times.append(time.perf_counter() - start)
        hashes.add(hashlib.sha256(pdf).hexdigest())
    with TemporaryDirectory() as folder:
        pages = opened(pdf, Path(folder)).pages
    print(
        f"{name:<12}{statistics.median(times):>7.2f} s{max(times):>7.2f} s{pages:>7}"
        f"{len(pdf) / 1000:>7.0f} kB{press.resident_bytes() / 1e6:>7.0f} MB"
        + ("" if len(hashes) == 1 else "  NOT the same bytes each time")
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
