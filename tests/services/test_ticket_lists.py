from datetime import timedelta
from uuid import uuid4

import pytest

from backend.database import db
from backend.domain.actors import Role
from backend.domain.errors import (
    NotFound,
)
from backend.domain.tickets import TicketStatus
from backend.models import Ticket
from backend.services import tickets
from backend.services.tickets import TicketFilter
from tests.factories import actor


def test_the_nearest_deadline_comes_first_page_by_page(make, dora, now):
    client = make.client()
    hours = [5, None, 1, None, 3, 3, 1]
    made = [
        make.ticket(client, opened_by=dora.user_id, due_at=now + timedelta(hours=h) if h else None)
        for h in hours
    ]
    expected = sorted(made, key=lambda t: (t.due_at is None, t.due_at or now, t.id))
    listed, after = [], None
    while page := tickets.visible_tickets(dora, TicketFilter(limit=2, after=after)):
        listed += page
        after = page[-1].id
    assert [row.id for row in listed] == [ticket.id for ticket in expected]


def test_tickets_are_found_by_what_is_known_of_them(make, dora, now):
    client = make.client(name="Université de Brume", search="universite de brume")
    one = make.ticket(client, opened_by=dora.user_id, title="Imprimante bloquée")
    other = make.ticket(opened_by=dora.user_id, status=TicketStatus.RESOLVED)

    def found(**fields):
        return {row.id for row in tickets.visible_tickets(dora, TicketFilter(**fields))}

    assert found() == {one.id, other.id}
    assert found(status="live") == {one.id}
    assert found(status=TicketStatus.RESOLVED) == {other.id}
    assert found(text="universite brume") == {one.id}
    assert found(text="imprimante") == {one.id}
    assert found(text=other.number.lower().replace("-", " ")) == {other.id}
    assert found(client_id=client.id) == {one.id}
    assert found(text="100%") == set()


def test_a_row_shows_the_latest_mission(make, dora, now, queries):
    technician = make.technician()
    for _ in range(3):
        ticket = make.ticket(make.client(), opened_by=dora.user_id)
        make.mission(ticket, created_at=now - timedelta(days=1))
        mission = make.mission(ticket, technician_id=technician.id)
    with queries() as seen:
        rows = tickets.visible_tickets(dora, TicketFilter(status="live"))
    assert len(seen) <= 4
    (row,) = [row for row in rows if row.id == ticket.id]
    assert (row.mission_number, row.technician_name) == (mission.number, technician.name)


def test_a_stranger_learns_nothing_of_a_ticket(make, dora, now):
    ticket = make.ticket(opened_by=dora.user_id)
    technician = make.technician()
    make.planned_mission(technician, ticket=ticket)
    for user in (technician, make.user(Role.HR), make.user(Role.REFERENT)):
        person = actor(user)
        assert tickets.visible_tickets(person, TicketFilter()) == []
        for ticket_id in (ticket.id, uuid4()):
            for act in (
                lambda i, p=person: tickets.access_ticket(p, i),
                lambda i, p=person: tickets.timeline(p, i),
                lambda i, p=person: tickets.add_note(p, i, "x", now=now),
                lambda i, p=person: tickets.cancel_ticket(p, i, "x", now=now),
                lambda i, p=person: tickets.resolve_by_phone(p, i, "x", 1, now=now),
            ):
                with pytest.raises(NotFound):
                    act(ticket_id)
    assert db.session.get_one(Ticket, ticket.id).status is TicketStatus.OPEN
