"""check-in codes: each registration has a code of its own"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def upgrade() -> None:
    with op.batch_alter_table("registration") as registration:
        registration.add_column(sa.Column("checkin_code", sa.String(length=10), nullable=True))
    _give_codes()
    with op.batch_alter_table("registration") as registration:
        registration.alter_column("checkin_code", existing_type=sa.String(length=10), nullable=False)
        registration.create_unique_constraint(op.f("uq_registration_checkin_code"), ["checkin_code"])


def _give_codes() -> None:
    table = sa.table("registration", sa.column("id", sa.Integer()), sa.column("checkin_code", sa.String()))
    connection = op.get_bind()
    rows = [{"row": row_id, "code": _new_code()} for row_id in connection.scalars(sa.select(table.c.id))]
    if rows:
        connection.execute(
            sa.update(table).where(table.c.id == sa.bindparam("row")).values(checkin_code=sa.bindparam("code")), rows
        )


def _new_code() -> str:
    """Nine characters at random and one that checks them: in GF(32), weighted by powers of two, they add up to zero."""
    drawn, total = "".join(secrets.choice(ALPHABET) for _ in range(9)), 0
    for character in drawn:
        total = _times_two(total) ^ ALPHABET.index(character)
    return drawn + ALPHABET[_times_two(total)]


def _times_two(number: int) -> int:
    return number << 1 ^ (0b100101 if number & 0b10000 else 0)


def downgrade() -> None:
    with op.batch_alter_table("registration") as registration:
        registration.drop_constraint(op.f("uq_registration_checkin_code"), type_="unique")
        registration.drop_column("checkin_code")
