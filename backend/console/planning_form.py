"""The part of a form that makes a mission and books a slot: used during the call and after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from marshmallow import fields, validate
from werkzeug.datastructures import MultiDict

from backend.console.forms import Form, FormSchema, near_day, near_moment
from backend.console.words import local, zone
from backend.domain.actors import Actor
from backend.domain.missions import USUAL_MINUTES, MissionNature
from backend.models import Mission, Ticket
from backend.services.missions import Appointment, MissionDraft, Slot

OPENS, CLOSES = time(8), time(17)
WEEKEND = (5, 6)
CHANNELS = ("phone", "mail", "on_site")
AGREED_BY = ("me", "technician", "nobody")
NOTICE = timedelta(days=7)
NEEDED = ("site_id", "nature", "minutes", "date", "time", "technician_id")


class SlotForm(FormSchema):
    client_id = fields.UUID()
    site_id = fields.UUID()
    mission_id = fields.UUID()
    minutes = fields.Integer(validate=validate.Range(min=5, max=24 * 60))
    date = fields.Date(validate=near_day)
    time = fields.Time(format="%H:%M")
    technician_id = fields.UUID()
    skill = fields.String(validate=validate.Length(max=40), load_default="")
    agreed_by = fields.String(validate=validate.OneOf(AGREED_BY), load_default="nobody")
    agreed_with = fields.String(validate=validate.Length(max=200), load_default="")
    agreed_channel = fields.String(validate=validate.OneOf(CHANNELS), load_default="phone")
    agreed_at = fields.NaiveDateTime(format="%Y-%m-%dT%H:%M", validate=near_moment)


class PlanningForm(SlotForm):
    nature = fields.Enum(MissionNature, by_value=True)
    urgent = fields.Boolean(load_default=False)
    urgent_reason = fields.String(validate=validate.Length(max=200), load_default="")
    todo = fields.String(validate=validate.Length(max=4000), load_default="")
    actions_done = fields.String(validate=validate.Length(max=8000), load_default="")
    contact_name = fields.String(validate=validate.Length(max=200), load_default="")
    contact_phone = fields.String(validate=validate.Length(max=40), load_default="")
    access_info = fields.String(validate=validate.Length(max=4000), load_default="")


def beginning(now: datetime, nature: MissionNature = MissionNature.CONFIGURATION) -> dict[str, str]:
    """Return what stands in the fields at first: the usual length, the next hour of service."""
    start = next_opening(local(now))
    return {
        "nature": nature.value,
        "minutes": str(USUAL_MINUTES[nature]),
        "date": start.date().isoformat(),
        "time": start.strftime("%H:%M"),
        "agreed_by": "me",
        "agreed_channel": "phone",
        "agreed_at": local(now).strftime("%Y-%m-%dT%H:%M"),
    }


def of_ticket(ticket: Ticket, now: datetime) -> dict[str, str]:
    """Return what stands in the fields for a ticket that becomes a mission: all it holds."""
    caller = f"{ticket.caller_first_name} {ticket.caller_last_name}".strip()
    return {
        **beginning(now),
        "client_id": str(ticket.client_id),
        "site_id": str(ticket.site_id or ""),
        "skill": ticket.skill,
        "urgent": "on" if ticket.blocking else "",
        "actions_done": ticket.actions_done,
        "contact_name": caller,
        "contact_phone": ticket.caller_phone,
        "agreed_with": caller,
    }


def of_mission(mission: Mission, now: datetime) -> dict[str, str]:
    """Return what stands in the fields for a mission that is there already."""
    start = local(mission.starts_at) if mission.starts_at else next_opening(local(now))
    return {
        **beginning(now, mission.nature),
        "client_id": str(mission.client_id),
        "site_id": str(mission.site_id),
        "mission_id": str(mission.id),
        "minutes": str(mission.estimated_minutes),
        "skill": mission.skill,
        "date": start.date().isoformat(),
        "time": start.strftime("%H:%M"),
        "technician_id": str(mission.technician_id or ""),
        "agreed_with": mission.contact_name,
    }


def asked_slot(form: Form) -> Form:
    """Return when and for what somebody is looked for, as far as the form says it by now."""
    names = ("client_id", "site_id", "mission_id", "skill", "minutes", "date", "time")
    asked = Form(SlotForm, MultiDict((name, form.text(name)) for name in names))
    asked.read()
    asked.values.setdefault("skill", "")
    return asked


def next_opening(now: datetime) -> datetime:
    """Return the next half hour, at least half an hour away, in which the firm works."""
    start = now + timedelta(minutes=60 - now.minute % 30)
    start = start.replace(second=0, microsecond=0)
    if start.time() > CLOSES:
        start = datetime.combine(start.date() + timedelta(days=1), OPENS, start.tzinfo)
    start = max(start, datetime.combine(start.date(), OPENS, start.tzinfo))
    while start.weekday() in WEEKEND:
        start = datetime.combine(start.date() + timedelta(days=1), OPENS, start.tzinfo)
    return start


def starts_at(form: Form) -> datetime | None:
    """Return the instant at which the slot begins, or None while date or time is missing."""
    date, at = form.values.get("date"), form.values.get("time")
    return datetime.combine(date, at, zone()) if date and at else None


def slot_of(form: Form) -> Slot:
    """Return the slot that was chosen; the form has been read with `NEEDED`."""
    start = starts_at(form)
    if start is None:
        raise ValueError("The form was not checked.")
    end = start + timedelta(minutes=form.values["minutes"])
    return Slot(form.values["technician_id"], start, end)


def appointment_of(form: Form, actor: Actor, *, now: datetime) -> Appointment | None:
    """Return who agreed the date with whom, or None when nobody has yet."""
    values = form.values
    if values["agreed_by"] == "nobody" or not values["agreed_with"]:
        return None
    agreed = values.get("agreed_at")
    return Appointment(
        by_id=actor.user_id if values["agreed_by"] == "me" else values["technician_id"],
        with_whom=values["agreed_with"],
        at=agreed.replace(tzinfo=zone()) if agreed else now,
        channel=values["agreed_channel"],
    )


def draft_of(values: Mapping[str, Any]) -> MissionDraft:
    """Return the mission sheet as the form describes it; empty fields come from the ticket."""
    lines = (line.strip(" -•\t") for line in values["todo"].splitlines())
    return MissionDraft(
        site_id=values["site_id"],
        nature=values["nature"],
        skill=values["skill"],
        todo=tuple(line for line in lines if line),
        estimated_minutes=values["minutes"],
        urgent=values["urgent"],
        urgent_reason=values["urgent_reason"],
        access_info=values["access_info"],
        contact_name=values["contact_name"],
        contact_phone=values["contact_phone"],
        actions_done=values["actions_done"],
    )
