"""which answers of calendars brought their person the link to withdraw"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("received_mail") as received:
        received.add_column(sa.Column("linked", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("received_mail") as received:
        received.drop_column("linked")
