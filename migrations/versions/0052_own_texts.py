"""ready texts that a party keeps for its drafts"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(26), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_own_text_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_text_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_text")),
        sa.UniqueConstraint("ulid", name=op.f("uq_own_text_ulid")),
    )
    op.create_index(op.f("ix_own_text_person_id"), "own_text", ["person_id"])
    op.create_index(op.f("ix_own_text_deleted_at"), "own_text", ["deleted_at"])
    kept = sa.text("deleted_at IS NULL")
    op.create_index(
        op.f("uq_own_text_party_id_language_name"),
        "own_text",
        ["party_id", "language", "name"],
        unique=True,
        sqlite_where=kept,
        postgresql_where=kept,
    )


def downgrade() -> None:
    op.drop_index(op.f("uq_own_text_party_id_language_name"), table_name="own_text")
    op.drop_index(op.f("ix_own_text_deleted_at"), table_name="own_text")
    op.drop_index(op.f("ix_own_text_person_id"), table_name="own_text")
    op.drop_table("own_text")
