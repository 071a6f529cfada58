"""How fast a phone is served: push, pull, first sync, through its own routes with every check on.

python -m bench.sync [--quick] [sqlite] [postgresql]
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.database import db, new_id, transaction
from backend.models import HistoryEntry, Mission, Report
from bench import table
from bench.company import START, Words, build, hire
from bench.phone import Answer, BenchPhone
from bench.stage import Stage, open_stage

RESULTS = Path(__file__).parent / "results"
BATCH = 100
ROUNDS = 5
Figures = dict[str, float]
Batch = list[dict[str, Any]]


def measure(database: str, *, quick: bool) -> Figures:
    """Run everything on one database."""
    rows = 2_000 if quick else 10_000
    with open_stage(database) as stage:
        worker = hire("anne")
        missions = build(worker, rows)
        phone = BenchPhone(stage, worker)
        figures = first_sync(phone)
        figures |= pushing(stage, phone, missions[0], 5 if quick else 20)
        phone.pull(2000)
        figures |= pulling(phone)
    return {name: round(value, 3) for name, value in figures.items()}


def first_sync(phone: BenchPhone) -> Figures:
    """Pull everything as a new phone does, in its pages of 500."""
    runs = []
    for _ in range(3):
        phone.cursor = None
        runs.append(phone.pull(500))
    best = min(runs, key=seconds)
    rows = sum(len(one.body["put"]) for one in best)
    return {
        "first_sync_rows": rows,
        "first_sync_seconds": seconds(best),
        "first_sync_rows_per_second": rows / seconds(best),
        "first_sync_bytes_per_row": sum(one.wire_bytes for one in best) / rows,
    }


def pushing(stage: Stage, phone: BenchPhone, mission: Mission, batches: int) -> Figures:
    """Push batches of 100: new rows, changed rows, texts, all mixed."""
    words = Words(7)
    report = db.session.scalars(db.select(Report).filter_by(mission_id=mission.id)).one()
    lines = Lines(phone, words, mission, report)
    phone.push(lines.mixed())  # The first one warms the caches of statements.
    figures: Figures = {}
    for name, make in (("create", lines.created), ("mixed", lines.mixed)):
        prepared = [make() for _ in range(batches)]
        before = stage.cpu_seconds()
        answers = [phone.push(batch) for batch in prepared]
        used = stage.cpu_seconds() - before
        done = BATCH * batches
        figures[f"push_{name}_per_second"] = BATCH / statistics.median(
            one.seconds for one in answers
        )
        figures[f"push_{name}_cpu_per_1000"] = used * 1000 / done
        sent = sum(len(json.dumps(one)) for batch in prepared for one in batch)
        figures[f"push_{name}_bytes_per_change"] = sent / done
    return figures


class Lines:
    """The work of a technician, a hundred things at a time."""

    def __init__(self, phone: BenchPhone, words: Words, mission: Mission, report: Report) -> None:
        self.phone, self.words, self.mission, self.report = phone, words, mission, report
        self.text = report.actions_done

    def created(self) -> Batch:
        """Return 100 new notes of some 300 letters: records of about 534 bytes."""
        return [self._note() for _ in range(BATCH)]

    def mixed(self) -> Batch:
        """Return 25 notes, 25 new parts, 25 changes of those parts, 25 changes of the report."""
        batch: Batch = []
        for _ in range(BATCH // 4):
            part = self._part()
            change = {"quantity": {"was": 1, "value": 2}}
            batch += [self._note(), part]
            batch.append(self.phone.mutation("part_line", part["id"], "set", fields=change))
            batch.append(self._text())
        return batch

    def _note(self) -> dict[str, Any]:
        values = {"mission_id": str(self.mission.id), "kind": "note", "text": self.words.text(32)}
        return self._create("mission_event", values)

    def _part(self) -> dict[str, Any]:
        values = {
            "report_id": str(self.report.id),
            "label": self.words.text(5),
            "quantity": 1,
            "unit_cents": 900,
        }
        return self._create("part_line", values)

    def _text(self) -> dict[str, Any]:
        was, self.text = self.text, self.words.text(40)
        fields = {"actions_done": {"was": was, "value": self.text}}
        return self.phone.mutation("report", str(self.report.id), "text", fields=fields)

    def _create(self, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        fields = {name: {"value": value} for name, value in values.items()}
        args = {"scope": self.mission.scope_id}
        return self.phone.mutation(kind, str(new_id()), "create", fields=fields, args=args)


def pulling(phone: BenchPhone) -> Figures:
    """Pull 1,000 and 100 changed rows of all, then nothing."""
    entries = list(db.session.scalars(db.select(HistoryEntry.id).limit(1000)))
    figures: Figures = {}
    for count in (1000, 100):
        runs = [changed(phone, entries[:count]) for _ in range(ROUNDS)]
        figures[f"pull_{count}_ms"] = statistics.median(map(seconds, runs)) * 1000
        figures[f"pull_{count}_per_second"] = (
            len(entries[:count]) * 1000 / figures[f"pull_{count}_ms"]
        )
    empty = [phone.pull(500) for _ in range(50)]
    figures["pull_empty_ms"] = statistics.median(map(seconds, empty)) * 1000
    return figures


def changed(phone: BenchPhone, ids: list[Any]) -> list[Answer]:
    """Change those rows at the office and pull them."""
    with transaction():
        rows = db.session.scalars(db.select(HistoryEntry).where(HistoryEntry.id.in_(ids)))
        for row in rows:
            row.at = row.at + (START - START.replace(hour=7))
    return phone.pull(2000)


def seconds(answers: list[Answer]) -> float:
    """Return the time of one pull: that of its pages."""
    return sum(one.seconds for one in answers)


def main(arguments: list[str]) -> None:
    """Measure, print, keep."""
    quick = "--quick" in arguments
    chosen = [one for one in arguments if not one.startswith("-")] or ["sqlite", "postgresql"]
    load = os.getloadavg()[0]
    for database in chosen:
        figures = measure(database, quick=quick)
        print(json.dumps({database: figures}, indent=2))
        if not quick:
            _keep(database, figures, load)
    if not quick:
        table.write(RESULTS)


def _keep(database: str, figures: Figures, load: float) -> None:
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)  # noqa: TID251 -- when it was measured
    machine = {
        "at": now.isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_before": round(load, 2),
        "load_after": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
    }
    text = json.dumps({"database": database, "machine": machine, "figures": figures}, indent=2)
    (RESULTS / f"sync-{database}.json").write_text(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
