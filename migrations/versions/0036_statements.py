"""statements that one party attaches to a text"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attached_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(26), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulation.id"], name=op.f("fk_attached_statement_circulation_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_attached_statement_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attached_statement_person_id")),
        sa.ForeignKeyConstraint(
            ["file_sha256"], ["stored_file.sha256"], name=op.f("fk_attached_statement_file_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attached_statement")),
        sa.UniqueConstraint("ulid", name=op.f("uq_attached_statement_ulid")),
    )
    op.create_index(op.f("ix_attached_statement_circulation_id"), "attached_statement", ["circulation_id"])
    op.create_table(
        "statement_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["attached_statement.id"], name=op.f("fk_statement_text_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_text")),
        sa.UniqueConstraint("statement_id", "language", name=op.f("uq_statement_text_statement_id_language")),
    )


def downgrade() -> None:
    """The statements' words are lost. The ledger keeps its entries."""
    op.drop_table("statement_text")
    op.drop_table("attached_statement")
