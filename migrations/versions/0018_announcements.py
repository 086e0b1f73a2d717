"""announcements to delegates and who was told, reminders of invitations, and what the counts are read from"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("markup", sa.String(length=16), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("chosen_by", sa.JSON(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("unreached", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.CheckConstraint("markup in ('markdown', 'plain')", name=op.f("ck_announcement_markup")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_announcement_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_announcement_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("ulid", name=op.f("uq_announcement_ulid")),
    )
    op.create_index(op.f("ix_announcement_event_id"), "announcement", ["event_id"])
    op.create_table(
        "announcement_reader",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("mailed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_reader_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_announcement_reader_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_announcement_reader")),
    )
    op.create_index(op.f("ix_announcement_reader_person_id"), "announcement_reader", ["person_id"])
    with op.batch_alter_table("invitation") as invitation:
        invitation.add_column(sa.Column("reminder", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index("ix_registration_event_party", "registration")
    op.create_index("ix_registration_counted", "registration", ["event_id", "party_id", "state", "function"])


def downgrade() -> None:
    op.drop_index("ix_registration_counted", "registration")
    op.create_index("ix_registration_event_party", "registration", ["event_id", "party_id"])
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_column("reminder")
    op.drop_index(op.f("ix_announcement_reader_person_id"), "announcement_reader")
    op.drop_table("announcement_reader")
    op.drop_index(op.f("ix_announcement_event_id"), "announcement")
    op.drop_table("announcement")
