"""The silence procedure on a meeting of China and Belarus, as its people and the worker would act."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from forumhub import clock
from forumhub.database import db, writing
from forumhub.mail.models import OutboxMail
from forumhub.minutes.models import Circulation
from forumhub.minutes.rules import SILENCE
from forumhub.minutes.silence import actions
from forumhub.minutes.silence.rules import earliest_day, end_of_day
from forumhub.parties.policy import Reader
from tests.minutes.arranging import Meeting
from tests.world import NOW

DEADLINE = end_of_day(earliest_day(10, "Asia/Shanghai", NOW), "Asia/Shanghai")
AHEAD = max(clock.now(), NOW) + timedelta(days=30)
"""When the meeting ends: silence is chosen before that, by the clock of the pages, too."""
AFTER = DEADLINE + timedelta(seconds=1)


@dataclass
class Silent(Meeting):
    def choose(self, party: str, days: int = 10, by: Reader | None = None) -> None:
        by = by or self.world.reader(party, "head_of_delegation")
        with writing():
            actions.choose_silence(self.row(), party_code=party, days=days, by=by, now=self.now)

    def circulate(self, ulid: str, *given: object, **terms: object) -> Circulation:
        """And the worker sends at once what it has to send."""
        circulation = super().circulate(ulid, *given, **terms)
        self.send(self.now)
        return circulation

    def send(self, now: datetime | None, to: str = "%") -> None:
        """As the worker notes it; None: nothing was sent to such an address."""
        with writing():
            sent = update(OutboxMail).where(OutboxMail.template == "circulated", OutboxMail.recipient.like(to))
            db.session.execute(sent.values(sent_at=now))

    def take_back_choice(self, party: str) -> None:
        by = self.world.reader(party, "head_of_delegation")
        with writing():
            actions.take_back_silence(self.row(), party_code=party, by=by, now=self.now)

    def waits(self, **terms: object) -> str:
        """Minutes that are agreed by silence unless somebody speaks."""
        self.choose("CN", 7)
        self.choose("BY", 10)
        ulid = self.create()
        self.circulate(ulid, **{"procedure": SILENCE, "deadline": DEADLINE, **terms})
        return ulid

    def speak(
        self,
        ulid: str,
        party: str = "BY",
        role: str = "secretary",
        text: str = "Ждём столицу.",
        now: datetime | None = None,
    ) -> None:
        by = self.world.reader(party, role)
        said = {"party_code": party, "manifest_sha256": self.seen(ulid), "text": text}
        with writing():
            actions.break_silence(self.document(ulid), **said, by=by, now=now or self.now)

    def look(self, ulid: str, now: datetime = AFTER) -> str | None:
        """What the worker does."""
        document_id = self.document(ulid).id
        with writing():
            return actions.meet_deadline(document_id, now=now)
