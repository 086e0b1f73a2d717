"""A turn of a rotation may have a venue that is chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("host_turn") as turn:
        turn.add_column(sa.Column("venue_id", sa.Integer(), nullable=True))
        turn.add_column(sa.Column("hall_id", sa.Integer(), nullable=True))
        turn.create_foreign_key(op.f("fk_host_turn_venue_id"), "venue", ["venue_id"], ["id"])
        turn.create_foreign_key(op.f("fk_host_turn_hall_id"), "hall", ["hall_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("host_turn") as turn:
        turn.drop_constraint(op.f("fk_host_turn_hall_id"), type_="foreignkey")
        turn.drop_constraint(op.f("fk_host_turn_venue_id"), type_="foreignkey")
        turn.drop_column("hall_id")
        turn.drop_column("venue_id")
