"""what calendars outside may carry of a series"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("series") as series:
        series.add_column(sa.Column("calendar_detail", sa.String(8), nullable=False, server_default="brief"))
        series.create_check_constraint(op.f("ck_series_calendar_detail"), "calendar_detail in ('brief', 'full')")


def downgrade() -> None:
    with op.batch_alter_table("series") as series:
        series.drop_constraint(op.f("ck_series_calendar_detail"), type_="check")
        series.drop_column("calendar_detail")
