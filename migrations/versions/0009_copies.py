"""copies: from which event or series another one was made"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("series", "event"):
        with op.batch_alter_table(table) as copied:
            copied.add_column(sa.Column("copied_from_id", sa.Integer(), nullable=True))
            copied.create_foreign_key(op.f(f"fk_{table}_copied_from_id"), table, ["copied_from_id"], ["id"])
            copied.create_index(op.f(f"ix_{table}_copied_from_id"), ["copied_from_id"])


def downgrade() -> None:
    for table in ("event", "series"):
        with op.batch_alter_table(table) as copied:
            copied.drop_index(op.f(f"ix_{table}_copied_from_id"))
            copied.drop_constraint(op.f(f"fk_{table}_copied_from_id"), type_="foreignkey")
            copied.drop_column("copied_from_id")
