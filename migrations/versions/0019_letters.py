"""letters: the templates of visa letters and certificates that an event has of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.CheckConstraint("kind in ('visa', 'attendance')", name=op.f("ck_letter_template_kind")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_letter_template_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_template_person_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_letter_template_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
        sa.UniqueConstraint("event_id", "kind", "language", name=op.f("uq_letter_template_event_id_kind_language")),
        sa.UniqueConstraint("ulid", name=op.f("uq_letter_template_ulid")),
    )
    op.create_index(op.f("ix_letter_template_sha256"), "letter_template", ["sha256"])


def downgrade() -> None:
    """The uploaded templates are lost; the built-in ones serve."""
    op.drop_index(op.f("ix_letter_template_sha256"), "letter_template")
    op.drop_table("letter_template")
