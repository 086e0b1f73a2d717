"""a link of one's own meetings is another than one of those of one's parties, too, which the old ones showed"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "update calendar_subscription set collection = 'all/' || substr(collection, 8) where collection like 'person/%'"
    )


def downgrade() -> None:
    op.execute(
        "update calendar_subscription set collection = 'person/' || substr(collection, 5) where collection like 'all/%'"
    )
