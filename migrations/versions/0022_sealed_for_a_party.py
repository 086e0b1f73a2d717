"""sealed answers are of the party for which they were given"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

OF_REGISTRATION = (
    "update answer set sealed_for_id = (select party_id from registration where registration.id = registration_id)"
    " where sealed != ''"
)


def upgrade() -> None:
    with op.batch_alter_table("answer") as answer:
        answer.add_column(sa.Column("sealed_for_id", sa.Integer(), nullable=True))
        answer.create_foreign_key(op.f("fk_answer_sealed_for_id"), "party", ["sealed_for_id"], ["id"])
        answer.create_index(op.f("ix_answer_sealed_for_id"), ["sealed_for_id"])
    op.execute(OF_REGISTRATION)


def downgrade() -> None:
    with op.batch_alter_table("answer") as answer:
        answer.drop_index(op.f("ix_answer_sealed_for_id"))
        answer.drop_constraint(op.f("fk_answer_sealed_for_id"), type_="foreignkey")
        answer.drop_column("sealed_for_id")
