"""Venues with halls, and which an event books."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "venue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("city", sa.JSON(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("access_notes", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity is null or capacity > 0", name=op.f("ck_venue_capacity")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_venue_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("ulid", name=op.f("uq_venue_ulid")),
    )
    op.create_index(op.f("ix_venue_party_id"), "venue", ["party_id"])
    op.create_table(
        "hall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.CheckConstraint("capacity is null or capacity > 0", name=op.f("ck_hall_capacity")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_hall_venue_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall")),
        sa.UniqueConstraint("ulid", name=op.f("uq_hall_ulid")),
        sa.UniqueConstraint("venue_id", "position", name=op.f("uq_hall_venue_id_position")),
    )
    with op.batch_alter_table("event") as event:
        event.add_column(sa.Column("venue_id", sa.Integer(), nullable=True))
        event.add_column(sa.Column("hall_id", sa.Integer(), nullable=True))
        event.create_foreign_key(op.f("fk_event_venue_id"), "venue", ["venue_id"], ["id"])
        event.create_foreign_key(op.f("fk_event_hall_id"), "hall", ["hall_id"], ["id"])
        event.create_index("ix_event_venue_id_starts_at", ["venue_id", "starts_at"])
        event.create_index(op.f("ix_event_hall_id"), ["hall_id"])


def downgrade() -> None:
    with op.batch_alter_table("event") as event:
        event.drop_index(op.f("ix_event_hall_id"))
        event.drop_index("ix_event_venue_id_starts_at")
        event.drop_constraint(op.f("fk_event_hall_id"), type_="foreignkey")
        event.drop_constraint(op.f("fk_event_venue_id"), type_="foreignkey")
        event.drop_column("hall_id")
        event.drop_column("venue_id")
    op.drop_table("hall")
    op.drop_index(op.f("ix_venue_party_id"), table_name="venue")
    op.drop_table("venue")
