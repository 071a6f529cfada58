"""A desk with a ticket in hand, and what can be seen of what it did."""

from datetime import timedelta

from sqlalchemy import select

from backend.database import db, transaction
from backend.domain.missions import MissionNature
from backend.models import Booking, MissionEvent, Notice
from backend.services import grants, missions
from backend.services.missions import MissionDraft, Slot
from tests.factories import HOUR, actor

DAY = timedelta(days=1)


class Desk:
    """A dispatcher with a ticket in hand and two technicians to send."""

    def __init__(self, make, now, dora):
        self.make, self.now, self.dora = make, now, dora
        self.first, self.second = make.technician(), make.technician()
        self.client = make.client()
        self.site = make.site(self.client, access_info="Code 12")
        self.ticket = make.ticket(self.client, opened_by=dora.user_id, skill="network")

    def create(self, **fields):
        with transaction():
            draft = MissionDraft(self.site.id, MissionNature.NETWORK, **fields)
            return missions.create_mission(self.dora, self.ticket.id, draft, now=self.now)

    def slot(self, user=None, start=DAY, length=2 * HOUR):
        begin = self.now + start
        return Slot((user or self.first).id, begin, begin + length)

    def plan(self, mission=None, slot=None, appointment=None):
        mission = mission or self.create()
        with transaction():
            return missions.plan(
                self.dora, mission.id, slot or self.slot(), appointment, now=self.now
            )

    def step(self, mission, command, user=None, after=DAY, **fields):
        at = self.now + after
        with transaction():
            return missions.field_step(
                actor(user or self.first), mission.id, command, at=at, now=at, **fields
            )

    def on_site(self):
        mission = self.plan()
        for command in ("accept", "depart", "arrive"):
            self.step(mission, command)
        return mission


def sees(user, mission, now):
    return grants.has_grant(user.id, mission.scope_id, now=now)


def told(user):
    query = select(Notice).where(Notice.user_id == user.id).order_by(Notice.created_at, Notice.id)
    return [notice.event for notice in db.session.scalars(query)]


def live_bookings():
    query = select(Booking).where(Booking.cancelled_at.is_(None)).order_by(Booking.starts_at)
    return list(db.session.scalars(query))


def story(mission):
    query = select(MissionEvent).where(MissionEvent.mission_id == mission.id)
    return [event.kind for event in db.session.scalars(query.order_by(MissionEvent.id))]
