"""delegations: an event's settings for registration, quotas of parties, functions, and who attended"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEFORE = "'invited', 'applied', 'confirmed', 'waiting', 'declined', 'withdrawn'"
STANDINGS_BEFORE = "'invited', 'applied', 'waiting', 'confirmed', 'declined', 'withdrawn'"
SINCE = ", 'attended', 'absent'"
FUNCTION = "function in ('head', 'deputy', 'member', 'observer')"
WAY = "way in ('nomination', 'invitation', 'application', 'import')"


def upgrade() -> None:
    op.create_table(
        "registration_settings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("applicants", sa.String(length=16), server_default="members", nullable=False),
        sa.Column("shown", sa.String(length=16), server_default="numbers", nullable=False),
        sa.Column("local_deadline", sa.DateTime(), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offer_hours", sa.Integer(), nullable=True),
        sa.Column("retention_days", sa.Integer(), server_default="365", nullable=False),
        sa.Column("sensitive_days", sa.Integer(), server_default="30", nullable=False),
        sa.Column("lock_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "applicants in ('nobody', 'members', 'everyone')", name=op.f("ck_registration_settings_applicants")
        ),
        sa.CheckConstraint("shown in ('nothing', 'numbers', 'names')", name=op.f("ck_registration_settings_shown")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_registration_settings_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_registration_settings")),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("observers", sa.Integer(), nullable=True),
        sa.Column("precedence", sa.Integer(), nullable=True),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_delegation_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_delegation_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("event_id", "party_id", name=op.f("uq_delegation_event_id_party_id")),
        sa.UniqueConstraint("ulid", name=op.f("uq_delegation_ulid")),
    )
    op.create_index(op.f("ix_delegation_party_id"), "delegation", ["party_id"])
    with op.batch_alter_table("registration") as registration:
        registration.add_column(sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True))
        registration.add_column(sa.Column("way", sa.String(length=16), server_default="application", nullable=False))
        registration.add_column(sa.Column("function", sa.String(length=16), server_default="member", nullable=False))
        registration.add_column(sa.Column("precedence", sa.Integer(), nullable=True))
        registration.add_column(sa.Column("honorific", sa.String(length=60), server_default="", nullable=False))
        registration.add_column(sa.Column("title", sa.String(length=300), server_default="", nullable=False))
        registration.add_column(sa.Column("affiliation", sa.String(length=300), server_default="", nullable=False))
        registration.create_check_constraint(op.f("ck_registration_function"), FUNCTION)
        registration.create_check_constraint(op.f("ck_registration_way"), WAY)
        registration.drop_constraint(op.f("ck_registration_state"), type_="check")
        registration.create_check_constraint(op.f("ck_registration_state"), f"state in ({BEFORE}{SINCE})")
    with op.batch_alter_table("event_participant") as participant:
        participant.drop_constraint(op.f("ck_event_participant_standing"), type_="check")
        participant.create_check_constraint(
            op.f("ck_event_participant_standing"), f"standing in ({STANDINGS_BEFORE}{SINCE})"
        )


def downgrade() -> None:
    """Who attended, and who was absent, stays confirmed."""
    op.execute("UPDATE event_participant SET standing = 'confirmed' WHERE standing IN ('attended', 'absent')")
    op.execute("UPDATE registration SET state = 'confirmed' WHERE state IN ('attended', 'absent')")
    with op.batch_alter_table("event_participant") as participant:
        participant.drop_constraint(op.f("ck_event_participant_standing"), type_="check")
        participant.create_check_constraint(op.f("ck_event_participant_standing"), f"standing in ({STANDINGS_BEFORE})")
    with op.batch_alter_table("registration") as registration:
        registration.drop_constraint(op.f("ck_registration_state"), type_="check")
        registration.drop_constraint(op.f("ck_registration_way"), type_="check")
        registration.drop_constraint(op.f("ck_registration_function"), type_="check")
        registration.create_check_constraint(op.f("ck_registration_state"), f"state in ({BEFORE})")
        for column in ("affiliation", "title", "honorific", "precedence", "function", "way", "offered_until"):
            registration.drop_column(column)
    op.drop_index(op.f("ix_delegation_party_id"), "delegation")
    op.drop_table("delegation")
    op.drop_table("registration_settings")
