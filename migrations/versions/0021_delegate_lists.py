"""lists of delegates: what was uploaded, and what became of each line"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STATES = "state in ('draft', 'running', 'stopped', 'done')"
OUTCOMES = "outcome in ('pending', 'entered', 'waiting', 'here', 'repeated', 'doubtful', 'left_out', 'refused')"


def upgrade() -> None:
    op.create_table(
        "delegate_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("cells", sa.LargeBinary(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.CheckConstraint(STATES, name=op.f("ck_delegate_list_state")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_delegate_list_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegate_list_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate_list")),
        sa.UniqueConstraint("ulid", name=op.f("uq_delegate_list_ulid")),
    )
    op.create_index(op.f("ix_delegate_list_event_id"), "delegate_list", ["event_id"])
    op.create_index(op.f("ix_delegate_list_person_id"), "delegate_list", ["person_id"])
    op.create_index("ix_delegate_list_state", "delegate_list", ["state"])
    op.create_table(
        "delegate_list_line",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_delegate_list_line_outcome")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["delegate_list.id"], name=op.f("fk_delegate_list_line_list_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_delegate_list_line_registration_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("list_id", "number", name=op.f("pk_delegate_list_line")),
    )
    op.create_index(op.f("ix_delegate_list_line_registration_id"), "delegate_list_line", ["registration_id"])
    op.create_index("ix_delegate_list_line_outcome", "delegate_list_line", ["list_id", "outcome"])


def downgrade() -> None:
    op.drop_table("delegate_list_line")
    op.drop_table("delegate_list")
