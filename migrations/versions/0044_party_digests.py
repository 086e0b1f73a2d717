"""the weekly digest to a party's secretariat: what the party chose, and what was sent"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_wish",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        _of_party("digest_wish"),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_digest_wish")),
    )
    op.create_table(
        "digest_off",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        _of_party("digest_off"),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_digest_off_register_id")),
        sa.PrimaryKeyConstraint("party_id", "register_id", name=op.f("pk_digest_off")),
    )
    op.create_table(
        "digest_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _of_party("digest_mail"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_mail")),
        sa.UniqueConstraint("party_id", "digest_on", name=op.f("uq_digest_mail_party_id_digest_on")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_digest_mail_token_sha256")),
    )


def _of_party(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f(f"fk_{table}_party_id"))


def downgrade() -> None:
    """Parties that wanted no digest have none either, until there are digests again."""
    for table in ("digest_mail", "digest_off", "digest_wish"):
        op.drop_table(table)
