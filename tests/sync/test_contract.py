"""Real answers, written down where the phone's own tests read them.

`NOMADE_WRITE_CONTRACT=1 pytest tests/sync/test_contract.py` writes them anew.
"""

from __future__ import annotations

import json
import os
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
import time_machine

from backend.database import db, ids_from
from backend.models import Device
from backend.services import grants
from backend.sync.checksums import row_sum
from tests.factories import MONDAY
from tests.people import person

FOLDER = Path(__file__).parent.parent / "contract"
NOTE, TIME, PART = (str(UUID(int=0x70000000_0000_7000_8000_000000000000 + n)) for n in (1, 2, 3))


@pytest.fixture
def numbered():
    """Ids and instants that are the same in every run."""
    numbers = count(0x01900000_0000_7000_8000_000000000001)
    with ids_from(lambda: UUID(int=next(numbers))), time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def story(numbered, make, phone_of):
    """Alice, her phone, one mission with a report, a dossier, and one mission that was hers."""
    alice = person("alice")
    dossier = make.dossier(make.client(name="Commune de Valmont"))
    make.dossier_item(dossier)
    make.grant(alice.user_id, dossier.scope_id, mode="read", cause="request:1")
    user = type("Technician", (), {"id": alice.user_id})
    mission = make.planned_mission(user)
    lost = make.planned_mission(user, starts_at=MONDAY.replace(day=6))
    report = make.report(mission)
    make.part_line(report)
    make.catalogue_row()
    db.session.commit()
    return {"phone": phone_of(alice), "mission": mission, "lost": lost, "report": report}


def agrees(name: str, found: object) -> None:
    """Compare with what is written down, or write it down."""
    path = FOLDER / name
    text = json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if os.environ.get("NOMADE_WRITE_CONTRACT"):
        path.write_text(text)
    assert json.loads(path.read_text()) == json.loads(text)


def pushed_batch(phone, mission, report):
    """One mutation of every kind of outcome, then what it needs to be answered again."""
    time = {"report_id": report.id, "kind": "work", "minutes": 45}
    batch = [
        phone.create(
            "mission_event",
            NOTE,
            mission.scope_id,
            mission_id=mission.id,
            kind="note",
            at="2026-05-04T08:00:00Z",
            text="Portail fermé",
        ),
        phone.create("time_entry", TIME, mission.scope_id, **time),
        phone.change("report", report.id, "text", actions_done=("", "Commutateur remplacé")),
        phone.change("report", report.id, solved=(True, False)),
        phone.change("mission", mission.id, title=("", "Autre titre")),
        phone.change("report", report.id, number=("", "R-1")),
        phone.create("time_entry", PART, f"mission:{NOTE}", **time),
    ]
    for number, mutation in enumerate(batch, 1):
        mutation["mid"] = str(UUID(int=0x71000000_0000_7000_8000_000000000000 + number))
    return batch


def test_the_phone_reads_the_pulls_that_the_server_writes(story, alice_leaves):
    phone = story["phone"]
    pages = {"first": phone.ask().json}
    phone.pull()
    pages["nothing_new"] = phone.ask().json
    phone.push(*pushed_batch(phone, story["mission"], story["report"]))
    alice_leaves(story["lost"])
    pages["changes"] = phone.ask().json
    pages["small_page"] = phone.start_afresh() or phone.ask(limit=3).json
    agrees("pull.json", pages)


def test_the_phone_reads_the_answers_to_its_pushes(story):
    phone = story["phone"]
    batch = pushed_batch(phone, story["mission"], story["report"])
    first = phone.send(*batch)
    again = phone.send(batch[0])
    gap = phone.send({**batch[0], "n": 99, "mid": str(UUID(int=1))})
    fork = phone.send({**batch[0], "mid": str(UUID(int=2))})
    answers = {"first": first, "again": again, "expected": gap, "fork": fork}
    shown = {name: {"status": a.status_code, "body": a.json} for name, a in answers.items()}
    agrees("push.json", {"request": {"proto": 1, "schema": 1, "mutations": batch}, **shown})


def test_the_phone_reckons_the_same_sums():
    rows = [(str(UUID(int=n * 7919 << 64)), n) for n in range(1, 6)]
    listed = [{"id": i, "version": v, "sum": f"{row_sum(i, v):08x}"} for i, v in rows]
    together = 0
    for row_id, version in rows:
        together ^= row_sum(row_id, version)
    agrees("checksums.json", {"rows": listed, "count": len(rows), "xor": f"{together:08x}"})


@pytest.fixture
def alice_leaves():
    """Take a mission and its client away."""

    def leave(mission):
        device = db.session.scalars(db.select(Device)).one()
        grants.revoke_cause(device.user_id, f"mission:{mission.id}", now=MONDAY)
        db.session.commit()

    return leave
