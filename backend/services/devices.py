"""Phones: enrolled by their person, locked, wiped or withdrawn by her or by an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from backend.database import db
from backend.domain.actors import Actor, Role
from backend.domain.errors import NotFound
from backend.domain.sync import DeviceLocked, DeviceRevoked, DeviceUnknown, DeviceWiped
from backend.models import Device, SyncMeta
from backend.services import audit

SEEN_AGAIN_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a phone says of itself. `fork_of` is the device it was before it became a copy."""

    label: str
    public_key: str
    schema: int
    fork_of: UUID | None = None


def enrol(actor: Actor, enrolment: Enrolment, *, now: datetime) -> Device:
    """Give this person's phone an identity of its own."""
    device = Device(
        user_id=actor.user_id,
        label=enrolment.label,
        public_key=enrolment.public_key,
        schema=enrolment.schema,
        fork_of=_former(actor, enrolment.fork_of),
        created_at=now,
        last_seen=now,
        last_n=0,
        outbox_depth=0,
    )
    db.session.add(device)
    db.session.flush()
    audit.record(actor, "device.enrolled", "device", device.id, enrolment.label, now=now)
    return device


def speaking_device(actor: Actor, device_id: UUID | None, *, lock: bool = False) -> Device:
    """Return the phone that speaks, read anew; raise unless it is this person's and may speak."""
    device = None
    if device_id is not None:
        query = select(Device).where(Device.id == device_id, Device.user_id == actor.user_id)
        if lock:
            query = query.with_for_update()
        device = db.session.scalar(query, execution_options={"populate_existing": True})
    if device is None:
        raise DeviceUnknown
    for marked, refusal in (
        (device.wipe_at, DeviceWiped),
        (device.revoked_at, DeviceRevoked),
        (device.locked_at, DeviceLocked),
    ):
        if marked is not None:
            raise refusal
    return device


def not_seen_lately(device: Device, *, now: datetime) -> bool:
    """Say whether it is worth a write to note that the phone was here."""
    return device.last_seen is None or now - device.last_seen >= SEEN_AGAIN_AFTER


def note_seen(device: Device, *, now: datetime) -> None:
    """Note that the phone was here."""
    db.session.execute(update(Device).where(Device.id == device.id).values(last_seen=now))


def visible_devices(actor: Actor, user_id: UUID | None = None) -> list[Device]:
    """Return a person's phones, the latest first; those of others only for an administrator."""
    owner = actor.user_id if user_id is None else user_id
    if owner != actor.user_id and not actor.has(Role.ADMIN):
        raise NotFound
    query = select(Device).where(Device.user_id == owner).order_by(Device.created_at.desc())
    return list(db.session.scalars(query))


def access_device(actor: Actor, device_id: UUID) -> Device:
    """Return a phone, or raise NotFound unless it is the actor's, or she is an administrator."""
    device = db.session.get(Device, device_id)
    if device is None or (device.user_id != actor.user_id and not actor.has(Role.ADMIN)):
        raise NotFound("There is no such device.")
    return device


def rename(actor: Actor, device_id: UUID, label: str, *, now: datetime) -> Device:
    """Give a phone another name."""
    device = access_device(actor, device_id)
    device.label = label
    audit.record(actor, "device.renamed", "device", device.id, label, now=now)
    return device


def lock(actor: Actor, device_id: UUID, *, now: datetime) -> Device:
    """Lock a phone at its next contact; it keeps what it holds."""
    device = access_device(actor, device_id)
    device.locked_at = device.locked_at or now
    audit.record(actor, "device.locked", "device", device.id, now=now)
    return device


def unlock(actor: Actor, device_id: UUID, *, now: datetime) -> Device:
    """Let a locked phone speak again."""
    device = access_device(actor, device_id)
    device.locked_at = None
    audit.record(actor, "device.unlocked", "device", device.id, now=now)
    return device


def wipe(actor: Actor, device_id: UUID, *, now: datetime) -> Device:
    """Have a phone erase everything at its next contact; it never speaks again."""
    device = access_device(actor, device_id)
    device.wipe_at = device.wipe_at or now
    device.revoked_at = device.revoked_at or now
    audit.record(actor, "device.wiped", "device", device.id, now=now)
    return device


def revoke(actor: Actor, device_id: UUID, *, now: datetime) -> Device:
    """Withdraw a phone: it erases what was readable and keeps its outbox for an export."""
    device = access_device(actor, device_id)
    device.revoked_at = device.revoked_at or now
    audit.record(actor, "device.revoked", "device", device.id, now=now)
    return device


def note_forgotten(actor: Actor, device: Device, scopes: list[str], *, now: datetime) -> None:
    """Write down what a phone says it has erased."""
    detail = " ".join(scopes)
    audit.record(actor, "device.forgot", "device", device.id, detail, now=now)


def current_epoch() -> str:
    """Return the name of this life of the database."""
    return db.session.scalars(select(SyncMeta.epoch)).one()


def new_epoch() -> str:
    """Begin another life of the database: every phone takes everything anew, and loses nothing."""
    epoch = uuid4().hex[:16]
    db.session.execute(update(SyncMeta).values(epoch=epoch))
    return epoch


def _former(actor: Actor, device_id: UUID | None) -> UUID | None:
    if device_id is None:
        return None
    former = db.session.get(Device, device_id)
    return former.id if former is not None and former.user_id == actor.user_id else None
