"""from which revision on a draft was shared: what one side wrote before stays its own"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("shared_from", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE document SET shared_from = (SELECT max(number) FROM revision WHERE revision.document_id = document.id)"
        " WHERE state <> 'party_draft'"
    )


def downgrade() -> None:
    with op.batch_alter_table("document") as document:
        document.drop_column("shared_from")
