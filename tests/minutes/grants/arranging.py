"""A meeting at which the parties themselves name who approves for them, by the action that pages call."""

from datetime import timedelta

from sqlalchemy import select

from forumhub.database import db, writing
from forumhub.events.actions import name_head, remove_head
from forumhub.events.queries import find_head
from forumhub.parties.actions import end_role, grant_role
from forumhub.parties.models import Grant, Party, Person
from tests.minutes.silence.arranging import Silent

HEAD = "head_of_delegation"


class Granting(Silent):
    def name(self, party: str, role: str = HEAD, *, leads: bool = True, may_approve: bool = True) -> None:
        world = self.world
        with writing():
            who = db.session.get_one(Party, world.party[party]), db.session.get_one(Person, world.person[party, role])
            name_head(self.row(), *who, leads, may_approve, by=world.reader(party, "secretary"), now=self.now)

    def unname(self, party: str, role: str = HEAD) -> None:
        with writing():
            head = find_head(self.row().id, self.world.party[party], self.world.person[party, role])
            assert head
            remove_head(self.row(), head, by=self.world.reader(party, "secretary"), now=self.now)

    def end_role(self, party: str, role: str = HEAD) -> None:
        held = select(Grant).where(Grant.person_id == self.world.person[party, role], Grant.ended_at.is_(None))
        with writing():
            grant = db.session.scalars(held.order_by(Grant.id)).first()
            assert grant
            end_role(grant, "Перевод", by=self.world.reader(party, "administrator"), now=self.now)

    def give_role(self, party: str, holder: str, role: str, *, later: int = 0) -> None:
        """From so many days after today."""
        first = (self.now + timedelta(days=later)).date()
        with writing():
            person, home = self.world.person[party, holder], db.session.get_one(Party, self.world.party[party])
            by = self.world.reader(party, "administrator")
            grant_role(db.session.get_one(Person, person), home, role, first, None, by=by, now=self.now)
