"""The press"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk__heartbeat")),
    )
    op.create_table(
        "paper_job",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk__paper_job__report_id__report")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk__paper_job")),
    )


def downgrade() -> None:
    op.drop_table("paper_job")
    op.drop_table("heartbeat")
