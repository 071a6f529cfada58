"""What travels: every kind of row a phone may hold, and what of it a phone may write.

This table is read by the pull, the push and docs/sync.md. A kind is named by its table; the first
word of its scope says on what the right to it is given.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate

from backend.domain.ink import UnreadableInk, require_ink
from backend.domain.reports import (
    ChangeOp,
    InventoryAnswer,
    SignerRole,
    SigningOutcome,
    TimeKind,
)
from backend.models import (
    Attachment,
    CatalogueRow,
    Client,
    Contract,
    Dossier,
    DossierChange,
    DossierItem,
    HistoryEntry,
    Mission,
    MissionEvent,
    Notice,
    PartLine,
    Referent,
    Report,
    Signature,
    Site,
    Technician,
    TimeEntry,
)
from backend.sync.kind import Field, Kind, Merge

INT32 = 2**31 - 1
LONG = 20_000
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(2200, 1, 1, tzinfo=UTC)
FIELD_STEPS = ("accept", "decline", "depart", "arrive", "interrupt", "resume")


def _text(longest: int = 200, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(max=longest), **options)


def _number(low: int = 0, high: int = INT32) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(low, high))


def instant(**options: Any) -> fields.AwareDateTime:
    """Return the check of an instant; a phone's clock may be wrong, but not by centuries."""
    return fields.AwareDateTime(format="iso", validate=validate.Range(_FIRST, _LAST), **options)


def _choice(kind: type[StrEnum]) -> fields.Enum[Any]:
    return fields.Enum(kind, by_value=True)


def _sha256(**options: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"), **options)


def _link(**options: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"\A(?:[0-9a-f]{64})?\Z"), **options)


def _ink(value: object) -> None:
    try:
        require_ink(value)
    except UnreadableInk as problem:
        raise ValidationError(str(problem)) from problem


def _fixed(check: fields.Field[Any], *, required: bool = False) -> Field:
    return Field(Merge.FIXED, check, required)


def _scalar(check: fields.Field[Any], *, required: bool = False) -> Field:
    return Field(Merge.SCALAR, check, required)


_ON_REPORT = ("report_id", "report")
_REPORT_ID = _fixed(fields.UUID(), required=True)
_ROWS = frozenset({"create", "set", "delete"})

_READ_ONLY = (
    Kind(
        Mission,
        "mission",
        ops=frozenset({"set"}),
        commands=tuple(f"mission.{step}" for step in (*FIELD_STEPS, "check")),
        others=Merge.OFFICE,
    ),
    Kind(Client, "client", hidden=frozenset({"search"})),
    Kind(Site, "client"),
    Kind(Referent, "client"),
    Kind(Contract, "client"),
    Kind(HistoryEntry, "client"),
    Kind(Dossier, "dossier"),
    Kind(DossierItem, "dossier"),
    Kind(Technician, "technician"),
    Kind(CatalogueRow, "global"),
)
_MISSION_EVENT = Kind(
    MissionEvent,
    "mission",
    ops=frozenset({"create"}),
    parent=("mission_id", "mission"),
    fields={
        "mission_id": _fixed(fields.UUID(), required=True),
        "kind": _fixed(fields.String(validate=validate.Equal("note")), required=True),
        "at": _fixed(instant()),
        "text": _fixed(fields.String(validate=validate.Length(min=1, max=LONG)), required=True),
    },
)
_REPORT = Kind(
    Report,
    "mission",
    ops=frozenset({"create", "set", "text"}),
    commands=("report.freeze", "report.thaw", "report.close"),
    hidden=frozenset({"pdf_error"}),
    parent=("mission_id", "mission"),
    fields={
        "mission_id": _fixed(fields.UUID(), required=True),
        "actions_done": Field(Merge.TEXT, _text(LONG)),
        "problems_met": Field(Merge.TEXT, _text(LONG)),
        "reservations": Field(Merge.TEXT, _text(LONG)),
        "inventory_answer": _scalar(_choice(InventoryAnswer)),
        "solved": _scalar(fields.Boolean()),
        "started_at": _scalar(instant(allow_none=True)),
        "ended_at": _scalar(instant(allow_none=True)),
    },
)
_TIME_ENTRY = Kind(
    TimeEntry,
    "mission",
    ops=frozenset({"create", "delete"}),
    parent=_ON_REPORT,
    fields={
        "report_id": _REPORT_ID,
        "kind": _fixed(_choice(TimeKind), required=True),
        "minutes": _fixed(_number(0, 24 * 60), required=True),
        "started_at": _fixed(instant(allow_none=True)),
        "note": _fixed(_text()),
    },
)
_PART_LINE = Kind(
    PartLine,
    "mission",
    ops=_ROWS | {"delta"},
    parent=_ON_REPORT,
    fields={
        "report_id": _REPORT_ID,
        "reference": _scalar(_text(60)),
        "label": _scalar(_text(), required=True),
        "quantity": Field(Merge.COUNTER, _number(0, 100_000)),
        # The price of a part bought on the way; what the firm charges is settled in the office.
        "unit_cents": _scalar(_number(0, 10**8)),
    },
)
_ATTACHMENT = Kind(
    Attachment,
    "mission",
    ops=_ROWS,
    parent=_ON_REPORT,
    fields={
        "report_id": _REPORT_ID,
        "sha256": _fixed(_sha256(), required=True),
        "size": _fixed(_number(1), required=True),
        "mime": _fixed(_text(80), required=True),
        "width": _fixed(_number()),
        "height": _fixed(_number()),
        "caption": _scalar(_text()),
        "taken_at": _fixed(instant(allow_none=True)),
    },
)
_DOSSIER_CHANGE = Kind(
    DossierChange,
    "mission",
    ops=frozenset({"create", "delete"}),
    parent=_ON_REPORT,
    fields={
        "report_id": _REPORT_ID,
        "op": _fixed(_choice(ChangeOp), required=True),
        "item_id": _fixed(fields.UUID(allow_none=True)),
        "section": _fixed(_text(80)),
        "label": _fixed(_text()),
        "before": _fixed(_text(LONG)),
        "after": _fixed(_text(LONG)),
    },
)
_SIGNATURE = Kind(
    Signature,
    "mission",
    ops=frozenset({"create"}),
    parent=_ON_REPORT,
    fields={
        "report_id": _REPORT_ID,
        "role": _fixed(_choice(SignerRole), required=True),
        "name": _fixed(_text(), required=True),
        "capacity": _fixed(_text()),
        "identified_by": _fixed(_text(40)),
        "outcome": _fixed(_choice(SigningOutcome), required=True),
        "reason": _fixed(_text(LONG)),
        "consent_id": _fixed(_text(40)),
        "consent_sha256": _fixed(_link()),
        "content_sha256": _fixed(_sha256(), required=True),
        "previous_sha256": _fixed(_link()),
        "signed_at": _fixed(instant(), required=True),
        "timezone": _fixed(_text(40)),
        "clock_offset_ms": _fixed(_number(-INT32)),
        "device_id": _fixed(fields.UUID(allow_none=True)),
        "ink": _fixed(fields.Dict(keys=fields.String(), validate=_ink, allow_none=True)),
    },
)
_NOTICE = Kind(
    Notice,
    "technician",
    ops=frozenset({"set"}),
    mode="read",
    fields={"read_at": _scalar(instant(allow_none=True))},
    hidden=frozenset({"mail_due", "leased_until", "mailed_at", "mail_error", "mail_tries"}),
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *_READ_ONLY,
        _MISSION_EVENT,
        _REPORT,
        _TIME_ENTRY,
        _PART_LINE,
        _ATTACHMENT,
        _DOSSIER_CHANGE,
        _SIGNATURE,
        _NOTICE,
    )
}
