"""Rules of a series from a day on, skipped occurrences, turns of events, how far ahead a series is planned"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("rrule", sa.String(length=500), nullable=False),
        sa.Column("first_local_start", sa.DateTime(), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_rule_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_rule")),
        sa.UniqueConstraint("series_id", "from_day", name=op.f("uq_series_rule_series_id_from_day")),
    )
    op.create_table(
        "skipped_occurrence",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_skipped_occurrence_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series_id", "day", name=op.f("pk_skipped_occurrence")),
    )
    op.execute(
        "INSERT INTO series_rule (series_id, from_day, rrule, first_local_start, minutes_long) "
        "SELECT id, date(first_local_start), rrule, first_local_start, minutes_long FROM series"
    )
    with op.batch_alter_table("host_turn") as turn:
        turn.add_column(sa.Column("rule_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE host_turn SET rule_id = (SELECT series_rule.id FROM series_rule "
        "WHERE series_rule.series_id = host_turn.series_id)"
    )
    with op.batch_alter_table("host_turn") as turn:
        turn.alter_column("rule_id", existing_type=sa.Integer(), nullable=False)
        turn.drop_constraint(op.f("uq_host_turn_series_id_position"), type_="unique")
        turn.drop_constraint(op.f("fk_host_turn_series_id"), type_="foreignkey")
        turn.drop_column("series_id")
        turn.create_foreign_key(op.f("fk_host_turn_rule_id"), "series_rule", ["rule_id"], ["id"], ondelete="CASCADE")
        turn.create_unique_constraint(op.f("uq_host_turn_rule_id_position"), ["rule_id", "position"])
    with op.batch_alter_table("series") as series:
        series.add_column(sa.Column("months_ahead", sa.Integer(), nullable=False, server_default="24"))
        series.drop_column("rrule")
        series.drop_column("first_local_start")
        series.drop_column("minutes_long")
    with op.batch_alter_table("event") as event:
        event.add_column(sa.Column("turn", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE event SET turn = (SELECT count(*) FROM event AS earlier WHERE earlier.series_id = event.series_id "
        "AND earlier.occurrence < event.occurrence) WHERE occurrence IS NOT NULL"
    )


def downgrade() -> None:
    """Of each series the last rule is kept."""
    with op.batch_alter_table("event") as event:
        event.drop_column("turn")
    with op.batch_alter_table("series") as series:
        series.drop_column("months_ahead")
        series.add_column(sa.Column("rrule", sa.String(length=500), nullable=True))
        series.add_column(sa.Column("first_local_start", sa.DateTime(), nullable=True))
        series.add_column(sa.Column("minutes_long", sa.Integer(), nullable=True))
    op.execute(
        "DELETE FROM host_turn WHERE rule_id NOT IN (SELECT (SELECT id FROM series_rule WHERE "
        "series_rule.series_id = series.id ORDER BY from_day DESC LIMIT 1) FROM series)"
    )
    op.execute(
        "UPDATE series SET "
        "rrule = (SELECT rrule FROM series_rule WHERE series_id = series.id ORDER BY from_day DESC LIMIT 1), "
        "first_local_start = (SELECT first_local_start FROM series_rule WHERE series_id = series.id "
        "ORDER BY from_day DESC LIMIT 1), "
        "minutes_long = (SELECT minutes_long FROM series_rule WHERE series_id = series.id "
        "ORDER BY from_day DESC LIMIT 1)"
    )
    with op.batch_alter_table("series") as series:
        series.alter_column("rrule", existing_type=sa.String(length=500), nullable=False)
        series.alter_column("first_local_start", existing_type=sa.DateTime(), nullable=False)
        series.alter_column("minutes_long", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("host_turn") as turn:
        turn.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE host_turn SET series_id = (SELECT series_id FROM series_rule WHERE series_rule.id = host_turn.rule_id)"
    )
    with op.batch_alter_table("host_turn") as turn:
        turn.alter_column("series_id", existing_type=sa.Integer(), nullable=False)
        turn.drop_constraint(op.f("uq_host_turn_rule_id_position"), type_="unique")
        turn.drop_constraint(op.f("fk_host_turn_rule_id"), type_="foreignkey")
        turn.drop_column("rule_id")
        turn.create_foreign_key(op.f("fk_host_turn_series_id"), "series", ["series_id"], ["id"], ondelete="CASCADE")
        turn.create_unique_constraint(op.f("uq_host_turn_series_id_position"), ["series_id", "position"])
    op.drop_table("skipped_occurrence")
    op.drop_table("series_rule")
