"""Routes for a person's phones."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from marshmallow import Schema, fields, validate

from backend.api.auth import current_actor
from backend.api.openapi import documented, many
from backend.clock import utcnow
from backend.database import transaction
from backend.services import devices

bp = Blueprint("devices", __name__, url_prefix="/api/devices")
LABEL = validate.Length(1, 200)
ACTS = {
    "lock": devices.lock,
    "unlock": devices.unlock,
    "wipe": devices.wipe,
    "revoke": devices.revoke,
}


class EnrolSchema(Schema):
    label = fields.String(required=True, validate=LABEL)
    public_key = fields.String(load_default="", validate=validate.Length(max=4000))
    schema = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, 10_000))
    fork_of = fields.UUID(load_default=None, allow_none=True)


class EnrolledSchema(Schema):
    id = fields.UUID(required=True)
    epoch = fields.String(required=True)


class RenameSchema(Schema):
    label = fields.String(required=True, validate=LABEL)


class OwnerSchema(Schema):
    user = fields.UUID(load_default=None)


class DeviceSchema(Schema):
    id = fields.UUID(required=True)
    label = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    last_seen = fields.AwareDateTime(allow_none=True)
    outbox_depth = fields.Integer(required=True)
    schema = fields.Integer(required=True)
    fork_of = fields.UUID(allow_none=True)
    locked_at = fields.AwareDateTime(allow_none=True)
    wipe_at = fields.AwareDateTime(allow_none=True)
    revoked_at = fields.AwareDateTime(allow_none=True)


@bp.get("")
@documented(answers={200: many(DeviceSchema)}, query=OwnerSchema)
def list_devices() -> list[dict[str, Any]]:
    """List my phones, the latest first; an administrator may ask for those of another person."""
    owner = OwnerSchema().load(request.args)["user"]
    found: list[dict[str, Any]] = DeviceSchema(many=True).dump(
        devices.visible_devices(current_actor(), owner)
    )
    return found


@bp.post("")
@documented(body=EnrolSchema, answers={201: EnrolledSchema})
def enrol() -> tuple[dict[str, Any], int]:
    """Enrol this phone: every sync request names it by the `id` given here."""
    enrolment = devices.Enrolment(**EnrolSchema().load(request.get_json()))
    with transaction():
        device = devices.enrol(current_actor(), enrolment, now=utcnow())
        epoch = devices.current_epoch()
    return {"id": str(device.id), "epoch": epoch}, 201


@bp.patch("/<uuid:device_id>")
@documented(body=RenameSchema, answers={200: DeviceSchema})
def rename(device_id: UUID) -> dict[str, Any]:
    """Rename a phone."""
    label = RenameSchema().load(request.get_json())["label"]
    with transaction():
        device = devices.rename(current_actor(), device_id, label, now=utcnow())
    renamed: dict[str, Any] = DeviceSchema().dump(device)
    return renamed


@bp.post("/<uuid:device_id>/<any(lock, unlock, wipe, revoke):act>")
@documented(answers={204: None})
def act_on(device_id: UUID, act: str) -> Response:
    """Lock, unlock, wipe or revoke a phone; it learns of it at its next contact."""
    with transaction():
        ACTS[act](current_actor(), device_id, now=utcnow())
    return Response(status=204)
