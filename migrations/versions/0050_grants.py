"""which entry of the ledger says that a person was named to approve at an event"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_grant",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_approval_grant_event_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_approval_grant_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_grant_person_id")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_approval_grant")),
    )
    op.create_index("ix_approval_grant_named", "approval_grant", ["event_id", "party_id", "person_id"])


def downgrade() -> None:
    op.drop_index("ix_approval_grant_named", table_name="approval_grant")
    op.drop_table("approval_grant")
