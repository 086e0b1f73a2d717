"""check-in scans: what was scanned or typed at the door, and what it was answered with"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OUTCOME = "outcome in ('welcome', 'duplicate', 'other_event', 'unknown', 'invited', 'waiting', 'declined', 'withdrawn')"


def upgrade() -> None:
    op.create_table(
        "checkin_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(OUTCOME, name=op.f("ck_checkin_scan_outcome")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_checkin_scan_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_checkin_scan_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_checkin_scan_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_scan")),
        sa.UniqueConstraint("event_id", "ulid", name=op.f("uq_checkin_scan_event_id_ulid")),
    )
    op.create_index(op.f("ix_checkin_scan_registration_id_outcome"), "checkin_scan", ["registration_id", "outcome"])
    op.create_index(
        op.f("ix_checkin_scan_event_id_outcome_scanned_at"), "checkin_scan", ["event_id", "outcome", "scanned_at"]
    )


def downgrade() -> None:
    """Who came stays so; when, and who was refused, is lost."""
    op.drop_table("checkin_scan")
