"""officers inside a party, answers to recommendations, kept filters of the registers"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("item") as item:
        item.add_column(sa.Column("acceptance", sa.String(16), nullable=False, server_default="waiting"))
    op.create_table(
        "item_officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_officer_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_item_officer_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_officer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_officer")),
        sa.UniqueConstraint("item_id", "party_id", name=op.f("uq_item_officer_item_id_party_id")),
    )
    op.create_index("ix_item_officer_person_id", "item_officer", ["person_id"])
    op.create_table(
        "item_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer in ('accepted', 'partly', 'rejected')", name=op.f("ck_item_answer_answer")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_answer_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_item_answer_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_answer")),
    )
    op.create_index("ix_item_answer_item_id", "item_answer", ["item_id"])
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(26), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_filter_person_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_saved_filter_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("ulid", name=op.f("uq_saved_filter_ulid")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_filter_person_id_name")),
    )
    op.create_index("ix_saved_filter_party_id", "saved_filter", ["party_id"])


def downgrade() -> None:
    """Officers, answers and kept filters are lost; the ledger keeps the statements of the answers."""
    for table in ("saved_filter", "item_answer", "item_officer"):
        op.drop_table(table)
    with op.batch_alter_table("item") as item:
        item.drop_column("acceptance")
