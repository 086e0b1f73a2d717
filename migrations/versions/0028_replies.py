"""what delegates intend, and the mails that said so"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

INTENTIONS = "intention in ('', 'accepted', 'declined', 'tentative')"
OUTCOMES = "outcome in ('taken', 'proposed', 'stale', 'unproved', 'unknown', 'broken', 'bounced', 'automatic')"


def upgrade() -> None:
    with op.batch_alter_table("registration") as registration:
        registration.add_column(sa.Column("intention", sa.String(16), server_default="", nullable=False))
        registration.add_column(sa.Column("intention_note", sa.Text(), server_default="", nullable=False))
        registration.add_column(sa.Column("intended_at", sa.DateTime(timezone=True), nullable=True))
        registration.add_column(sa.Column("intention_sequence", sa.Integer(), server_default="-1", nullable=False))
        registration.add_column(sa.Column("intention_stamp", sa.DateTime(timezone=True), nullable=True))
        registration.create_check_constraint(op.f("ck_registration_intention"), INTENTIONS)
    op.create_table(
        "received_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(26), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("sender", sa.String(254), nullable=False),
        sa.Column("message_id", sa.String(300), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_values", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("stamp", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_received_mail_outcome")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_received_mail_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mail")),
        sa.UniqueConstraint("ulid", name=op.f("uq_received_mail_ulid")),
    )
    op.create_index("ix_received_mail_received_at", "received_mail", ["received_at"])
    op.create_index("ix_received_mail_message_id", "received_mail", ["message_id"])
    op.create_index(op.f("ix_received_mail_registration_id"), "received_mail", ["registration_id"])


def downgrade() -> None:
    op.drop_table("received_mail")
    with op.batch_alter_table("registration") as registration:
        registration.drop_constraint(op.f("ck_registration_intention"), type_="check")
        for column in ("intention_stamp", "intention_sequence", "intended_at", "intention_note", "intention"):
            registration.drop_column(column)
