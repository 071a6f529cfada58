"""The hint travels through every storage that the settings can name: real servers, no stand-ins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.wake import PRINT, Queue
from tests import servers


@pytest.fixture(params=["sqlite", "redis", "postgresql"])
def queue_url(request, settings):
    """The address of an empty queue on its own server."""
    if request.param == "redis":
        with servers.redis(fsync=False) as url:
            yield url
    elif request.param == "postgresql":
        with servers.postgres(fsync=False) as url:
            yield url.replace("+psycopg", "")
    else:
        yield settings.huey_url


def test_what_one_process_puts_in_another_takes_out_and_does_once(settings, queue_url):
    here = replace(settings, huey_url=queue_url)
    done: list[str] = []
    web, worker = Queue(here), Queue(here)
    worker.does(PRINT, done.append)
    web.wake(PRINT, "0193")
    assert web.waiting() == 1
    consumer = worker.ready()
    consumer.execute(consumer.dequeue())
    assert done == ["0193"]
    assert consumer.dequeue() is None
    for queue in (web, worker):
        close = getattr(queue.huey.storage, "close", None)
        if close:
            close()
