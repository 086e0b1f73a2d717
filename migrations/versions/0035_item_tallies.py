"""how many items there are of each sort, and where each stands in the lists by day

`forumhub upgrade` counts, and places the items, after the migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

IN_ORDER = ["register_id", "number", "state", "event_id"]
INDEXES = {
    "ix_item_place": ["due_place", "register_id", "kind", "number", "state", "event_id"],
    "ix_item_due_place": ["kind", "due_place", *IN_ORDER],
    "ix_item_due_place_back": ["kind", "due_place_back", *IN_ORDER],
    "ix_item_state_place": ["kind", "state", "due_place", "register_id", "number", "event_id"],
    "ix_item_reference": ["register_id", "kind", "number", "state", "event_id"],
}


def upgrade() -> None:
    with op.batch_alter_table("item") as item:
        for column in ("due_place", "due_place_back"):
            item.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    for name, columns in INDEXES.items():
        op.create_index(name, "item", columns)
    op.create_table(
        "item_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_item_tally_event_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_item_tally_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_tally")),
    )
    op.create_index("ix_item_tally_event_id", "item_tally", ["event_id", "party_id", "owner"])
    op.create_index("ix_item_tally_party_id", "item_tally", ["party_id", "owner"])


def downgrade() -> None:
    op.drop_table("item_tally")
    for name in INDEXES:
        op.drop_index(name, "item")
    with op.batch_alter_table("item") as item:
        for column in ("due_place", "due_place_back"):
            item.drop_column(column)
