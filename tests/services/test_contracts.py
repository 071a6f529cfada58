from datetime import timedelta
from uuid import uuid4

import pytest

from backend.database import transaction
from backend.domain.actors import Role
from backend.domain.contracts import CommercialStatus, ContractKind, ContractStatus
from backend.domain.errors import NotFound
from backend.domain.folding import fold, phone_digits, search_words, ticket_number
from backend.services import contracts, history
from tests.factories import actor


@pytest.fixture
def today(now):
    return now.date()


@pytest.fixture
def saint_etienne(make):
    client = make.client(name="Mairie de Saint-Étienne-du-Bœuf", phone="01 99 00 12 34")
    make.site(client, city="L’Haÿ", phone="+33 4 77 00 00 01")
    make.referent(client, first_name="Zoé", last_name="Lefèvre", phone="06.12.34.56.78")
    make.contract(client, number="C-2024-017")
    with transaction():
        contracts.refresh_search(client.id)
    for _ in range(3):
        make.client()
    return client


@pytest.mark.parametrize(
    "typed",
    [
        "saint etienne",
        "Saint-Étienne",
        "ETIENNE mairie",
        "boeuf",
        "BŒUF",
        "lefevre",
        "zoé lef",
        "l'hay",
        "C-2024-017",
        "c2024017",
        "c 2024-017",
        "2024-017",
        "06 12 34 56 78",
        "0612345678",
        "+33 6 12 34 56 78",
        "0033612345678",
        "01.99.00",
        "04 77 00 00 01",
    ],
)
def test_a_client_is_found_by_whatever_the_caller_says(dora, today, saint_etienne, typed):
    hits = contracts.search_clients(dora, typed, today=today)
    assert [hit.client.id for hit in hits] == [saint_etienne.id]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "inconnu", "07 00 00 00 00", "--"])
def test_nothing_is_found_by_nothing(dora, today, saint_etienne, typed):
    assert contracts.search_clients(dora, typed, today=today) == []


def test_a_client_is_found_by_the_number_of_a_ticket(make, dora, today, saint_etienne):
    ticket = make.ticket(saint_etienne, opened_by=dora.user_id)
    for typed in (ticket.number, ticket.number.lower().replace("-", " ")):
        hits = contracts.search_clients(dora, typed, today=today)
        assert [hit.client.id for hit in hits] == [saint_etienne.id]


def test_the_hit_shows_at_once_how_the_client_stands(make, dora, today):
    client = make.client(name="Atelier", search="atelier", commercial_status=CommercialStatus.LATE)
    make.contract(client, number="C-OLD", ends_on=today - timedelta(days=1))
    empty = make.contract(client, ContractKind.MANAGED, number="C-EMPTY", bank_minutes=0)
    with transaction():
        contracts.refresh_search(client.id)
    (hit,) = contracts.search_clients(dora, "atelier", today=today)
    assert hit.contract is empty
    assert hit.contract_status is ContractStatus.EXHAUSTED
    assert hit.commercial_status is CommercialStatus.LATE
    (hit,) = contracts.search_clients(dora, "C-OLD", today=today)
    assert hit.contract_status is ContractStatus.EXHAUSTED
    make.contract(client, number="C-2020-001", ends_on=today - timedelta(days=9))
    with transaction():
        contracts.refresh_search(client.id)
    (hit,) = contracts.search_clients(dora, "C-2020-001", today=today)
    assert hit.contract_status is ContractStatus.EXPIRED


def test_a_client_without_a_contract_is_shown_as_such(make, dora, today):
    make.client(name="Cabinet", search="cabinet")
    (hit,) = contracts.search_clients(dora, "cabinet", today=today)
    assert (hit.contract, hit.contract_status) == (None, ContractStatus.NONE)


def test_twelve_hits_take_three_queries(make, dora, today, queries):
    for n in range(14):
        client = make.client(name=f"École {n:02}", search=f"ecole {n:02}")
        make.site(client)
        make.referent(client)
        make.contract(client)
    with queries() as seen:
        hits = contracts.search_clients(dora, "école", today=today)
    assert len(hits) == 12
    assert len(seen) <= 3
    assert all(hit.contract and hit.sites and hit.referents for hit in hits)
    assert [hit.client.name for hit in hits] == [f"École {n:02}" for n in range(12)]


def test_the_card_of_a_client_holds_everything(make, dora, today):
    client = make.client()
    expired = make.contract(client, ends_on=today - timedelta(days=1))
    active = make.contract(client)
    site, referent = make.site(client), make.referent(client)
    ticket = make.ticket(client, opened_by=dora.user_id)
    make.ticket(client, opened_by=dora.user_id, status="closed")
    entry = make.history_entry(client)
    card = contracts.client_card(dora, client.id, today=today)
    assert [(line.contract, line.status) for line in card.contracts] == [
        (active, ContractStatus.ACTIVE),
        (expired, ContractStatus.EXPIRED),
    ]
    assert (card.sites, card.referents) == ((site,), (referent,))
    assert (card.open_tickets, card.history) == ((ticket,), (entry,))


def test_a_stranger_learns_nothing_of_a_client(make, today, saint_etienne):
    for user in (make.technician(), make.user(Role.HR), make.user(Role.REFERENT)):
        assert contracts.search_clients(actor(user), "saint", today=today) == []
        for client_id in (saint_etienne.id, uuid4()):
            with pytest.raises(NotFound):
                contracts.client_card(actor(user), client_id, today=today)
            with pytest.raises(NotFound):
                history.client_history(actor(user), client_id)


def test_a_technician_finds_the_clients_he_was_sent_to(make, today, saint_etienne):
    technician = make.technician()
    make.grant(technician.id, f"client:{saint_etienne.id}", mode="read")
    person = actor(technician)
    hits = contracts.search_clients(person, "saint", today=today)
    assert [hit.client.id for hit in hits] == [saint_etienne.id]
    assert contracts.search_clients(person, "valmont", today=today) == []
    make.history_entry(saint_etienne)
    assert len(history.client_history(person, saint_etienne.id)) == 1


def test_letters_are_folded_as_people_type_them():
    assert fold("  Œuvre  L’Haÿ-les-Roses, n° 3 ") == "oeuvre l hay les roses n 3"
    assert fold("Straße") == "strasse"


def test_the_digits_of_a_phone_are_those_dialled_in_france():
    for written in ("01 99 00 40 00", "+33 1 99 00 40 00", "+33 (0)1 99 00 40 00", "0033199004000"):
        assert phone_digits(written) == "0199004000"


def test_the_number_of_a_ticket_is_read_however_it_is_written():
    for written in ("T-2026-0042", "t2026-42", "T 2026 0042"):
        assert ticket_number(written) == "T-2026-0042"
    assert ticket_number("C-2026-0042") is None
    assert search_words("C-2024-017 Lefèvre-Dubois") == ["c2024017", "lefevre", "dubois"]
