"""what corrigenda made of items, and when items' words last followed what was agreed after their minutes"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

OUTCOMES = "'words', 'fields', 'fields_stay', 'read_there'"


def upgrade() -> None:
    with op.batch_alter_table("item") as item:
        item.add_column(sa.Column("worded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "item_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("document_ulid", sa.String(26), nullable=False),
        sa.Column("number", sa.String(120), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"outcome in ({OUTCOMES})", name=op.f("ck_item_correction_outcome")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_correction_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_item_correction_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_correction")),
        sa.UniqueConstraint("item_id", "document_id", name=op.f("uq_item_correction_item_id_document_id")),
    )
    op.create_index(op.f("ix_item_correction_document_id"), "item_correction", ["document_id"])


def downgrade() -> None:
    op.drop_table("item_correction")
    with op.batch_alter_table("item") as item:
        item.drop_column("worded_at")
