"""reminders of actions: what each person wants, and what they were told"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_wish",
        _person("reminder_wish"),
        sa.Column("days_before", sa.String(40), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reminder_wish")),
    )
    op.create_table(
        "reminder_off",
        _person("reminder_off"),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_reminder_off_register_id")),
        sa.PrimaryKeyConstraint("person_id", "register_id", name=op.f("pk_reminder_off")),
    )
    op.create_table(
        "reminder_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        _person("reminder_mail"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_mail")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_reminder_mail_person_id_day")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_reminder_mail_token_sha256")),
    )
    op.create_table(
        "reminder_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        _person("reminder_told"),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("step_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["reminder_mail.id"], name=op.f("fk_reminder_told_mail_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_reminder_told_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_told")),
        sa.UniqueConstraint(
            "person_id", "item_id", "due_on", "step_on", name=op.f("uq_reminder_told_person_id_item_id_due_on_step_on")
        ),
    )
    op.create_index("ix_reminder_told_mail_id", "reminder_told", ["mail_id"])
    op.create_index("ix_reminder_told_item_id", "reminder_told", ["item_id"])


def _person(table: str) -> sa.Column:
    key = sa.ForeignKey("person.id", name=op.f(f"fk_{table}_person_id"), ondelete="CASCADE")
    return sa.Column("person_id", sa.Integer(), key, nullable=False)


def downgrade() -> None:
    """Who wanted no reminders gets them again."""
    for table in ("reminder_told", "reminder_mail", "reminder_off", "reminder_wish"):
        op.drop_table(table)
