"""how somebody stood when it was recorded whether they came, so that undoing that leads back to it"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registration") as registration:
        registration.add_column(sa.Column("let_in_as", sa.String(16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("registration") as registration:
        registration.drop_column("let_in_as")
