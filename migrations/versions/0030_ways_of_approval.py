"""ways in which a party approves: paper and notes with their scans, ad referendum until it is confirmed"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BEFORE = "way in ('totp', 'password', 'in_the_room', 'by_note', 'ad_referendum')"
WAYS = "way in ('passkey', 'totp', 'password', 'in_the_room', 'by_note', 'ad_referendum')"
SCAN = op.f("fk_approval_scan_sha256")


def upgrade() -> None:
    with op.batch_alter_table("approval") as approval:
        approval.add_column(sa.Column("provisional", sa.Boolean(), server_default=sa.false(), nullable=False))
        approval.add_column(sa.Column("note_number", sa.String(120), server_default="", nullable=False))
        approval.add_column(sa.Column("note_date", sa.Date(), nullable=True))
        approval.add_column(sa.Column("scan_sha256", sa.String(64), nullable=True))
        approval.add_column(sa.Column("scan_name", sa.String(255), server_default="", nullable=False))
        approval.create_foreign_key(SCAN, "stored_file", ["scan_sha256"], ["sha256"])
        approval.drop_constraint(op.f("uq_approval_circulation_id_party_id"), type_="unique")
        approval.create_unique_constraint(
            op.f("uq_approval_circulation_id_party_id_provisional"), ["circulation_id", "party_id", "provisional"]
        )
        approval.drop_constraint(op.f("ck_approval_way"), type_="check")
        approval.create_check_constraint(op.f("ck_approval_way"), WAYS)
    # Of a text that is agreed these counted; of one that still circulates they wait to be confirmed, as was said.
    op.execute("UPDATE approval SET provisional = TRUE WHERE way = 'ad_referendum'")


def downgrade() -> None:
    op.execute("DELETE FROM approval WHERE provisional OR way = 'passkey'")
    with op.batch_alter_table("approval") as approval:
        approval.drop_constraint(op.f("ck_approval_way"), type_="check")
        approval.create_check_constraint(op.f("ck_approval_way"), BEFORE)
        approval.drop_constraint(op.f("uq_approval_circulation_id_party_id_provisional"), type_="unique")
        approval.create_unique_constraint(op.f("uq_approval_circulation_id_party_id"), ["circulation_id", "party_id"])
        approval.drop_constraint(SCAN, type_="foreignkey")
        for column in ("scan_name", "scan_sha256", "note_date", "note_number", "provisional"):
            approval.drop_column(column)
