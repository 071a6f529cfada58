"""A client with a trouble, and what a dispatcher types about it."""

from __future__ import annotations

from typing import Any

from backend.domain.contracts import ContractKind


class Case:
    """Everything a call needs; `words()` is what is typed, with `more` on top."""

    def __init__(self, make, dora) -> None:
        self.client = make.client(name="Mairie de Saint-Aubin")
        self.site = make.site(self.client, name="Hôtel de ville", city="Saint-Aubin")
        self.contract = make.contract(self.client, ContractKind.MANAGED, number="INF-1")
        self.referent = make.referent(self.client)
        self.nadia = make.technician(first_name="Nadia", last_name="Ferhat")
        self.yann = make.technician(first_name="Yann", last_name="Kerbrat", skills={})
        self.ticket = make.ticket(self.client, site_id=self.site.id, opened_by=dora.user_id)

    def words(self, **more: Any) -> dict[str, Any]:
        """Return the fields of the call."""
        return {
            "client_id": str(self.client.id),
            "site_id": str(self.site.id),
            "contract_id": str(self.contract.id),
            "contract_number": self.contract.number,
            "caller_first_name": "Claire",
            "caller_last_name": "Vasseur",
            "caller_phone": "02 61 91 20 01",
            "caller_verified": "known_voice",
            "kind": "incident",
            "title": "Standard muet",
            "problem": "Plus aucun appel n’arrive.",
            "then": "save",
        } | more

    def slot(self, **more: Any) -> dict[str, Any]:
        """Return the fields of a slot for Nadia, tomorrow at nine."""
        return {
            "client_id": str(self.client.id),
            "site_id": str(self.site.id),
            "nature": "network",
            "minutes": "90",
            "date": "2026-05-05",
            "time": "09:00",
            "technician_id": str(self.nadia.id),
            "urgent": "on",
            "urgent_reason": "Standard muet",
            "todo": "- Tester l’autocom\n\n- Appeler l’opérateur",
            "agreed_by": "me",
            "agreed_with": "Claire Vasseur",
            "agreed_channel": "phone",
        } | more


def text_of(answer: Any) -> str:
    """Return the page as text, with entities and special spaces as a reader sees them."""
    found = str(answer.get_data(as_text=True)).replace("&#39;", "’")
    return found.replace("\u00a0", " ").replace("\u202f", " ")
