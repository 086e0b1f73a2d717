"""A small world for tests: three parties, their organs, and an account for each role. Plain values only.

Rows live in sessions that end; so the world keeps ULIDs, codes, row ids and addresses, and tests load what they need.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Table, insert, select

from forumhub.database import db
from forumhub.parties import policy
from forumhub.parties.models import Account, Grant, Organ, Party, Person
from forumhub.parties.policy import Reader
from tests.client import PASSWORD, Client

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PARTIES = {
    "CN": (
        {"en": "China", "zh": "中国", "ru": "Китай"},
        "Asia/Shanghai",
        {"en": "Beijing", "zh": "北京", "ru": "Пекин"},
    ),
    "BY": (
        {"en": "Belarus", "zh": "白俄罗斯", "ru": "Беларусь"},
        "Europe/Minsk",
        {"en": "Minsk", "zh": "明斯克", "ru": "Минск"},
    ),
    "KZ": (
        {"en": "Kazakhstan", "zh": "哈萨克斯坦", "ru": "Казахстан"},
        "Asia/Almaty",
        {"en": "Astana", "zh": "阿斯塔纳", "ru": "Астана"},
    ),
}
ORGANS = {"CN": "CN-MPS", "BY": "BY-MIA", "KZ": "KZ-MIA"}
TABLES: list[Table] = [model.__table__ for model in (Party, Organ, Person, Account, Grant)]


@dataclass
class World:
    app: Flask
    party: dict[str, int] = field(default_factory=dict)
    """Row id by code."""
    person: dict[tuple[str, str], int] = field(default_factory=dict)
    """Row id by (party code, role)."""
    ulid: dict[tuple[str, str], str] = field(default_factory=dict)
    """ULID of the person by (party code, role)."""

    @classmethod
    def make(cls, app: Flask) -> "World":
        """The world in an empty database. Composed once for an app; from then on the same rows are put in again."""
        known = app.extensions.setdefault("tests.world", {})
        with app.app_context():
            if not known:
                composed = cls._compose(app)
                with db.engine.begin() as connection:
                    known.update(names=composed, rows=rows_of(connection))
            else:
                with db.engine.begin() as connection:
                    put_in(connection, known["rows"])
        names = known["names"]
        return cls(app, dict(names.party), dict(names.person), dict(names.ulid))

    @classmethod
    def _compose(cls, app: Flask) -> "World":
        world = cls(app)
        for code in PARTIES:
            world._add_party(code)
        world._add_account("operator", None, operator=True)
        db.session.commit()
        return world

    def email(self, code: str, role: str) -> str:
        return f"{role}.{code.lower()}@example.org"

    def signed_in(self, code: str, role: str) -> Client:
        """A browser in which the account of this party and role is signed in."""
        return Client(self.app).sign_in(self.email(code, role))

    def operator(self) -> Client:
        return Client(self.app).sign_in("operator@example.org")

    def reader(self, code: str, role: str, **changes: object) -> Reader:
        values = {
            "person_id": self.person[code, role],
            "name": f"{role} {code}",
            "roles": {self.party[code]: frozenset({role})},
            "home_party_id": self.party[code],
            "timezone": PARTIES[code][1],
        }
        return Reader(**{**values, **changes})

    def _add_party(self, code: str) -> None:
        names, timezone, city = PARTIES[code]
        party = Party(
            code=code,
            names=names,
            timezone=timezone,
            city=city,
            secretariat_email=f"secretariat.{code.lower()}@example.org",
        )
        party.organs = [Organ(code=ORGANS[code], names=names)]
        db.session.add(party)
        db.session.flush()
        self.party[code] = party.id
        for role in policy.ROLES:
            person = self._add_account(f"{role}.{code.lower()}", party, operator=False)
            self.person[code, role], self.ulid[code, role] = person.id, person.ulid
            grant = Grant(person=person, party=party, role=role, from_date=date(2016, 11, 25), granted_at=NOW)
            db.session.add(grant)
        db.session.flush()

    def _add_account(self, name: str, party: Party | None, *, operator: bool) -> Person:
        person = Person(
            name=name.replace(".", " "),
            email=f"{name}@example.org",
            party=party,
            timezone=party.timezone if party else "UTC",
        )
        account = Account(
            person=person,
            email=f"{name}@example.org",
            password=PASSWORD,
            fs_uniquifier=name,
            operator=operator,
            created_at=NOW,
        )
        db.session.add_all([person, account])
        db.session.flush()
        return person


def rows_of(connection: Connection) -> dict[Table, list[dict[str, Any]]]:
    """Without the columns that are NULL in each row, so that they are left out again: a JSON null is no NULL."""
    rows = {table: connection.execute(select(table)).mappings().all() for table in TABLES}
    return {
        table: [
            {name: value for name, value in row.items() if any(other[name] is not None for other in its)} for row in its
        ]
        for table, its in rows.items()
    }


def put_in(connection: Connection, rows: dict[Table, list[dict[str, Any]]]) -> None:
    for table, its in rows.items():
        connection.execute(insert(table), its)
