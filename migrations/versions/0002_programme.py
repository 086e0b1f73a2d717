"""programme"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("day_start", sa.Integer(), nullable=False),
        sa.Column("day_end", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("foreign", sa.JSON(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.CheckConstraint("state in ('draft', 'published')", name=op.f("ck_programme_state")),
        sa.CheckConstraint(
            "0 <= day_start and day_start < day_end and day_end <= day_start + 1440",
            name=op.f("ck_programme_day_limits"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_programme_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("event_id", name=op.f("uq_programme_event_id")),
        sa.UniqueConstraint("ulid", name=op.f("uq_programme_ulid")),
    )
    op.create_table(
        "programme_hall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("foreign", sa.JSON(), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_hall_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_hall")),
        sa.UniqueConstraint("ulid", name=op.f("uq_programme_hall_ulid")),
    )
    with op.batch_alter_table("programme_hall", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_hall_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "programme_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=True),
        sa.Column("guid", sa.String(length=64), nullable=False),
        sa.Column("frab_id", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=300), nullable=False),
        sa.Column("local_start", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("subtitles", sa.JSON(), nullable=False),
        sa.Column("track", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("interpretation", sa.JSON(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("foreign", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.CheckConstraint(
            "kind in ('opening', 'plenary', 'panel', 'presentation', 'workshop', 'break', 'ceremony', 'side_event', 'closing', 'other')",
            name=op.f("ck_programme_session_kind"),
        ),
        sa.CheckConstraint("state in ('tentative', 'confirmed', 'cancelled')", name=op.f("ck_programme_session_state")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_programme_session_minutes")),
        sa.ForeignKeyConstraint(
            ["hall_id"], ["programme_hall.id"], name=op.f("fk_programme_session_hall_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_session_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_session")),
        sa.UniqueConstraint("programme_id", "guid", name=op.f("uq_programme_session_programme_id_guid")),
        sa.UniqueConstraint("ulid", name=op.f("uq_programme_session_ulid")),
    )
    with op.batch_alter_table("programme_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_session_hall_id"), ["hall_id"], unique=False)
        batch_op.create_index(
            "ix_programme_session_programme_id_local_start", ["programme_id", "local_start"], unique=False
        )

    op.create_table(
        "programme_speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chairs", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("affiliation", sa.String(length=300), nullable=False),
        sa.Column("foreign", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_programme_speaker_person_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["programme_session.id"], name=op.f("fk_programme_speaker_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_speaker")),
        sa.UniqueConstraint("session_id", "position", name=op.f("uq_programme_speaker_session_id_position")),
    )
    with op.batch_alter_table("programme_speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_speaker_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("programme_speaker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_speaker_person_id"))

    op.drop_table("programme_speaker")
    with op.batch_alter_table("programme_session", schema=None) as batch_op:
        batch_op.drop_index("ix_programme_session_programme_id_local_start")
        batch_op.drop_index(batch_op.f("ix_programme_session_hall_id"))

    op.drop_table("programme_session")
    with op.batch_alter_table("programme_hall", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_hall_programme_id"))

    op.drop_table("programme_hall")
    op.drop_table("programme")
