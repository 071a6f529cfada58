"""What happens when several people want the same at once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from flask import Flask

from backend.database import db


def at_once(
    app: Flask, work: Callable[[int], Any], count: int
) -> tuple[list[Any], list[Exception]]:
    """Run `work(i)` in `count` threads that begin together; return results and failures."""
    barrier = Barrier(count)
    found: list[Any] = []
    failed: list[Exception] = []

    def run(i: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                found.append(work(i))
            except Exception as error:  # noqa: BLE001 -- the test looks at each
                failed.append(error)
            finally:
                db.session.remove()

    db.session.commit()
    threads = [Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found, failed
