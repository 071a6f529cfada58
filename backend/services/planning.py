"""Who could go: everybody, ranked, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domain.actors import Actor
from backend.models import Technician


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody stands where he stands: the catalogue key `reason.<code>` and what fills it."""

    code: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One technician for one slot. `next_free_at` is when he next has the whole time free."""

    technician: Technician
    score: int
    free: bool
    reasons: tuple[Reason, ...]
    next_free_at: datetime | None


@dataclass(frozen=True, slots=True)
class Need:
    """What is looked for. With client and site, the ranking knows who was there before."""

    skill: str
    starts_at: datetime
    minutes: int
    clearances: tuple[str, ...] = ()
    client_id: UUID | None = None
    site_id: UUID | None = None


def candidates(
    actor: Actor,
    skill: str,
    slot_start: datetime,
    minutes: int,
    *,
    clearances: tuple[str, ...] = (),
    now: datetime,
) -> list[Candidate]:
    """Rank all technicians for a slot, without a client."""
    return candidates_for(actor, Need(skill, slot_start, minutes, clearances), now=now)


def candidates_for(actor: Actor, need: Need, *, now: datetime) -> list[Candidate]:
    """Rank all technicians for `need`; nobody is hidden, the reasons say why."""
    raise NotImplementedError
