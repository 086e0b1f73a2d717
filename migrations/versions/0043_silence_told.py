"""the message that tells the secretariats of a circulation: silence counts from when it was sent"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("circulation") as circulation:
        circulation.add_column(sa.Column("message_id", sa.String(200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("circulation") as circulation:
        circulation.drop_column("message_id")
