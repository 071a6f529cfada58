"""What can go wrong in the conversation with a phone, and what becomes of its work."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from backend.domain.errors import DomainError


class ReceiptStatus(StrEnum):
    """What became of one mutation."""

    APPLIED = "applied"
    MERGED = "merged"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


class SyncRefused(DomainError):
    """The whole request is refused; nothing of it was done. `status` is its HTTP status."""

    status: ClassVar[int] = 400


class BadShape(SyncRefused):
    """The request cannot be read."""

    code = "bad_shape"


class DeviceUnknown(SyncRefused):
    """No device was named, or it is not this person's."""

    code = "device_unknown"
    status = 403


class DeviceRevoked(SyncRefused):
    """The device was withdrawn: the phone locks and erases what was readable."""

    code = "device_revoked"
    status = 403


class DeviceLocked(SyncRefused):
    """The device is locked from afar; nothing is erased."""

    code = "device_locked"
    status = 403


class DeviceWiped(SyncRefused):
    """The device must erase everything that it holds."""

    code = "device_wiped"
    status = 403


class Forked(SyncRefused):
    """This number was used for something else: the phone is a copy, or was restored."""

    code = "fork"
    status = 409


class NumberExpected(SyncRefused):
    """The phone left out a number. `params["expected"]` is the one that must come."""

    code = "expected"
    status = 409


class ResyncNeeded(SyncRefused):
    """The phone's cursor means nothing here; it starts afresh and keeps its outbox."""

    code = "resync"
    status = 410


class TooLarge(SyncRefused):
    """More than one request may hold; the phone halves its batch."""

    code = "too_large"
    status = 413


class TooOld(SyncRefused):
    """The app on the phone must be renewed before it can be told anything new."""

    code = "too_old"
    status = 426


class UnknownMutation(DomainError):
    """The mutation names a kind, a field or an act that this server does not know."""

    code = "unknown_mutation"


class ReadOnly(DomainError):
    """A phone never writes that."""

    code = "read_only"


class BadImage(DomainError):
    """The bytes are no image that can be shown, or are another kind of file than they say."""

    code = "bad_image"


class ChecksumMismatch(SyncRefused):
    """What arrived is not what was sent. 460 is the status that tus gives it."""

    code = "checksum_mismatch"
    status = 460


class UploadConflict(SyncRefused):
    """The transfer stands elsewhere, or another request is writing it; ask where, and go on."""

    code = "upload_conflict"
    status = 409


class TusVersion(SyncRefused):
    """We speak tus 1.0.0 only."""

    code = "tus_version"
    status = 412
