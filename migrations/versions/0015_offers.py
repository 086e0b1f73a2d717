"""offers of places: whom the organizer wants, how full a delegation is, and which offers have run out"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INVITED = (
    "UPDATE registration SET wanted = true "
    "WHERE id IN (SELECT registration_id FROM invitation WHERE withdrawn_at IS NULL)"
)
UNCOUNTED = (
    "UPDATE event SET places_taken = places_taken - (SELECT count(*) FROM registration "
    "WHERE registration.event_id = event.id AND registration.offered_until IS NOT NULL)"
)


def upgrade() -> None:
    """Who holds an open invitation is wanted."""
    with op.batch_alter_table("registration") as registration:
        registration.add_column(sa.Column("wanted", sa.Boolean(), server_default=sa.false(), nullable=False))
        registration.create_check_constraint(
            op.f("ck_registration_offered"), "offered_until is null or state = 'waiting'"
        )
    op.create_index("ix_registration_event_party", "registration", ["event_id", "party_id"])
    op.create_index("ix_registration_offered_until", "registration", ["offered_until"])
    op.execute(INVITED)


def downgrade() -> None:
    """An offered place was counted; before offers only who is registered is."""
    op.execute(UNCOUNTED)
    op.execute("UPDATE registration SET offered_until = NULL WHERE offered_until IS NOT NULL")
    op.drop_index("ix_registration_offered_until", "registration")
    op.drop_index("ix_registration_event_party", "registration")
    with op.batch_alter_table("registration") as registration:
        registration.drop_constraint(op.f("ck_registration_offered"), type_="check")
        registration.drop_column("wanted")
