"""A company of any size for measures: rows of every common kind, with text that hardly repeats."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.database import db, new_id, transaction
from backend.domain.missions import EventKind, MissionNature
from backend.domain.reports import TimeKind
from backend.models import (
    AccessGrant,
    Client,
    Dossier,
    DossierItem,
    HistoryEntry,
    Mission,
    MissionEvent,
    PartLine,
    Report,
    Site,
    TimeEntry,
    User,
)
from backend.services import sessions

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
SYLLABLES = (
    *("ba", "ca", "da", "fe", "ge", "li", "lo", "ma", "me", "mi", "mo", "na", "ne", "ni", "no"),
    *("pa", "pe", "po", "ra", "re", "ri", "ro", "sa", "se", "si", "so", "ta", "te", "ti", "to"),
    *("tion", "teur", "ment", "eau", "ier", "ique", "age", "oir", "é", "è", "ou", "an", "en"),
)
ROWS_A_CLIENT = 100


@dataclass(frozen=True, slots=True)
class Worker:
    """A technician who is signed in."""

    user_id: UUID
    token: str


class Words:
    """Sentences by chance, the same in every run."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 -- not for secrets

    def word(self) -> str:
        """Return something that looks like a word."""
        return "".join(self._chance.choices(SYLLABLES, k=self._chance.randint(1, 4)))

    def text(self, words: int) -> str:
        """Return a sentence."""
        return " ".join(self.word() for _ in range(words)).capitalize() + "."


def hire(name: str) -> Worker:
    """Store a technician with a session and no rights but the common ones."""
    now = datetime.now(UTC)  # noqa: TID251 -- a session begins now
    user = User(
        id=new_id(),
        email=f"{name}@bench.test",
        first_name=name,
        last_name="Bench",
        roles=["technician"],
        created_at=now,
    )
    lifetimes = sessions.Lifetimes(timedelta(days=1), timedelta(days=1))
    with transaction():
        db.session.add(user)
        db.session.flush()
        token = sessions.open_session(user.id, sessions.Origin(), lifetimes, now=now)
        for scope in ("global", f"technician:{user.id}"):
            _grant(user.id, scope)
    return Worker(user.id, token)


def build(worker: Worker, rows: int, seed: int = 1) -> list[Mission]:
    """Store about `rows` rows that the technician sees; return the missions."""
    words, missions = Words(seed), []
    for number in range(max(1, rows // ROWS_A_CLIENT)):
        with transaction():
            missions.append(_client(worker, words, seed * 100_000 + number))
    return missions


def _client(worker: Worker, words: Words, number: int) -> Mission:
    client = Client(id=new_id(), name=words.text(3), scope_id="", notes=words.text(20))
    client.scope_id = f"client:{client.id}"
    of_client = {"client_id": client.id, "scope_id": client.scope_id}
    site = Site(
        id=new_id(),
        name=words.text(2),
        address=words.text(5),
        postcode="35000",
        city=words.word(),
        access_info=words.text(12),
        **of_client,
    )
    db.session.add(client)
    db.session.flush()
    db.session.add(site)
    db.session.flush()
    history = [_history(words, of_client, number * 100 + n) for n in range(20)]
    db.session.add_all([*history, *_dossier(worker, words, client)])
    _grant(worker.user_id, client.scope_id)
    return _mission(worker, words, site, number)


def _history(words: Words, of_client: dict[str, Any], number: int) -> HistoryEntry:
    return HistoryEntry(
        number=f"R-{number}",
        at=START - timedelta(hours=number % 5000),
        title=words.text(5),
        summary=words.text(40),
        by_name=words.text(2),
        **of_client,
    )


def _dossier(worker: Worker, words: Words, client: Client) -> Iterator[Any]:
    dossier = Dossier(id=new_id(), client_id=client.id, title=client.name, scope_id="")
    dossier.scope_id = f"dossier:{dossier.id}"
    db.session.add(dossier)
    db.session.flush()
    _grant(worker.user_id, dossier.scope_id)
    for n in range(30):
        yield DossierItem(
            dossier_id=dossier.id,
            scope_id=dossier.scope_id,
            section=words.word(),
            domain=words.word(),
            sub_domain=words.word(),
            description=words.text(14),
            quantity=str(n),
            position=n,
        )


def _mission(worker: Worker, words: Words, site: Site, number: int) -> Mission:
    mission = Mission(
        id=new_id(),
        scope_id="",
        number=f"M-{number}",
        client_id=site.client_id,
        site_id=site.id,
        technician_id=worker.user_id,
        nature=MissionNature.NETWORK,
        title=words.text(6),
        problem=words.text(40),
        todo=[{"id": str(n), "text": words.text(6), "done": False} for n in range(4)],
        estimated_minutes=90,
        starts_at=START + timedelta(hours=number % 5000),
        created_at=START,
    )
    mission.scope_id = f"mission:{mission.id}"
    db.session.add(mission)
    db.session.flush()
    _grant(worker.user_id, mission.scope_id)
    report = Report(
        id=new_id(),
        scope_id=mission.scope_id,
        mission_id=mission.id,
        client_id=site.client_id,
        technician_id=worker.user_id,
        actions_done=words.text(40),
        started_at=START,
    )
    db.session.add(report)
    db.session.flush()
    db.session.add_all(_lines(words, mission, report))
    return mission


def _lines(words: Words, mission: Mission, report: Report) -> Iterator[Any]:
    of_report = {"report_id": report.id, "scope_id": mission.scope_id}
    for n in range(15):
        yield MissionEvent(
            scope_id=mission.scope_id,
            mission_id=mission.id,
            kind=EventKind.NOTE,
            at=START + timedelta(minutes=n),
            received_at=START,
            text=words.text(25),
        )
        yield TimeEntry(kind=TimeKind.WORK, minutes=15 + n, note=words.text(5), **of_report)
        yield PartLine(label=words.text(4), quantity=1 + n, unit_cents=900 + n, **of_report)


def _grant(user_id: UUID, scope: str) -> None:
    row = AccessGrant(
        user_id=user_id, scope_id=scope, mode="write", cause="bench", granted_at=START
    )
    db.session.add(row)
