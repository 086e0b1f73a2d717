"""Which foreign events were imported, and calendars that were uploaded."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=400), nullable=False),
        sa.Column("occurrence", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_imported_event_party_id")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_imported_event_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_event")),
        sa.UniqueConstraint("party_id", "uid", "occurrence", name=op.f("uq_imported_event_party_id_uid_occurrence")),
    )
    op.create_index(op.f("ix_imported_event_event_id"), "imported_event", ["event_id"])
    op.create_table(
        "uploaded_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_uploaded_calendar_person_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_uploaded_calendar_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploaded_calendar")),
        sa.UniqueConstraint("ulid", name=op.f("uq_uploaded_calendar_ulid")),
    )
    op.create_index(op.f("ix_uploaded_calendar_person_id"), "uploaded_calendar", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_uploaded_calendar_person_id"), table_name="uploaded_calendar")
    op.drop_table("uploaded_calendar")
    op.drop_index(op.f("ix_imported_event_event_id"), table_name="imported_event")
    op.drop_table("imported_event")
