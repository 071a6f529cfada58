"""Every value that a person may see has a word in every language."""

from enum import StrEnum

import pytest

from backend.domain import actors, contracts, inventory, missions, reports, settlement, tickets
from tools.catalogues import key_of, languages, messages_of, read

ENUMS: dict[str, type[StrEnum]] = {
    "role": actors.Role,
    "ticket_kind": tickets.TicketKind,
    "ticket_status": tickets.TicketStatus,
    "ticket_event_kind": tickets.TicketEventKind,
    "contract_kind": contracts.ContractKind,
    "contract_status": contracts.ContractStatus,
    "commercial_status": contracts.CommercialStatus,
    "duration_unit": contracts.DurationUnit,
    "mission_status": missions.MissionStatus,
    "mission_nature": missions.MissionNature,
    "mission_origin": missions.MissionOrigin,
    "event_kind": missions.EventKind,
    "report_status": reports.ReportStatus,
    "pdf_state": reports.PdfState,
    "signing_outcome": reports.SigningOutcome,
    "signer_role": reports.SignerRole,
    "inventory_answer": reports.InventoryAnswer,
    "time_kind": reports.TimeKind,
    "change_op": reports.ChangeOp,
    "billing_outcome": settlement.BillingOutcome,
    "billing_status": settlement.BillingStatus,
}
CODES = {
    "section": set(inventory.SECTIONS),
    "notice": {
        "mission_planned",
        "mission_moved",
        "mission_withdrawn",
        "mission_cancelled",
        "mission_declined",
        "mission_returned",
        "mission_interrupted",
        "report_closed",
        "access_requested",
        "access_approved",
        "access_refused",
    },
    "reason": {
        "skill",
        "skill_missing",
        "cleared",
        "clearance_missing",
        "free",
        "busy",
        "lead",
        "knows_client",
        "near",
        "load",
    },
}


@pytest.mark.parametrize("language", languages())
def test_every_value_has_a_word(language):
    keys = {key_of(message) for message in messages_of(read(language, "domain"))}
    wanted = {f"{name}.{member.value}" for name, kind in ENUMS.items() for member in kind}
    wanted |= {f"{name}.{code}" for name, codes in CODES.items() for code in codes}
    assert wanted - keys == set()


@pytest.mark.parametrize("language", languages())
def test_no_word_stands_for_a_value_that_is_gone(language):
    keys = {key_of(message) for message in messages_of(read(language, "domain"))}
    known = {f"{name}.{member.value}" for name, kind in ENUMS.items() for member in kind}
    known |= {f"{name}.{code}" for name, codes in CODES.items() for code in codes}
    prefixes = tuple(f"{name}." for name in (*ENUMS, *CODES))
    assert {key for key in keys if key.startswith(prefixes)} - known == set()
