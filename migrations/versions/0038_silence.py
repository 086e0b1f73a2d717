"""one message to several; deadlines and the silence procedure: choices, breaks, and approvals that nobody recorded"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

GIVEN = "'passkey', 'totp', 'password', 'in_the_room', 'by_note', 'ad_referendum'"
MOMENTS = ("warned_at", "told_at", "silence_broken_at")


def upgrade() -> None:
    with op.batch_alter_table("circulation") as circulation:
        circulation.add_column(
            sa.Column("procedure", sa.String(24), nullable=False, server_default="approval_by_every_party")
        )
        for moment in MOMENTS:
            circulation.add_column(sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
        circulation.create_check_constraint(
            op.f("ck_circulation_procedure"), "procedure in ('approval_by_every_party', 'silence')"
        )
        circulation.create_index(op.f("ix_circulation_deadline"), ["deadline"])
    with op.batch_alter_table("approval") as approval:
        approval.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        approval.drop_constraint(op.f("ck_approval_way"), type_="check")
        approval.create_check_constraint(op.f("ck_approval_way"), f"way in ({GIVEN}, 'silence')")
        approval.create_check_constraint(op.f("ck_approval_person"), "person_id is not null or way = 'silence'")
    with op.batch_alter_table("outbox_mail") as mail:
        mail.add_column(sa.Column("together", sa.JSON(), nullable=False, server_default="[]"))
        mail.drop_constraint(op.f("uq_outbox_mail_message_id"), type_="unique")
        mail.create_unique_constraint(op.f("uq_outbox_mail_message_id_recipient"), ["message_id", "recipient"])
    op.create_table(
        "silence_choice",
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_sha256", sa.String(64), nullable=False),
        sa.CheckConstraint("days between 3 and 90", name=op.f("ck_silence_choice_days")),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_silence_choice_register_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_silence_choice_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_silence_choice_person_id")),
        sa.PrimaryKeyConstraint("register_id", "party_id", name=op.f("pk_silence_choice")),
    )
    op.create_table(
        "silence_break",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["circulation_id"], ["circulation.id"], name=op.f("fk_silence_break_circulation_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_silence_break_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_silence_break_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_break")),
        sa.UniqueConstraint("circulation_id", name=op.f("uq_silence_break_circulation_id")),
    )


def downgrade() -> None:
    """What was agreed by silence stays agreed; who was silent is lost here. The ledger keeps its statements."""
    for table in ("silence_break", "silence_choice"):
        op.drop_table(table)
    op.execute("DELETE FROM outbox_mail WHERE CAST(together AS TEXT) <> '[]'")
    with op.batch_alter_table("outbox_mail") as mail:
        mail.drop_constraint(op.f("uq_outbox_mail_message_id_recipient"), type_="unique")
        mail.create_unique_constraint(op.f("uq_outbox_mail_message_id"), ["message_id"])
        mail.drop_column("together")
    op.execute("DELETE FROM approval WHERE way = 'silence'")
    with op.batch_alter_table("approval") as approval:
        approval.drop_constraint(op.f("ck_approval_person"), type_="check")
        approval.drop_constraint(op.f("ck_approval_way"), type_="check")
        approval.create_check_constraint(op.f("ck_approval_way"), f"way in ({GIVEN})")
        approval.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("circulation") as circulation:
        circulation.drop_index(op.f("ix_circulation_deadline"))
        circulation.drop_constraint(op.f("ck_circulation_procedure"), type_="check")
        for column in ("procedure", *MOMENTS):
            circulation.drop_column(column)
