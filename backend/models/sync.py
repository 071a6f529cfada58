"""What the server remembers of each phone, and who may see what."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, new_id
from backend.sequence import Sequenced, Synced


class SyncMeta(Base):
    """One row: the epoch, changed whenever the database is restored or imported into.

    Up to `floor` the tombstones were pruned: a cursor below it may have missed one.
    """

    __tablename__ = "sync_meta"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(String(40))
    floor: Mapped[int] = mapped_column(BigInteger, default=0)


class Device(Base):
    """One installed app of one person; its mutations are numbered 1, 2, 3... without holes."""

    __tablename__ = "device"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    label: Mapped[str] = mapped_column(default="")
    public_key: Mapped[str] = mapped_column(Text, default="")
    last_n: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime | None]
    outbox_depth: Mapped[int] = mapped_column(default=0)
    schema: Mapped[int] = mapped_column(default=1)
    fork_of: Mapped[UUID | None]
    locked_at: Mapped[datetime | None]
    wipe_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Receipt(Base):
    """What became of one mutation; a repeated push gets the same answer.

    `version` is the one that the row `entity_id` got by it, None when nothing changed.
    """

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("mid"),)

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    mid: Mapped[UUID]
    sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20))
    reply: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    entity_id: Mapped[UUID | None] = mapped_column(index=True)
    version: Mapped[int | None]


class AccessGrant(Sequenced):
    """One cause for which one person may see one scope; it closes with its last live cause."""

    __tablename__ = "access_grant"
    __table_args__ = (
        Index("ix__access_grant__person", "user_id", "scope_id"),
        Index("ix__access_grant__scope", "scope_id"),
    )
    SEQUENCED_BY: ClassVar[dict[str | None, str]] = {
        None: "granted_seq",
        "revoked_at": "revoked_seq",
    }

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    scope_id: Mapped[str] = mapped_column(String(60))
    mode: Mapped[str] = mapped_column(String(5), default="read")
    cause: Mapped[str] = mapped_column(String(80))
    granted_by: Mapped[UUID | None]
    granted_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    granted_seq: Mapped[int | None] = mapped_column(BigInteger)
    revoked_seq: Mapped[int | None] = mapped_column(BigInteger)


class Conflict(Sequenced):
    """A value typed by a person that lost against another, kept until somebody chose."""

    __tablename__ = "conflict"
    __table_args__ = (Index("ix__conflict__feed", "scope_id", "seq"),)

    kind: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[UUID] = mapped_column(index=True)
    scope_id: Mapped[str] = mapped_column(String(60))
    field: Mapped[str] = mapped_column(String(60))
    base: Mapped[dict[str, Any]]
    theirs: Mapped[dict[str, Any]]
    mine: Mapped[dict[str, Any]]
    by: Mapped[UUID]
    device_id: Mapped[UUID]
    n: Mapped[int]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="open")
    seq: Mapped[int | None] = mapped_column(BigInteger)


class Quarantine(Sequenced):
    """Work that arrived after the right to it was withdrawn; a dispatcher decides."""

    __tablename__ = "quarantine"
    __table_args__ = (Index("ix__quarantine__feed", "user_id", "seq"),)

    device_id: Mapped[UUID]
    user_id: Mapped[UUID]
    n: Mapped[int]
    reason: Mapped[str]
    mutation: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="open")
    seq: Mapped[int | None] = mapped_column(BigInteger)


class Blob(Base):
    """Bytes named by their SHA-256 as sent. `state`: expected, partial, stored."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(20), default="expected")
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]


class BlobRef(Base):
    """Which row holds which bytes; the right to the bytes is the right to the row's scope."""

    __tablename__ = "blob_ref"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    entity_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    scope_id: Mapped[str] = mapped_column(String(60), index=True)


class Upload(Base):
    """One resumable transfer (tus); it ends by itself."""

    __tablename__ = "upload"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    device_id: Mapped[UUID | None]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(80))
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Notice(Synced):
    """Something one person must know; scope `technician:<user id>`. Unique by cause and person.

    `event` is a catalogue key (`notice.<event>`), `params` fills it and stays content-free.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("cause"),
        Index("ix__notice__feed", "scope_id", "seq"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    cause: Mapped[str]
    event: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]]
    mission_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail_due: Mapped[bool] = mapped_column(default=False)
    leased_until: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    mail_error: Mapped[str | None] = mapped_column(String(500))
    mail_tries: Mapped[int] = mapped_column(default=0)
