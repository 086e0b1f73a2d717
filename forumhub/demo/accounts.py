"""The demo's parties, organs and accounts: one account for each role and party. Names are roles, never people."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_security import hash_password

from forumhub.parties import actions, policy
from forumhub.parties.models import Party, Person
from forumhub.parties.policy import Reader

PASSWORD = "forumhub-demo"  # noqa: S105 - printed for everyone
"""Of every demo account; printed when the demo starts."""
SINCE = date(2016, 11, 1)

ROLE_NAMES = {
    policy.ADMINISTRATOR: "Administrator",
    policy.ORGANIZER: "Organizer",
    policy.SECRETARY: "Secretary",
    policy.HEAD: "Head of delegation",
    policy.DELEGATE: "Delegate",
    policy.OBSERVER: "Observer",
}


@dataclass(frozen=True)
class Side:
    """A party of the demo as plain values."""

    code: str
    names: dict[str, str]
    city: dict[str, str]
    timezone: str
    language: str
    organ: str
    organ_names: dict[str, str]


SIDES = (
    Side(
        "CN",
        {"en": "China", "zh": "中国", "ru": "Китай"},
        {"en": "Beijing", "zh": "北京", "ru": "Пекин"},
        "Asia/Shanghai",
        "zh",
        "CN-MPS",
        {"en": "Ministry of Public Security", "zh": "公安部", "ru": "Министерство общественной безопасности"},
    ),
    Side(
        "BY",
        {"en": "Belarus", "zh": "白俄罗斯", "ru": "Беларусь"},
        {"en": "Minsk", "zh": "明斯克", "ru": "Минск"},
        "Europe/Minsk",
        "ru",
        "BY-MIA",
        {"en": "Ministry of Internal Affairs", "zh": "内务部", "ru": "Министерство внутренних дел"},
    ),
)


def email(role: str, code: str) -> str:
    return f"{role.replace('_', '-')}.{code.lower()}@demo.example"


OPERATOR = Reader(person_id=None, operator=True)


def add_side(side: Side, password_hash: str, now: datetime) -> tuple[Party, dict[str, Person]]:
    """The party, its organ, and its people by role, each with an account and the role's grant."""
    party = actions.add_party(
        code=side.code,
        names=side.names,
        secretariat_email=f"secretariat.{side.code.lower()}@demo.example",
        timezone=side.timezone,
        city=side.city,
        language=side.language,
        by=OPERATOR,
        now=now,
    )
    actions.add_organ(party, code=side.organ, names=side.organ_names, by=OPERATOR, now=now)
    people = {role: add_person(role, side, party, password_hash, now) for role in policy.ROLES}
    administrator = people[policy.ADMINISTRATOR]
    own = Reader(
        person_id=administrator.id, name=administrator.name, roles={party.id: frozenset({policy.ADMINISTRATOR})}
    )
    for role, person in people.items():
        by = OPERATOR if role == policy.ADMINISTRATOR else own  # the operator names the first administrator only
        actions.grant_role(person, party, role, from_date=SINCE, until_date=None, by=by, now=now)
    return party, people


def add_person(role: str, side: Side, party: Party, password_hash: str, now: datetime) -> Person:
    person = actions.add_person(
        name=f"{ROLE_NAMES[role]}, {side.names['en']}",
        email=email(role, side.code),
        party=party,
        language="en",
        timezone=side.timezone,
        by=OPERATOR,
        now=now,
    )
    actions.add_account(person, password_hash, by=OPERATOR, now=now)
    return person


def add_operator(password_hash: str, now: datetime) -> None:
    person = actions.add_person(
        name="Operator of the installation", email="operator@demo.example", party=None, by=OPERATOR, now=now
    )
    actions.add_account(person, password_hash, operator=True, by=OPERATOR, now=now)


@dataclass(frozen=True)
class Cast:
    """Who acts in the demo: by party code, the party and its people by role."""

    sides: dict[str, tuple[Party, dict[str, Person]]]

    def party(self, code: str) -> Party:
        return self.sides[code][0]

    def person(self, code: str, role: str) -> Person:
        return self.sides[code][1][role]

    def reader(self, code: str, role: str, account_id: int | None = None) -> Reader:
        """The holder of the role as policy knows them, for calling actions as they would."""
        person, party = self.person(code, role), self.party(code)
        return Reader(
            person_id=person.id,
            account_id=account_id,
            name=person.name,
            roles={party.id: frozenset({role})},
            home_party_id=party.id,
            timezone=party.timezone,
        )


def hashed() -> str:
    """The demo password's hash; slow, so it is made once and before the transaction."""
    return str(hash_password(PASSWORD))


def as_text(url: str) -> str:
    """What `forumhub demo` prints: the address and the accounts."""
    lines = ["", f"forumhub runs at {url}", "", f"Demo accounts, each with the password {PASSWORD}", ""]
    for side in SIDES:
        lines += [
            f"  {ROLE_NAMES[role] + ', ' + side.names['en']:32} {email(role, side.code)}" for role in policy.ROLES
        ]
    lines += [f"  {'Operator of the installation':32} operator@demo.example", "", "Stop it with Ctrl-C.", ""]
    return "\n".join(lines)
