"""The routes by which a phone stays in step. docs/sync.md is their contract."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, request
from marshmallow import Schema, fields, validate

from backend.api import errors
from backend.api.auth import current_actor
from backend.api.openapi import documented
from backend.clock import utcnow
from backend.database import look_once, transaction
from backend.domain import sync as refusals
from backend.services import devices, grants
from backend.sync.checksums import checksums
from backend.sync.mutation import read_mutation
from backend.sync.pull import LIMIT, MAX_LIMIT, Ask, pull
from backend.sync.push import MAX_MUTATIONS, Batch, push
from backend.sync.scopes import RightsEnded

bp = Blueprint("sync", __name__, url_prefix="/api/sync")
DEVICE = ("X-Device",)
PROTO = 1
MAX_BYTES = 256 * 1024


class PullSchema(Schema):
    cursor = fields.String(load_default=None)
    backfill = fields.String(load_default=None)
    repair = fields.String(load_default=None, validate=validate.Length(max=60))
    limit = fields.Integer(load_default=LIMIT, validate=validate.Range(1, MAX_LIMIT))


class PutSchema(Schema):
    kind = fields.String(required=True)
    id = fields.UUID(required=True)
    scope = fields.String(required=True)
    version = fields.Integer(required=True)
    data = fields.Dict(keys=fields.String(), required=True)


class ForgetSchema(Schema):
    scope = fields.String()
    kind = fields.String()
    id = fields.UUID()


class PulledSchema(Schema):
    epoch = fields.String(required=True)
    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)
    backfill = fields.String(required=True, allow_none=True)
    put = fields.List(fields.Nested(PutSchema), required=True)
    forget = fields.List(fields.Nested(ForgetSchema), required=True)
    conflicts = fields.List(fields.Dict(), required=True)
    quarantined = fields.List(fields.Dict(), required=True)
    acked = fields.Integer(required=True)
    server_time = fields.AwareDateTime(required=True)
    min_schema = fields.Integer(required=True)


class MutationSchema(Schema):
    n = fields.Integer(required=True)
    mid = fields.UUID(required=True)
    kind = fields.String(required=True)
    id = fields.UUID(required=True)
    op = fields.String(required=True)
    base = fields.Integer(allow_none=True)
    fields_ = fields.Dict(keys=fields.String(), data_key="fields", attribute="fields")
    args = fields.Dict(keys=fields.String())
    at = fields.AwareDateTime()


class PushSchema(Schema):
    proto = fields.Integer(load_default=PROTO, validate=validate.Equal(PROTO))
    schema = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, 10_000))
    epoch = fields.String(load_default=None, allow_none=True)
    outbox_depth = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 10**9))
    mutations = fields.List(fields.Nested(MutationSchema), required=True)


class ResultSchema(Schema):
    n = fields.Integer(required=True)
    mid = fields.UUID(required=True)
    status = fields.Enum(refusals.ReceiptStatus, by_value=True, required=True)
    version = fields.Integer(required=True, allow_none=True)
    first = fields.Enum(refusals.ReceiptStatus, by_value=True)
    code = fields.String()
    message = fields.String()
    conflicts = fields.List(fields.Dict())


class PushedSchema(Schema):
    epoch = fields.String(required=True)
    acked = fields.Integer(required=True)
    results = fields.List(fields.Nested(ResultSchema), required=True)
    server_time = fields.AwareDateTime(required=True)


class SumSchema(Schema):
    count = fields.Integer(required=True)
    xor = fields.String(required=True)


class SumsSchema(Schema):
    scopes = fields.Dict(keys=fields.String(), values=fields.Nested(SumSchema), required=True)


class ForgottenSchema(Schema):
    scopes = fields.List(
        fields.String(validate=validate.Length(max=60)),
        required=True,
        validate=validate.Length(max=1000),
    )


@bp.get("/pull")
@documented(answers={200: PulledSchema}, query=PullSchema, headers=DEVICE)
def pull_changes() -> Response:
    """Send what this phone has not seen. It applies `forget`, then `put`, in one transaction."""
    ask = Ask(**PullSchema().load(request.args))
    actor, now = current_actor(), utcnow()
    device = devices.speaking_device(actor, _device_id())
    if devices.not_seen_lately(device, now=now):
        with transaction():
            devices.note_seen(device, now=now)
    look_once()
    try:
        return _json(pull(device, ask, now=now))
    except RightsEnded:
        with transaction():
            grants.sweep(now=now)
        look_once()
        return _json(pull(devices.speaking_device(actor, _device_id()), ask, now=now))


class _EnvelopeSchema(PushSchema):
    """The mutations are read one by one: a bad one is refused and holds up nothing."""

    mutations = fields.List(fields.Raw(), required=True)


@bp.post("/push")
@documented(body=PushSchema, answers={200: PushedSchema}, headers=DEVICE)
def push_mutations() -> Response:
    """Apply a phone's outbox in order. The answer comes after the commit."""
    if (request.content_length or 0) > MAX_BYTES or len(request.get_data()) > MAX_BYTES:
        raise refusals.TooLarge
    body = _EnvelopeSchema().load(request.get_json())
    if len(body["mutations"]) > MAX_MUTATIONS:
        raise refusals.TooLarge
    batch = Batch(
        mutations=[read_mutation(raw) for raw in body["mutations"]],
        schema=body["schema"],
        outbox_depth=body["outbox_depth"],
    )
    now = utcnow()
    pushed = push(current_actor(), _device_id(), batch, now=now)
    return _json(
        {
            "epoch": pushed.epoch,
            "acked": pushed.acked,
            "results": [_shown(result) for result in pushed.results],
            "server_time": now,
        }
    )


@bp.get("/checksums")
@documented(answers={200: SumsSchema}, headers=DEVICE)
def sums() -> dict[str, Any]:
    """Say what each scope should hold: `{scope: {count, xor}}`; see docs/sync.md for the sum."""
    actor = current_actor()
    devices.speaking_device(actor, _device_id())
    return checksums(actor.user_id, now=utcnow())


@bp.post("/forgotten")
@documented(body=ForgottenSchema, answers={204: None}, headers=DEVICE)
def forgotten() -> Response:
    """Report which scopes this phone has erased."""
    scopes = ForgottenSchema().load(request.get_json())["scopes"]
    actor = current_actor()
    with transaction():
        device = devices.speaking_device(actor, _device_id())
        devices.note_forgotten(actor, device, scopes, now=utcnow())
    return Response(status=204)


def _device_id() -> UUID | None:
    try:
        return UUID(request.headers.get("X-Device", ""))
    except ValueError:
        return None


def _shown(result: dict[str, Any]) -> dict[str, Any]:
    """Give a refusal its sentence, in the language of who asks now."""
    params = result.pop("params", {})
    if "code" in result:
        result["message"] = errors.sentence(result["code"], **params)
    return result


def _json(answer: dict[str, Any]) -> Response:
    return Response(current_app.json.dumps(answer), mimetype="application/json")
