from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from backend.database import db, transaction
from backend.domain.actors import Role
from backend.domain.contracts import ContractKind
from backend.domain.errors import (
    Forbidden,
    IllegalTransition,
    InvalidValue,
    MissingValue,
    NotFound,
)
from backend.domain.settlement import BillingOutcome, BillingStatus
from backend.domain.tickets import TicketKind, TicketStatus
from backend.models import BillingItem, HistoryEntry
from backend.services import settlement, tickets
from backend.services.tickets import Call, Intake
from tests.factories import actor

PARIS = ZoneInfo("Europe/Paris")


def intake(client, **fields):
    defaults = {
        "client_id": client.id,
        "kind": TicketKind.INCIDENT,
        "title": "Plus de réseau",
        "problem": "Rien ne marche",
        "caller_last_name": "Garnier",
    }
    return Intake(**(defaults | fields))


def open_one(dora, client, now, **fields):
    with transaction():
        return tickets.open_ticket(dora, intake(client, **fields), now=now)


def item():
    return db.session.scalars(select(BillingItem)).one()


def test_a_ticket_has_its_number_its_deadlines_and_who_took_the_call(make, dora, now):
    client = make.client()
    contract = make.contract(client)
    ticket = open_one(dora, client, now, caller_first_name="Sylvie", blocking=True)
    assert ticket.number == "T-2026-0001"
    assert ticket.opened_by == dora.user_id
    assert (ticket.contract_id, ticket.contract_number) == (contract.id, contract.number)
    assert ticket.due_at == datetime(2026, 5, 5, 18, tzinfo=PARIS)
    assert ticket.restore_due_at == datetime(2026, 5, 18, 18, tzinfo=PARIS)
    assert [line.kind for line in tickets.timeline(dora, ticket.id)] == ["opened"]


def test_the_contract_that_stands_best_is_taken_and_one_that_ended_promises_nothing(
    make, dora, now
):
    client = make.client()
    expired = make.contract(client, ends_on=now.date() - timedelta(days=1))
    ticket = open_one(dora, client, now)
    assert (ticket.contract_id, ticket.due_at) == (expired.id, None)
    active = make.contract(client)
    assert open_one(dora, client, now).contract_id == active.id
    assert open_one(dora, client, now, contract_id=expired.id).contract_id == expired.id


def test_without_a_contract_there_is_a_ticket_all_the_same(make, dora, now):
    ticket = open_one(dora, make.client(), now, contract_number="C-1999-001")
    assert (ticket.contract_id, ticket.contract_number) == (None, "C-1999-001")


@pytest.mark.parametrize("field", ["title", "problem", "caller_last_name"])
def test_what_every_ticket_says_is_asked_for(make, dora, now, field):
    with pytest.raises(MissingValue) as refusal:
        open_one(dora, make.client(), now, **{field: "  "})
    assert refusal.value.params["field"] == field


def test_site_and_contract_are_the_clients_own(make, dora, now):
    client, other = make.client(), make.client()
    with pytest.raises(InvalidValue):
        open_one(dora, client, now, site_id=make.site(other).id)
    with pytest.raises(InvalidValue):
        open_one(dora, client, now, contract_id=make.contract(other).id)
    with pytest.raises(NotFound):
        open_one(dora, client, now, client_id=uuid4())


def test_only_desk_and_sales_open_tickets(make, now):
    client = make.client()
    assert open_one(actor(make.user(Role.BACK_OFFICE)), client, now)
    for role in (Role.TECHNICIAN, Role.HR, Role.REFERENT, Role.DIRECTOR):
        with pytest.raises(Forbidden):
            open_one(actor(make.user(role)), client, now)


# --- solved by phone -----------------------------------------------------------------------------


def solve(dora, ticket, now, minutes=20, solution="Câble rebranché"):
    with transaction():
        return tickets.resolve_by_phone(dora, ticket.id, solution, minutes, now=now)


def test_a_ticket_solved_by_phone_reaches_the_back_office(make, dora, now):
    ticket = solve(dora, open_one(dora, make.client(), now), now)
    assert ticket.status is TicketStatus.RESOLVED
    assert (ticket.solution, ticket.resolved_by) == ("Câble rebranché", dora.user_id)
    assert item().outcome is BillingOutcome.INVOICE
    assert (item().total_cents, item().ticket_id) == (3000, ticket.id)
    assert item().number == "F-2026-0001"
    assert db.session.scalars(select(HistoryEntry)).one().summary == "Câble rebranché"


def test_a_call_under_an_hour_bank_is_free_and_leaves_the_bank_alone(make, dora, now):
    client = make.client()
    contract = make.contract(client, ContractKind.MANAGED)
    solve(dora, open_one(dora, client, now), now)
    assert (item().outcome, item().total_cents) == (BillingOutcome.FREE, 0)
    assert contract.bank_minutes == 600


def test_a_solution_is_said_and_its_minutes_are_counted_from_zero(make, dora, now):
    ticket = open_one(dora, make.client(), now)
    with pytest.raises(MissingValue):
        solve(dora, ticket, now, solution=" ")
    with pytest.raises(InvalidValue):
        solve(dora, ticket, now, minutes=-1)


def test_a_ticket_is_solved_once(make, dora, now):
    ticket = solve(dora, open_one(dora, make.client(), now), now)
    with pytest.raises(IllegalTransition):
        solve(dora, ticket, now)


# --- the definitive end --------------------------------------------------------------------------


@pytest.fixture
def bea(make):
    return actor(make.user(Role.BACK_OFFICE))


def test_validating_the_billing_item_closes_the_ticket_for_good(make, dora, bea, now):
    ticket = solve(dora, open_one(dora, make.client(), now), now)
    with transaction():
        settlement.validate(bea, item().id, now=now)
    assert (ticket.status, ticket.closed_at) == (TicketStatus.CLOSED, now)
    assert item().status is BillingStatus.VALIDATED
    with pytest.raises(IllegalTransition), transaction():
        settlement.validate(bea, item().id, now=now)
    with pytest.raises(IllegalTransition), transaction():
        tickets.reopen_ticket(dora, ticket.id, "Encore", now=now)


def test_a_ticket_taken_up_again_closes_with_its_last_billing_item(make, dora, bea, now):
    ticket = solve(dora, open_one(dora, make.client(), now), now)
    with transaction():
        tickets.reopen_ticket(dora, ticket.id, "Revenu", now=now)
    assert (ticket.status, ticket.resolved_at) == (TicketStatus.OPEN, None)
    solve(dora, ticket, now)
    first, second = db.session.scalars(select(BillingItem.id).order_by(BillingItem.number))
    with transaction():
        settlement.validate(bea, first, now=now)
    assert ticket.closed_at is None
    with transaction():
        settlement.validate(bea, second, now=now)
    assert ticket.status is TicketStatus.CLOSED


def test_a_payment_brings_the_client_up_to_date_unless_more_is_owed_for_long(make, dora, bea, now):
    client = make.client(commercial_status="late")
    for _ in range(2):
        solve(dora, open_one(dora, client, now), now)
    first, second = db.session.scalars(select(BillingItem.id).order_by(BillingItem.number))
    with transaction():
        for billing_id in (first, second):
            settlement.validate(bea, billing_id, now=now)
    later = now + timedelta(days=31)
    with transaction():
        settlement.mark_paid(bea, first, now=later)
    assert client.commercial_status == "late"
    with transaction():
        settlement.mark_paid(bea, second, now=later)
    assert client.commercial_status == "up_to_date"


def test_billing_is_for_the_back_office(make, dora, bea, now):
    solve(dora, open_one(dora, make.client(), now), now)
    billing_id = item().id
    with pytest.raises(IllegalTransition), transaction():
        settlement.mark_paid(bea, billing_id, now=now)
    with pytest.raises(Forbidden), transaction():
        settlement.validate(dora, billing_id, now=now)
    for stranger in (make.technician(), make.user(Role.REFERENT)):
        with pytest.raises(NotFound), transaction():
            settlement.validate(actor(stranger), billing_id, now=now)


# --- what is written down ------------------------------------------------------------------------


def test_calls_and_notes_are_lines_of_the_timeline(make, dora, now):
    ticket = open_one(dora, make.client(), now)
    with transaction():
        call = Call("out", "Mme Garnier", 5, "Rappelée")
        event = tickets.add_call(dora, ticket.id, call, now=now + timedelta(minutes=1))
        tickets.add_note(dora, ticket.id, "À suivre", now=now + timedelta(minutes=2))
    assert event.data == {"direction": "out", "with": "Mme Garnier", "minutes": 5}
    texts = [(line.kind, line.text) for line in tickets.timeline(dora, ticket.id)]
    assert texts[1:] == [("call", "Rappelée"), ("note", "À suivre")]
    for broken in (Call("sideways", "", 1, ""), Call("in", "", -1, "")):
        with pytest.raises(InvalidValue), transaction():
            tickets.add_call(dora, ticket.id, broken, now=now)
    with pytest.raises(MissingValue), transaction():
        tickets.add_note(dora, ticket.id, " ", now=now)


def test_a_ticket_is_given_up_for_a_reason(make, dora, now):
    ticket = open_one(dora, make.client(), now)
    with pytest.raises(MissingValue), transaction():
        tickets.cancel_ticket(dora, ticket.id, "", now=now)
    with transaction():
        tickets.cancel_ticket(dora, ticket.id, "Double", now=now)
    assert ticket.status is TicketStatus.CANCELLED
    with pytest.raises(IllegalTransition), transaction():
        tickets.cancel_ticket(dora, ticket.id, "Double", now=now)
