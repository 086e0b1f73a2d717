"""what parties put forward for an agenda"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(26), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("organ", sa.String(32), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_for_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('concern', 'point')", name=op.f("ck_agenda_point_kind")),
        sa.CheckConstraint("state in ('own', 'submitted', 'left', 'withdrawn')", name=op.f("ck_agenda_point_state")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_agenda_point_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_agenda_point_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agenda_point_person_id")),
        sa.ForeignKeyConstraint(["answered_for_id"], ["party.id"], name=op.f("fk_agenda_point_answered_for_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_point")),
        sa.UniqueConstraint("ulid", name=op.f("uq_agenda_point_ulid")),
    )
    op.create_index(op.f("ix_agenda_point_event_id"), "agenda_point", ["event_id"])
    op.create_index(op.f("ix_agenda_point_party_id"), "agenda_point", ["party_id"])
    op.create_table(
        "agenda_point_taken",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"],
            ["agenda_point.id"],
            name=op.f("fk_agenda_point_taken_point_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_agenda_point_taken_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("point_id", "document_id", name=op.f("pk_agenda_point_taken")),
    )
    op.create_index(op.f("ix_agenda_point_taken_document_id"), "agenda_point_taken", ["document_id"])


def downgrade() -> None:
    op.drop_table("agenda_point_taken")
    op.drop_table("agenda_point")
