"""What a technician does all day, as mutations."""

from __future__ import annotations

from backend.database import db, new_id


def minutes(phone, report, row_id=None, **more):
    values = {"report_id": report.id, "kind": "work", "minutes": 30, **more}
    return phone.create("time_entry", row_id or new_id(), report.scope_id, **values)


def note(phone, mission, text="Portail fermé", row_id=None):
    values = {"mission_id": mission.id, "kind": "note", "text": text}
    return phone.create("mission_event", row_id or new_id(), mission.scope_id, **values)


def count(model):
    return db.session.scalar(db.select(db.func.count()).select_from(model))
