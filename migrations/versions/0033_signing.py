"""signatures with their scans, and annexes"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BEFORE = "state in ('party_draft', 'shared_draft', 'circulated', 'agreed')"
STATE = "state in ('party_draft', 'shared_draft', 'circulated', 'agreed', 'signed')"


def upgrade() -> None:
    _change_states(STATE)
    op.create_table(
        "annex",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(26), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_annex_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_annex_sha256")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_annex_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex")),
        sa.UniqueConstraint("ulid", name=op.f("uq_annex_ulid")),
        sa.UniqueConstraint("document_id", "name", name=op.f("uq_annex_document_id_name")),
    )
    op.create_table(
        "circulated_annex",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulation.id"], name=op.f("fk_circulated_annex_circulation_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_circulated_annex_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulated_annex")),
        sa.UniqueConstraint("circulation_id", "number", name=op.f("uq_circulated_annex_circulation_id_number")),
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ulid", sa.String(26), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_signature_document_id")),
        sa.ForeignKeyConstraint(["circulation_id"], ["circulation.id"], name=op.f("fk_signature_circulation_id")),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_signature_register_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_signature_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("ulid", name=op.f("uq_signature_ulid")),
        sa.UniqueConstraint("document_id", name=op.f("uq_signature_document_id")),
        sa.UniqueConstraint("register_id", "number", name=op.f("uq_signature_register_id_number")),
    )
    _of_a_party(
        "signatory",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("office", sa.String(300), nullable=False),
    )
    _of_a_party(
        "signed_copy",
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_signed_copy_sha256")),
    )


def _of_a_party(table: str, *more: sa.Column | sa.ForeignKeyConstraint) -> None:
    """What a signature has for each party."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f(f"fk_{table}_signature_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f(f"fk_{table}_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("signature_id", "party_id", name=op.f(f"uq_{table}_signature_id_party_id")),
    )


def downgrade() -> None:
    """Signed texts are agreed ones again; who signed, and the annexes, are lost. The ledger keeps its statements."""
    for table in ("signed_copy", "signatory", "signature", "circulated_annex", "annex"):
        op.drop_table(table)
    op.execute("UPDATE document SET state = 'agreed' WHERE state = 'signed'")
    _change_states(BEFORE)


def _change_states(states: str) -> None:
    with op.batch_alter_table("document") as document:
        document.drop_constraint(op.f("ck_document_state"), type_="check")
        document.create_check_constraint(op.f("ck_document_state"), states)
