"""feeds of public series are kept by what everybody sees of them: those that were stored by the whole series go"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

OLD, NEW = "series/", "series-public/"


def upgrade() -> None:
    """The new ones are stored when `forumhub upgrade` renders every event again."""
    _forget("calendar_blob", "collection", OLD)


def downgrade() -> None:
    for table, column in (("calendar_blob", "collection"), ("calendar_member", "collection")):
        _forget(table, column, NEW)
    _forget("calendar_collection", "name", NEW)


def _forget(table: str, column: str, prefix: str) -> None:
    name = sa.column(column, sa.String)
    op.execute(sa.delete(sa.table(table, name)).where(name.startswith(prefix)))
