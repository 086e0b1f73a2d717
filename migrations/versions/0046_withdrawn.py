"""a draft corrigendum that the side that proposed it has withdrawn"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

STATES = "'party_draft', 'shared_draft', 'circulated', 'agreed', 'signed'"


def upgrade() -> None:
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        document.drop_constraint(op.f("ck_document_state"), type_="check")
        document.create_check_constraint(op.f("ck_document_state"), f"state in ({STATES}, 'withdrawn')")


def downgrade() -> None:
    op.execute("UPDATE document SET state = 'shared_draft' WHERE state = 'withdrawn'")
    with op.batch_alter_table("document") as document:
        document.drop_constraint(op.f("ck_document_state"), type_="check")
        document.create_check_constraint(op.f("ck_document_state"), f"state in ({STATES})")
        document.drop_column("withdrawn_at")
