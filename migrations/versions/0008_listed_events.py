"""lists of events are read from an index that holds all they choose by"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_event_listed", "event", ["starts_at", "ends_at", "state", "access"])
    op.drop_index("ix_event_starts_at", "event")


def downgrade() -> None:
    op.create_index("ix_event_starts_at", "event", ["starts_at"])
    op.drop_index("ix_event_listed", "event")
