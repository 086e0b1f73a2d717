"""one counter numbers all publications of calendars; objects know theirs, and members when they left"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

FROM_THE_GREATEST = (
    "insert into calendar_counter (id, seq, oldest) select 1, coalesce(max(seq), 0), 0 from"
    " (select seq from calendar_collection union all select seq from calendar_member) numbers"
)
"""ETags and sync tokens only move forward: every collection that changes gets a number greater than all before."""


def upgrade() -> None:
    op.create_table(
        "calendar_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_counter")),
    )
    op.execute(FROM_THE_GREATEST)
    with op.batch_alter_table("calendar_object") as calendar_object:
        calendar_object.add_column(sa.Column("seq", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("calendar_member") as member:
        member.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
        member.drop_index("ix_calendar_member_uid")
        member.create_index("ix_calendar_member_uid", ["uid", "seq", "gone", "collection"])
    op.execute(
        "update calendar_member set gone_at = (select changed_at from calendar_collection where name = collection)"
        " where gone"
    )


def downgrade() -> None:
    with op.batch_alter_table("calendar_member") as member:
        member.drop_index("ix_calendar_member_uid")
        member.create_index("ix_calendar_member_uid", ["uid"])
        member.drop_column("gone_at")
    with op.batch_alter_table("calendar_object") as calendar_object:
        calendar_object.drop_column("seq")
    op.drop_table("calendar_counter")
