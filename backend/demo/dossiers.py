"""The dossiers of the demo clients, and who may see them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from backend.database import db, new_id
from backend.demo.company import Company
from backend.demo.material import Customer, customers, dossier_answers
from backend.domain.actors import Role
from backend.domain.inventory import TEMPLATE, Section
from backend.models import AccessRequest, Client, Dossier, DossierItem
from backend.services import dossiers
from backend.services.accounts import actor_of
from backend.services.grants import grant

LARGE = 60  # Workstations from which a client's answers are those of a large one.
DAY = timedelta(days=1)
# Who may see whose dossier since the beginning: login, position of the client, read or write.
RIGHTS = (
    ("hugo.lambert", 0, "write"),
    ("hugo.lambert", 5, "read"),
    ("ines.carvalho", 4, "write"),
    ("ines.carvalho", 3, "read"),
    ("nadia.ferhat", 5, "write"),
    ("yann.kerbrat", 10, "write"),
    ("yann.kerbrat", 11, "read"),
    ("tomasz.wielgos", 2, "write"),
    ("elodie.marchet", 4, "read"),
)


def open_dossiers(company: Company, *, now: datetime) -> None:
    """Open one dossier a client, filled from the template, and grant the first rights."""
    opened = [
        _open(client, customer, now - (20 + 9 * position) * DAY)
        for position, (client, customer) in enumerate(
            zip(company.clients, customers(), strict=True)
        )
    ]
    db.session.flush()
    director = actor_of(company.of_role(Role.DIRECTOR)[0])
    asked = now - 60 * DAY
    for login, position, mode in RIGHTS:
        wish = dossiers.Wish(mode=mode, reason="Interventions régulières chez ce client.")
        person = actor_of(company.people[login])
        client = company.clients[position]
        grant(person.user_id, client.scope_id, "regular", by=director.user_id, now=asked)
        db.session.flush()
        request = dossiers.request_access(person, opened[position].id, wish, now=asked)
        db.session.flush()
        dossiers.decide(director, request.id, True, now + 120 * DAY, now=asked + DAY)  # noqa: FBT003 -- the answer is yes


def answer_requests(company: Company, *, now: datetime) -> None:
    """Let the director answer what planning has asked for, but for the latest requests."""
    director = actor_of(company.of_role(Role.DIRECTOR)[0])
    query = select(AccessRequest).where(AccessRequest.state == "open")
    for request in db.session.scalars(query.order_by(AccessRequest.created_at)).all():
        if request.created_at < now - 7 * DAY:
            decided_at = request.created_at + DAY / 4
            dossiers.decide(director, request.id, True, now + 10 * DAY, now=decided_at)  # noqa: FBT003 -- the answer is yes


def _open(client: Client, customer: Customer, verified_at: datetime) -> Dossier:
    dossier_id = new_id()
    dossier = Dossier(id=dossier_id, scope_id=f"dossier:{dossier_id}", client_id=client.id)
    dossier.title, dossier.verified_at = customer.name, verified_at
    db.session.add(dossier)
    position = 0
    for section in TEMPLATE:
        answers = _answers(section, customer)
        for line in section.lines if answers else ():
            text, quantity = answers.get(line.sub_domain, ("", ""))
            item = DossierItem(scope_id=dossier.scope_id, dossier_id=dossier_id)
            item.section, item.domain, item.sub_domain = section.code, line.domain, line.sub_domain
            item.description, item.quantity, item.unit = text, quantity, line.unit
            item.position, position = position, position + 1
            item.verified_at = verified_at if text else None
            db.session.add(item)
    return dossier


def _answers(section: Section, customer: Customer) -> dict[str, tuple[str, str]]:
    """Return text and quantity by line; nothing for a section that such a client does not have."""
    if section.code in {"public_wifi", "video"} and customer.kind not in {"commune", "university"}:
        return {}
    place = customer.sites[0]
    count = customer.workstations
    words = {
        "n": count,
        "a": count + count // 4,
        "f": count * 2 // 3,
        "p": count - count * 2 // 3,
        "s": len(customer.sites),
        "address": " · ".join(f"{s.address}, {s.postcode} {s.city}" for s in customer.sites),
        "access": place.access,
    }
    found = {}
    for line, variants in dossier_answers().get(section.code, {}).items():
        text, _, quantity = variants[count >= LARGE].partition(" | ")
        found[line] = (text.format(**words), quantity.format(**words))
    return found
