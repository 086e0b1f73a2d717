"""whole days that an attendee's calendar proposes instead of a meeting's time"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("received_mail") as mail:
        mail.add_column(sa.Column("proposed_whole_days", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("received_mail") as mail:
        mail.drop_column("proposed_whole_days")
