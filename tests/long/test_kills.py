"""A server that is killed again and again never acknowledges what it has not stored."""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
from contextlib import ExitStack
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from backend.database import new_id
from backend.demo.material import PASSWORD
from backend.web.csrf import COOKIE
from bench.company import Worker
from bench.phone import BenchPhone
from bench.stage import _family
from tests.e2e.stack import Stack
from tests.servers import fresh_database, wait_for_port

KILLS = 60
BATCH = 20
LOST = (ConnectionError, http.client.HTTPException, OSError)

pytestmark = pytest.mark.long


@pytest.fixture
def stack(tmp_path):
    """A whole installation with the demo company, killed and started by the test."""
    with ExitStack() as gone:
        server = os.environ.get("DATABASE_URL")
        url = gone.enter_context(fresh_database(server)) if server else None
        running = Stack(tmp_path, url)
        gone.callback(running.close)
        running.prepare()
        running.start()
        yield running


def connect(stack):
    return http.client.HTTPConnection("localhost", stack.port, timeout=30)


def sign_in(stack):
    """Return a phone of Hugo's, without a mission yet."""
    door = connect(stack)
    body = json.dumps({"email": "hugo.lambert@lanterne.example", "password": PASSWORD})
    headers = {"Content-Type": "application/json", "Origin": stack.url}
    door.request("POST", "/api/session", body, headers)
    answer = door.getresponse()
    assert answer.status < 300, answer.read()
    answer.read()
    door.close()
    token = answer.headers["Set-Cookie"].split(";")[0].removeprefix(f"{COOKIE}=")
    stage: Any = SimpleNamespace(connect=lambda: connect(stack))
    return BenchPhone(stage, Worker(new_id(), token))


def rows_of(phone, kind):
    return [row for page in phone.pull(500) for row in page.body["put"] if row["kind"] == kind]


def kill(stack):
    """End gunicorn and its children without a word, as a power cut does."""
    for pid in _family(stack.web.pid):
        os.kill(pid, signal.SIGKILL)
    stack.web.wait()


def push_until_killed(phone, stack, batches, after):
    """Push until the server is gone; the last batch has no answer. Return the acknowledged ids."""
    acked: list[str] = []
    end = threading.Timer(after, kill, [stack])
    end.start()
    while True:
        batch = next(batches)
        try:
            results = phone.push(batch).body["results"]
        except LOST:
            end.join()
            return acked, batch
        acked += [batch[one["n"] - batch[0]["n"]]["id"] for one in results]


def send_again(phone, stack, batch):
    """Send a batch until it is answered, as a phone does; return what became of it.

    A child that was born while its parent was killed may take the first call and die with it.
    """
    body = {"proto": 1, "schema": 1, "outbox_depth": BATCH, "mutations": batch}
    while True:
        phone._connection.close()
        phone._connection = connect(stack)
        try:
            results = phone.ask("POST", "/api/sync/push", body).body["results"]
        except LOST:
            wait_for_port(stack.port)
            continue
        return {one["status"] for one in results}


def test_nothing_acknowledged_is_lost_and_nothing_doubles(stack):
    phone, chance = sign_in(stack), Random(7)
    mission = next(row for row in rows_of(phone, "mission") if row["data"]["status"] == "accepted")

    def batches():
        while True:
            fields = {"mission_id": mission["id"], "kind": "note", "text": "Portail fermé"}
            named = {name: {"value": value, "was": None} for name, value in fields.items()}
            args = {"scope": mission["scope"]}
            yield [
                phone.mutation("mission_event", str(new_id()), "create", fields=named, args=args)
                for _ in range(BATCH)
            ]

    acked: list[str] = []
    source = batches()
    for _ in range(KILLS):
        done, unanswered = push_until_killed(phone, stack, source, chance.uniform(0.05, 0.5))
        stack.start()
        assert send_again(phone, stack, unanswered) in ({"applied"}, {"duplicate"})
        acked += done + [one["id"] for one in unanswered]
    phone.cursor = None
    notes = [row["id"] for row in rows_of(phone, "mission_event") if row["data"]["kind"] == "note"]
    phone._connection.close()
    assert sorted(notes) == sorted(acked)
