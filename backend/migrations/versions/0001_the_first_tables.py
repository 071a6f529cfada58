"""The first tables"""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from backend.models import ddl

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CYCLE = "fk__user__client_id__client"
TABLES = (
    "audit_entry",
    "blob",
    "blob_ref",
    "catalogue_row",
    "conflict",
    "number_sequence",
    "quarantine",
    "scope_left",
    "sync_counter",
    "sync_meta",
    "technician",
    "throttle",
    "user",
    "access_grant",
    "client",
    "device",
    "invitation",
    "notice",
    "upload",
    "user_session",
    "contract",
    "dossier",
    "history_entry",
    "receipt",
    "referent",
    "site",
    "dossier_item",
    "hour_bank_entry",
    "ticket",
    "mission",
    "ticket_event",
    "access_request",
    "booking",
    "mission_event",
    "report",
    "attachment",
    "billing_item",
    "dossier_change",
    "part_line",
    "signature",
    "time_entry",
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk__audit_entry")),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk__blob")),
    )
    op.create_table(
        "blob_ref",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "kind", "entity_id", "role", name=op.f("pk__blob_ref")),
    )
    with op.batch_alter_table("blob_ref", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__blob_ref_scope_id"), ["scope_id"], unique=False)

    op.create_table(
        "catalogue_row",
        sa.Column("list", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__catalogue_row")),
    )
    with op.batch_alter_table("catalogue_row", schema=None) as batch_op:
        batch_op.create_index("ix__catalogue_row__feed", ["scope_id", "seq"], unique=False)

    op.create_table(
        "conflict",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("base", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "theirs", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("mine", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__conflict")),
    )
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.create_index("ix__conflict__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__conflict_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "number_sequence",
        sa.Column("prefix", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk__number_sequence")),
    )
    op.create_table(
        "quarantine",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column(
            "mutation", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__quarantine")),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index("ix__quarantine__feed", ["user_id", "seq"], unique=False)

    op.create_table(
        "scope_left",
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__scope_left")),
    )
    with op.batch_alter_table("scope_left", schema=None) as batch_op:
        batch_op.create_index("ix__scope_left__feed", ["scope_id", "seq"], unique=False)

    op.create_table(
        "sync_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__sync_counter")),
    )
    op.create_table(
        "sync_meta",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(length=40), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__sync_meta")),
    )
    op.create_table(
        "technician",
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("home_city", sa.String(length=200), nullable=False),
        sa.Column(
            "skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "clearances", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__technician")),
    )
    with op.batch_alter_table("technician", schema=None) as batch_op:
        batch_op.create_index("ix__technician__feed", ["scope_id", "seq"], unique=False)

    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk__throttle")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column(
            "roles", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__user__client_id__client"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__user")),
        sa.UniqueConstraint("email", name=op.f("uq__user__email")),
    )
    op.create_table(
        "access_grant",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("mode", sa.String(length=5), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_seq", sa.BigInteger(), nullable=True),
        sa.Column("revoked_seq", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk__access_grant__user_id__user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__access_grant")),
    )
    with op.batch_alter_table("access_grant", schema=None) as batch_op:
        batch_op.create_index("ix__access_grant__person", ["user_id", "scope_id"], unique=False)
        batch_op.create_index("ix__access_grant__scope", ["scope_id"], unique=False)

    op.create_table(
        "client",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("commercial_status", sa.String(length=40), nullable=False),
        sa.Column("send_summary", sa.Boolean(), nullable=False),
        sa.Column("lead_technician_id", sa.Uuid(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_technician_id"], ["user.id"], name=op.f("fk__client__lead_technician_id__user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__client")),
    )
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.create_index("ix__client__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__client_name"), ["name"], unique=False)

    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("last_n", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outbox_depth", sa.Integer(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("fork_of", sa.Uuid(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wipe_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk__device__user_id__user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__device")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__device_user_id"), ["user_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user.id"], name=op.f("fk__invitation__created_by__user")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk__invitation__user_id__user")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk__invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__invitation_user_id"), ["user_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column(
            "params", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("mission_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_due", sa.Boolean(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_error", sa.String(length=500), nullable=True),
        sa.Column("mail_tries", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk__notice__user_id__user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__notice")),
        sa.UniqueConstraint("cause", name=op.f("uq__notice__cause")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix__notice__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__notice_user_id"), ["user_id"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk__upload__user_id__user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__upload_sha256"), ["sha256"], unique=False)

    op.create_table(
        "user_session",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fresh_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ip", sa.String(length=60), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk__user_session__user_id__user")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk__user_session")),
        sa.UniqueConstraint("id", name=op.f("uq__user_session__id")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__user_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "contract",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("bank_minutes", sa.Integer(), nullable=True),
        sa.Column("bank_total_minutes", sa.Integer(), nullable=True),
        sa.Column("labour_covered", sa.Boolean(), nullable=False),
        sa.Column("travel_covered", sa.Boolean(), nullable=False),
        sa.Column("parts_covered", sa.Boolean(), nullable=False),
        sa.Column("travel_counts", sa.Boolean(), nullable=False),
        sa.Column("hourly_cents", sa.Integer(), nullable=False),
        sa.Column("travel_cents", sa.Integer(), nullable=False),
        sa.Column("signature_required", sa.Boolean(), nullable=False),
        sa.Column("gti_value", sa.Integer(), nullable=True),
        sa.Column("gti_unit", sa.String(length=40), nullable=True),
        sa.Column("gtr_value", sa.Integer(), nullable=True),
        sa.Column("gtr_unit", sa.String(length=40), nullable=True),
        sa.Column(
            "service_hours",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "service", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__contract__client_id__client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__contract")),
        sa.UniqueConstraint("number", name=op.f("uq__contract__number")),
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index("ix__contract__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__contract_client_id"), ["client_id"], unique=False)

    op.create_table(
        "dossier",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__dossier__client_id__client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__dossier")),
    )
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.create_index("ix__dossier__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__dossier_client_id"), ["client_id"], unique=False)

    op.create_table(
        "history_entry",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("mission_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__history_entry__client_id__client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__history_entry")),
    )
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.create_index("ix__history_entry__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix__history_entry_client_id"), ["client_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix__history_entry_ticket_id"), ["ticket_id"], unique=False
        )

    op.create_table(
        "receipt",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("mid", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column(
            "reply", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk__receipt__device_id__device")
        ),
        sa.PrimaryKeyConstraint("device_id", "n", name=op.f("pk__receipt")),
        sa.UniqueConstraint("mid", name=op.f("uq__receipt__mid")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__receipt_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "referent",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("can_sign", sa.Boolean(), nullable=False),
        sa.Column("designated_on", sa.Date(), nullable=True),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__referent__client_id__client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__referent")),
    )
    with op.batch_alter_table("referent", schema=None) as batch_op:
        batch_op.create_index("ix__referent__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__referent_client_id"), ["client_id"], unique=False)

    op.create_table(
        "site",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("access_info", sa.Text(), nullable=False),
        sa.Column("travel_minutes", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__site__client_id__client")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__site")),
    )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.create_index("ix__site__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__site_client_id"), ["client_id"], unique=False)

    op.create_table(
        "dossier_item",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("configuration", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=200), nullable=False),
        sa.Column("sub_domain", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk__dossier_item__dossier_id__dossier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__dossier_item")),
    )
    with op.batch_alter_table("dossier_item", schema=None) as batch_op:
        batch_op.create_index("ix__dossier_item__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix__dossier_item_dossier_id"), ["dossier_id"], unique=False
        )

    op.create_table(
        "hour_bank_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contract.id"],
            name=op.f("fk__hour_bank_entry__contract_id__contract"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__hour_bank_entry")),
    )
    with op.batch_alter_table("hour_bank_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix__hour_bank_entry_contract_id"), ["contract_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix__hour_bank_entry_report_id"), ["report_id"], unique=False
        )

    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("last_actions", sa.Text(), nullable=False),
        sa.Column("error_messages", sa.Text(), nullable=False),
        sa.Column("actions_done", sa.Text(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("caller_first_name", sa.String(length=200), nullable=False),
        sa.Column("caller_last_name", sa.String(length=200), nullable=False),
        sa.Column("caller_phone", sa.String(length=40), nullable=False),
        sa.Column("caller_verified", sa.String(length=40), nullable=False),
        sa.Column("contract_number", sa.String(length=40), nullable=False),
        sa.Column("skill", sa.String(length=40), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restore_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__ticket__client_id__client")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk__ticket__contract_id__contract")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["user.id"], name=op.f("fk__ticket__opened_by__user")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["user.id"], name=op.f("fk__ticket__resolved_by__user")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk__ticket__site_id__site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__ticket")),
        sa.UniqueConstraint("number", name=op.f("uq__ticket__number")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index("ix__ticket__list", ["status", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix__ticket_client_id"), ["client_id"], unique=False)

    op.create_table(
        "mission",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_number", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("technician_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("skill", sa.String(length=40), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("urgent_reason", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("actions_done", sa.Text(), nullable=False),
        sa.Column("todo", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("technical_context", sa.Text(), nullable=False),
        sa.Column("access_info", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("estimated_minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "appointment", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__mission__client_id__client")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk__mission__contract_id__contract")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk__mission__site_id__site")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["user.id"], name=op.f("fk__mission__technician_id__user")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk__mission__ticket_id__ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__mission")),
        sa.UniqueConstraint("number", name=op.f("uq__mission__number")),
    )
    with op.batch_alter_table("mission", schema=None) as batch_op:
        batch_op.create_index("ix__mission__board", ["status", "starts_at"], unique=False)
        batch_op.create_index("ix__mission__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__mission_client_id"), ["client_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix__mission_technician_id"), ["technician_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix__mission_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "ticket_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk__ticket_event__ticket_id__ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__ticket_event")),
    )
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__ticket_event_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "access_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("mission_id", sa.Uuid(), nullable=True),
        sa.Column("mode", sa.String(length=5), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk__access_request__dossier_id__dossier")
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["mission.id"], name=op.f("fk__access_request__mission_id__mission")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk__access_request__user_id__user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__access_request")),
    )
    with op.batch_alter_table("access_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix__access_request_dossier_id"), ["dossier_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix__access_request_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix__access_request_user_id"), ["user_id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("technician_id", sa.Uuid(), nullable=False),
        sa.Column("mission_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck__booking__positive")),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["mission.id"], name=op.f("fk__booking__mission_id__mission")
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["user.id"], name=op.f("fk__booking__technician_id__user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__booking")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix__booking__agenda", ["technician_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix__booking_mission_id"), ["mission_id"], unique=False)

    op.create_table(
        "mission_event",
        sa.Column("mission_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["mission.id"], name=op.f("fk__mission_event__mission_id__mission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__mission_event")),
    )
    with op.batch_alter_table("mission_event", schema=None) as batch_op:
        batch_op.create_index("ix__mission_event__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix__mission_event_mission_id"), ["mission_id"], unique=False
        )

    op.create_table(
        "report",
        sa.Column("mission_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("technician_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("actions_done", sa.Text(), nullable=False),
        sa.Column("problems_met", sa.Text(), nullable=False),
        sa.Column("reservations", sa.Text(), nullable=False),
        sa.Column("inventory_answer", sa.String(length=40), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.Column(
            "frozen", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.Column("previous_sha256", sa.String(length=64), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf_state", sa.String(length=40), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("pdf_error", sa.String(length=500), nullable=True),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__report__client_id__client")
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["mission.id"], name=op.f("fk__report__mission_id__mission")
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["user.id"], name=op.f("fk__report__technician_id__user")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk__report__ticket_id__ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix__report__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index("ix__report__inbox", ["status", "closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix__report_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix__report_mission_id"), ["mission_id"], unique=False)
        batch_op.create_index(batch_op.f("ix__report_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk__attachment__report_id__report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix__attachment__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__attachment_report_id"), ["report_id"], unique=False)

    op.create_table(
        "billing_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "lines", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("debit_minutes", sa.Integer(), nullable=False),
        sa.Column("differs", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("validated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk__billing_item__client_id__client")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk__billing_item__contract_id__contract")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk__billing_item__report_id__report")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk__billing_item__ticket_id__ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__billing_item")),
        sa.UniqueConstraint("number", name=op.f("uq__billing_item__number")),
        sa.UniqueConstraint("report_id", name=op.f("uq__billing_item__report_id")),
    )
    with op.batch_alter_table("billing_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__billing_item_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix__billing_item_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix__billing_item_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "dossier_change",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("op", sa.String(length=40), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk__dossier_change__report_id__report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__dossier_change")),
    )
    with op.batch_alter_table("dossier_change", schema=None) as batch_op:
        batch_op.create_index("ix__dossier_change__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix__dossier_change_report_id"), ["report_id"], unique=False
        )

    op.create_table(
        "part_line",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_cents", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk__part_line__report_id__report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__part_line")),
    )
    with op.batch_alter_table("part_line", schema=None) as batch_op:
        batch_op.create_index("ix__part_line__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__part_line_report_id"), ["report_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("identified_by", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("consent_id", sa.String(length=40), nullable=False),
        sa.Column("consent_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("clock_offset_ms", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("ink", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk__signature__report_id__report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index("ix__signature__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__signature_report_id"), ["report_id"], unique=False)

    op.create_table(
        "time_entry",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("scope_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "field_versions",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk__time_entry__report_id__report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__time_entry")),
    )
    with op.batch_alter_table("time_entry", schema=None) as batch_op:
        batch_op.create_index("ix__time_entry__feed", ["scope_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix__time_entry_report_id"), ["report_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":  # SQLite has it in the table.
        op.create_foreign_key(CYCLE, "user", "client", ["client_id"], ["id"])
    for statement in ddl.statements(op.get_bind().dialect.name):
        op.execute(statement)
    op.execute("INSERT INTO sync_counter (id, value) VALUES (1, 0)")
    op.bulk_insert(
        sa.table("sync_meta", sa.column("id"), sa.column("epoch"), sa.column("floor")),
        [{"id": 1, "epoch": secrets.token_hex(8), "floor": 0}],
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(CYCLE, "user", type_="foreignkey")
    else:
        op.execute("PRAGMA defer_foreign_keys=ON")
    for name in reversed(TABLES):
        op.drop_table(name)
