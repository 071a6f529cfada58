"""The firm's own lists: skills, clearances, parts."""

from __future__ import annotations

from sqlalchemy import select

from backend.database import db
from backend.models import CatalogueRow


def rows(name: str) -> list[CatalogueRow]:
    """Return the entries of one list (skill, clearance, part, organisation) by label."""
    statement = select(CatalogueRow).where(
        CatalogueRow.list == name, CatalogueRow.deleted_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(CatalogueRow.label)))
