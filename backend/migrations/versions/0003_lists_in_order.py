"""Lists in order"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix__ticket__deadline", "ticket", ["due_at", "id"])
    op.create_index("ix__mission__newest", "mission", ["created_at", "id"])


def downgrade() -> None:
    op.drop_index("ix__mission__newest", "mission")
    op.drop_index("ix__ticket__deadline", "ticket")
