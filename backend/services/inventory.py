"""What a closed report changes in the client's inventory (A-30, A-35)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.database import db, new_id
from backend.domain.inventory import SECTIONS
from backend.domain.reports import ChangeOp
from backend.models import Client, Dossier, DossierChange, DossierItem, Report

_Apply = Callable[[Dossier, DossierChange, datetime], bool]


def apply_changes(report: Report, *, now: datetime) -> int:
    """Put what the report says into the inventory; return how many lines changed.

    Each change is applied once. A change of a line that is not in this client's dossier is left
    alone: nobody writes into a dossier through another client's mission.
    """
    query = select(DossierChange).where(
        DossierChange.report_id == report.id,
        DossierChange.deleted_at.is_(None),
        DossierChange.applied_at.is_(None),
    )
    changes = db.session.scalars(query.order_by(DossierChange.id)).all()
    if not changes:
        return 0
    dossier = _dossier_of(report.client_id)
    applied = [change for change in changes if _APPLY[change.op](dossier, change, now)]
    for change in applied:
        change.applied_at = now
    dossier.verified_at = now
    return len(applied)


def _dossier_of(client_id: UUID) -> Dossier:
    """Return the client's dossier; its first change opens it."""
    query = select(Dossier).where(Dossier.client_id == client_id, Dossier.deleted_at.is_(None))
    dossier = db.session.scalars(query.order_by(Dossier.id)).first()
    if dossier is None:
        dossier_id = new_id()
        client = db.session.get_one(Client, client_id)
        dossier = Dossier(
            id=dossier_id, scope_id=f"dossier:{dossier_id}", client_id=client_id, title=client.name
        )
        db.session.add(dossier)
        db.session.flush()
    return dossier


def _add(dossier: Dossier, change: DossierChange, now: datetime) -> bool:
    db.session.add(
        DossierItem(
            scope_id=dossier.scope_id,
            dossier_id=dossier.id,
            section=change.section,
            domain=_title_of(change.section),
            sub_domain=change.label,
            description=change.after,
            position=_LAST,
            verified_at=now,
        )
    )
    return True


def _title_of(code: str) -> str:
    section = SECTIONS.get(code)
    return section.title if section else ""


def _rewrite(dossier: Dossier, change: DossierChange, now: datetime) -> bool:
    item = _item(dossier, change)
    if item is None:
        return False
    item.description = change.after
    item.deleted_at = None  # An edit wins over a removal; see docs/sync.md.
    item.verified_at = now
    return True


def _remove(dossier: Dossier, change: DossierChange, now: datetime) -> bool:
    item = _item(dossier, change)
    if item is None:
        return False
    item.deleted_at = item.deleted_at or now
    return True


def _item(dossier: Dossier, change: DossierChange) -> DossierItem | None:
    item = db.session.get(DossierItem, change.item_id) if change.item_id else None
    return item if item is not None and item.dossier_id == dossier.id else None


_LAST = 10_000
_APPLY: dict[ChangeOp, _Apply] = {
    ChangeOp.ADD: _add,
    ChangeOp.REPLACE: _rewrite,
    ChangeOp.PARAMETER: _rewrite,
    ChangeOp.REMOVE: _remove,
}
