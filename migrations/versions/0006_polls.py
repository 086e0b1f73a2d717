"""date polls"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("access", sa.String(length=16), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("city", sa.JSON(), nullable=False),
        sa.Column("venue", sa.String(length=300), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("clause", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("shown", sa.String(length=16), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chosen_number", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.CheckConstraint("access in ('public', 'parties', 'delegates')", name=op.f("ck_poll_access")),
        sa.CheckConstraint(
            "kind in ('high_level_meeting', 'forum', 'seminar', 'training', 'working_group')",
            name=op.f("ck_poll_kind"),
        ),
        sa.CheckConstraint("state in ('open', 'chosen', 'withdrawn')", name=op.f("ck_poll_state")),
        sa.CheckConstraint("shown in ('at_close', 'as_they_come')", name=op.f("ck_poll_shown")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_poll_event_id")),
        sa.ForeignKeyConstraint(["host_id"], ["party.id"], name=op.f("fk_poll_host_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_poll_agreement_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["party.id"], name=op.f("fk_poll_proposed_by_id")),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_poll_proposer_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_poll_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("ulid", name=op.f("uq_poll_ulid")),
    )
    op.create_index(op.f("ix_poll_event_id"), "poll", ["event_id"])
    op.create_index("ix_poll_state_deadline", "poll", ["state", "deadline"])
    op.create_table(
        "poll_party",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_party_poll_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_poll_party_party_id")),
        sa.PrimaryKeyConstraint("poll_id", "party_id", name=op.f("pk_poll_party")),
    )
    op.create_index(op.f("ix_poll_party_party_id"), "poll_party", ["party_id"])
    op.create_table(
        "poll_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("local_start", sa.DateTime(), nullable=False),
        sa.Column("local_end", sa.DateTime(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_slot_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_slot")),
        sa.UniqueConstraint("poll_id", "number", name=op.f("uq_poll_slot_poll_id_number")),
    )
    op.create_table(
        "poll_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_answer_poll_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_poll_answer_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poll_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answer")),
    )
    op.create_index("ix_poll_answer_poll_party", "poll_answer", ["poll_id", "party_id"])
    op.create_table(
        "poll_word",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.String(length=16), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("word in ('yes', 'if_need_be', 'no')", name=op.f("ck_poll_word_word")),
        sa.ForeignKeyConstraint(["answer_id"], ["poll_answer.id"], name=op.f("fk_poll_word_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", "number", name=op.f("pk_poll_word")),
    )


def downgrade() -> None:
    op.drop_table("poll_word")
    op.drop_index("ix_poll_answer_poll_party", "poll_answer")
    op.drop_table("poll_answer")
    op.drop_table("poll_slot")
    op.drop_index(op.f("ix_poll_party_party_id"), "poll_party")
    op.drop_table("poll_party")
    op.drop_index("ix_poll_state_deadline", "poll")
    op.drop_index(op.f("ix_poll_event_id"), "poll")
    op.drop_table("poll")
