"""Who could go: everybody, ranked, with the reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, select

from backend.database import db
from backend.domain import planning
from backend.domain.actors import Actor
from backend.domain.clocks import Span
from backend.domain.door import require_desk
from backend.domain.missions import MissionStatus
from backend.domain.planning import Person, Reason, Wanted
from backend.models import Booking, Client, Mission, Site, Technician
from backend.services.mission_lists import access_mission
from backend.services.numbers import PARIS

__all__ = ["Candidate", "Need", "Reason", "candidates", "candidates_for", "need_of"]


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
    mission_id: UUID | None = None


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


def need_of(actor: Actor, mission_id: UUID, starts_at: datetime, minutes: int = 0) -> Need:
    """Return what a mission needs; its own booking will not count as busy."""
    mission = access_mission(actor, mission_id)
    return Need(
        skill=mission.skill,
        starts_at=starts_at,
        minutes=minutes or mission.estimated_minutes,
        client_id=mission.client_id,
        site_id=mission.site_id,
        mission_id=mission.id,
    )


def candidates_for(actor: Actor, need: Need, *, now: datetime) -> list[Candidate]:
    """Rank all technicians for `need`; nobody is hidden, the reasons say why."""
    del now  # Bookings of the past are as real as those to come.
    require_desk(actor)
    slot = Span(need.starts_at, need.starts_at + timedelta(minutes=need.minutes))
    wanted = Wanted(need.skill, frozenset(need.clearances), slot, _city(need.site_id))
    people = _people(need)
    found = []
    for technician in _technicians():
        verdict = planning.judge(people(technician), wanted)
        found.append(
            Candidate(
                technician, verdict.score, verdict.free, verdict.reasons, verdict.next_free_at
            )
        )
    return sorted(found, key=lambda c: (-c.score, c.technician.position, c.technician.last_name))


def _technicians() -> list[Technician]:
    query = select(Technician).where(Technician.active.is_(True), Technician.deleted_at.is_(None))
    return list(db.session.scalars(query))


def _people(need: Need) -> _Knowledge:
    return _Knowledge(_busy(need), _visits(need.client_id), _lead(need.client_id))


@dataclass(frozen=True, slots=True)
class _Knowledge:
    busy: Mapping[UUID, list[Span]]
    visits: Mapping[UUID, int]
    lead: UUID | None

    def __call__(self, technician: Technician) -> Person:
        return Person(
            skills={code: int(level) for code, level in technician.skills.items()},
            clearances=frozenset(technician.clearances),
            home_city=technician.home_city,
            busy=tuple(self.busy.get(technician.id, ())),
            is_lead=technician.id == self.lead,
            visits_there=self.visits.get(technician.id, 0),
        )


def _busy(need: Need) -> dict[UUID, list[Span]]:
    """Return everybody's bookings from the beginning of the day of the slot on."""
    day = need.starts_at.astimezone(PARIS).date()
    start = datetime.combine(day, time(), tzinfo=PARIS).astimezone(UTC)
    query = select(Booking).where(
        Booking.cancelled_at.is_(None),
        Booking.ends_at > start,
        Booking.starts_at < need.starts_at + planning.SEARCH_FOR + timedelta(days=7),
    )
    if need.mission_id is not None:
        query = query.where(Booking.mission_id.is_distinct_from(need.mission_id))
    busy: dict[UUID, list[Span]] = defaultdict(list)
    for booking in db.session.scalars(query):
        busy[booking.technician_id].append(Span(booking.starts_at, booking.ends_at))
    return busy


def _visits(client_id: UUID | None) -> Mapping[UUID, int]:
    if client_id is None:
        return Counter()
    query = (
        select(Mission.technician_id, func.count())
        .where(Mission.client_id == client_id, Mission.status == MissionStatus.DONE)
        .group_by(Mission.technician_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query) if row[0] is not None}


def _lead(client_id: UUID | None) -> UUID | None:
    client = db.session.get(Client, client_id) if client_id else None
    return client.lead_technician_id if client else None


def _city(site_id: UUID | None) -> str:
    site = db.session.get(Site, site_id) if site_id else None
    return site.city if site else ""
