"""agenda templates of series, and points deferred to the next meeting"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_template",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_agenda_template_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agenda_template_person_id")),
        sa.PrimaryKeyConstraint("series_id", "language", name=op.f("pk_agenda_template")),
    )
    op.create_table(
        "deferral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(26), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("fields", sa.String(300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_deferral_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_deferral_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deferral_person_id")),
        sa.ForeignKeyConstraint(["before_id"], ["deferral.id"], name=op.f("fk_deferral_before_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deferral")),
        sa.UniqueConstraint("ulid", name=op.f("uq_deferral_ulid")),
    )
    op.create_index("ix_deferral_document_id", "deferral", ["document_id"])
    op.create_index("ix_deferral_before_id", "deferral", ["before_id"])
    op.create_table(
        "deferral_taken",
        sa.Column("deferral_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deferral_id"], ["deferral.id"], name=op.f("fk_deferral_taken_deferral_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_deferral_taken_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deferral_id", "document_id", name=op.f("pk_deferral_taken")),
    )
    op.create_index("ix_deferral_taken_document_id", "deferral_taken", ["document_id"])


def downgrade() -> None:
    """Templates, and what was deferred, are lost; agendas keep their texts."""
    for table in ("deferral_taken", "deferral", "agenda_template"):
        op.drop_table(table)
