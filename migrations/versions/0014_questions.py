"""questions: what an event asks of those who register, in versions, their answers, and who reads the sensitive ones"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KIND = (
    "kind in ('section', 'text', 'long', 'choice', 'several', 'date', 'time', 'number', 'country', 'language', "
    "'file', 'consent')"
)


def upgrade() -> None:
    op.create_table(
        "form_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_form_version_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_form_version_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_form_version_event_id_number")),
        sa.UniqueConstraint("ulid", name=op.f("uq_form_version_ulid")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("helps", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("shown_if_key", sa.String(length=26), nullable=False),
        sa.Column("shown_if_value", sa.String(length=26), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.CheckConstraint(KIND, name=op.f("ck_question_kind")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["form_version.id"], name=op.f("fk_question_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_question_version_id_key")),
        sa.UniqueConstraint("ulid", name=op.f("uq_question_ulid")),
    )
    op.create_table(
        "answer_sheet",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_answer_sheet_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["form_version.id"], name=op.f("fk_answer_sheet_version_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_sheet_person_id")),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_answer_sheet")),
    )
    op.create_index(op.f("ix_answer_sheet_version_id"), "answer_sheet", ["version_id"])
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_answer_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_answer_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["file_sha256"], ["stored_file.sha256"], name=op.f("fk_answer_file_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("registration_id", "question_id", name=op.f("uq_answer_registration_id_question_id")),
        sa.UniqueConstraint("ulid", name=op.f("uq_answer_ulid")),
    )
    op.create_index(op.f("ix_answer_question_id"), "answer", ["question_id"])
    op.create_index(op.f("ix_answer_file_sha256"), "answer", ["file_sha256"])
    op.create_table(
        "sensitive_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ulid", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_sensitive_reader_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_sensitive_reader_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sensitive_reader_person_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_sensitive_reader_named_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_reader")),
        sa.UniqueConstraint(
            "event_id", "party_id", "person_id", name=op.f("uq_sensitive_reader_event_id_party_id_person_id")
        ),
        sa.UniqueConstraint("ulid", name=op.f("uq_sensitive_reader_ulid")),
    )
    op.create_index(op.f("ix_sensitive_reader_party_id"), "sensitive_reader", ["party_id"])
    op.create_index(op.f("ix_sensitive_reader_person_id"), "sensitive_reader", ["person_id"])


def downgrade() -> None:
    op.drop_table("sensitive_reader")
    op.drop_table("answer")
    op.drop_table("answer_sheet")
    op.drop_table("question")
    op.drop_table("form_version")
