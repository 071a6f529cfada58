"""The tables, one concept a file."""

from backend.models import ddl
from backend.models.clients import (
    Client,
    Contract,
    HistoryEntry,
    HourBankEntry,
    Referent,
    Site,
)
from backend.models.dossiers import AccessRequest, AuditEntry, Dossier, DossierItem
from backend.models.missions import Booking, Mission, MissionEvent
from backend.models.paper import Heartbeat, PaperJob
from backend.models.people import Invitation, Technician, Throttle, User, UserSession
from backend.models.reports import (
    Attachment,
    DossierChange,
    PartLine,
    Report,
    Signature,
    TimeEntry,
)
from backend.models.settlement import BillingItem, CatalogueRow
from backend.models.sync import (
    AccessGrant,
    Blob,
    BlobRef,
    Conflict,
    Device,
    Notice,
    Quarantine,
    Receipt,
    SyncMeta,
    Upload,
)
from backend.models.tickets import NumberSequence, Ticket, TicketEvent

__all__ = [
    "AccessGrant",
    "AccessRequest",
    "Attachment",
    "AuditEntry",
    "BillingItem",
    "Blob",
    "BlobRef",
    "Booking",
    "CatalogueRow",
    "Client",
    "Conflict",
    "Contract",
    "Device",
    "Dossier",
    "DossierChange",
    "DossierItem",
    "Heartbeat",
    "HistoryEntry",
    "HourBankEntry",
    "Invitation",
    "Mission",
    "MissionEvent",
    "Notice",
    "NumberSequence",
    "PaperJob",
    "PartLine",
    "Quarantine",
    "Receipt",
    "Referent",
    "Report",
    "Signature",
    "Site",
    "SyncMeta",
    "Technician",
    "Throttle",
    "Ticket",
    "TicketEvent",
    "TimeEntry",
    "Upload",
    "User",
    "UserSession",
    "ddl",
]
