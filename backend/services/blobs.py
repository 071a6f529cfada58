"""Bytes named by their SHA-256, and which rows hold them.

Knowing a hash is no right to the bytes: whoever names bytes that she cannot read already has to
send them once, then the claim becomes a reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from backend.database import db
from backend.domain.actors import Actor
from backend.domain.door import REPORT_READERS
from backend.domain.errors import NotFound
from backend.models import AccessGrant, Blob, BlobRef, Upload
from backend.services import grants

ORIGINAL, CLAIMED = "original", "claimed"
STORED = "stored"


@dataclass(frozen=True, slots=True)
class Claim:
    """A row says that it holds these bytes."""

    sha256: str
    size: int
    mime: str
    kind: str
    entity_id: UUID
    scope: str


def refer(actor: Actor, claim: Claim, *, now: datetime) -> BlobRef:
    """Write down which row holds which bytes; they may come later."""
    if db.session.get(Blob, claim.sha256) is None:
        expected = Blob(sha256=claim.sha256, size=claim.size, mime=claim.mime, created_at=now)
        db.session.add(expected)
        db.session.flush()
    ref = BlobRef(
        sha256=claim.sha256,
        kind=claim.kind,
        entity_id=claim.entity_id,
        role=ORIGINAL if possesses(actor, claim.sha256, now=now) else CLAIMED,
        scope_id=claim.scope,
    )
    db.session.add(ref)
    return ref


def drop_reference(kind: str, entity_id: UUID) -> None:
    """Forget which bytes a row held."""
    db.session.execute(delete(BlobRef).where(BlobRef.kind == kind, BlobRef.entity_id == entity_id))


def possesses(actor: Actor, sha256: str, *, now: datetime) -> bool:
    """Say whether a person has sent these bytes once, or may read them."""
    sent = (
        select(Upload.id)
        .join(Blob, (Blob.sha256 == Upload.sha256) & (Blob.size == Upload.size))
        .where(
            Upload.user_id == actor.user_id,
            Upload.sha256 == sha256,
            Upload.received == Upload.size,
            Blob.state == STORED,
        )
    )
    return db.session.scalar(sent.limit(1)) is not None or may_read(actor, sha256, now=now)


def may_read(actor: Actor, sha256: str, *, now: datetime) -> bool:
    """Say whether a row that a person may see holds these bytes."""
    refs = select(BlobRef.sha256).where(BlobRef.sha256 == sha256, BlobRef.role != CLAIMED)
    if not actor.has(*REPORT_READERS):
        refs = refs.join(AccessGrant, AccessGrant.scope_id == BlobRef.scope_id).where(
            AccessGrant.user_id == actor.user_id, grants.live(now)
        )
    return db.session.scalar(refs.limit(1)) is not None


def access_blob(actor: Actor, sha256: str, *, now: datetime) -> Blob:
    """Return stored bytes' description, or raise NotFound: absent and refused look alike."""
    blob = db.session.get(Blob, sha256)
    if blob is None or blob.state != STORED or not may_read(actor, sha256, now=now):
        raise NotFound("There is no such blob.")
    return blob


def confirm_claims(user_id: UUID, sha256: str, *, now: datetime) -> None:
    """Turn what a person claimed to hold into references, now that she has sent the bytes."""
    written = select(AccessGrant.scope_id).where(
        AccessGrant.user_id == user_id, AccessGrant.mode == "write", grants.live(now)
    )
    db.session.execute(
        update(BlobRef)
        .where(BlobRef.sha256 == sha256, BlobRef.role == CLAIMED, BlobRef.scope_id.in_(written))
        .values(role=ORIGINAL)
        .execution_options(synchronize_session=False)
    )
