"""events of whole days and links to video conferences, of a meeting or of a whole series; where venues are; papers"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TABLES = ("event", "series")
WHERE = {
    "coordinates": "(latitude is null) = (longitude is null)",
    "latitude": "latitude between -90 and 90",
    "longitude": "longitude between -180 and 180",
}


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("all_day", sa.Boolean(), nullable=False, server_default=sa.false()))
            table.add_column(sa.Column("conference", sa.String(500), nullable=False, server_default=""))
    with op.batch_alter_table("event") as event:
        event.add_column(sa.Column("papers_changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("venue") as venue:
        venue.add_column(sa.Column("latitude", sa.Double(), nullable=True))
        venue.add_column(sa.Column("longitude", sa.Double(), nullable=True))
        venue.add_column(sa.Column("located_at", sa.DateTime(timezone=True), nullable=True))
        for name, rule in WHERE.items():
            venue.create_check_constraint(op.f(f"ck_venue_{name}"), rule)


def downgrade() -> None:
    with op.batch_alter_table("venue") as venue:
        for name in WHERE:
            venue.drop_constraint(op.f(f"ck_venue_{name}"), type_="check")
        for name in ("located_at", "longitude", "latitude"):
            venue.drop_column(name)
    with op.batch_alter_table("event") as event:
        event.drop_column("papers_changed_at")
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("conference")
            table.drop_column("all_day")
