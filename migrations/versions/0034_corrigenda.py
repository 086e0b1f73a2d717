"""corrigenda and language versions: documents that belong to a settled one"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BEFORE = "kind in ('agenda', 'minutes')"
KIND = "kind in ('agenda', 'minutes', 'corrigendum', 'language_version')"
OF = "(kind in ('corrigendum', 'language_version')) = (of_id is not null)"
LATER = sa.table("document", sa.column("of_id", sa.Integer()))


def upgrade() -> None:
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("of_id", sa.Integer(), nullable=True))
        document.create_foreign_key(op.f("fk_document_of_id"), "document", ["of_id"], ["id"])
        document.create_index(op.f("ix_document_of_id"), ["of_id"])
        document.drop_constraint(op.f("ck_document_kind"), type_="check")
        document.create_check_constraint(op.f("ck_document_kind"), KIND)
        document.create_check_constraint(op.f("ck_document_of"), OF)


def downgrade() -> None:
    """What was agreed is never thrown away to go back: refused while there is one."""
    found = op.get_bind().scalar(sa.select(sa.func.count()).where(LATER.c.of_id.is_not(None)))
    if found:
        raise RuntimeError(f"{found} corrigenda or language versions would be lost; export the ledger and remove them")
    with op.batch_alter_table("document") as document:
        document.drop_constraint(op.f("ck_document_of"), type_="check")
        document.drop_constraint(op.f("ck_document_kind"), type_="check")
        document.create_check_constraint(op.f("ck_document_kind"), BEFORE)
        document.drop_index(op.f("ix_document_of_id"))
        document.drop_constraint(op.f("fk_document_of_id"), type_="foreignkey")
        document.drop_column("of_id")
