"""Lists of delegations in the demo: accepted and being amended, submitted, returned, and a draft. Names are roles."""

from datetime import datetime, timedelta

from forumhub.demo.accounts import SIDES, Cast
from forumhub.events.models import Event
from forumhub.parties.policy import DELEGATE, HEAD, OBSERVER, ORGANIZER, SECRETARY
from forumhub.registration import rules as registration
from forumhub.registration.delegations.actions import put_known_on_list, put_on_list
from forumhub.registration.delegations.deciding import accept_list, return_list
from forumhub.registration.delegations.models import Nomination
from forumhub.registration.delegations.queries import find_nomination
from forumhub.registration.delegations.submitting import submit_list
from forumhub.registration.delegations.values import Typed
from forumhub.registration.models import RegistrationSettings
from forumhub.registration.queries import settings_of
from forumhub.registration.settings.actions import save_settings
from forumhub.registration.settings.rules import Allotment

ROLES = {
    "minister": ("Minister", "部长", "Министр", registration.HEAD),
    "deputy": ("Deputy minister", "副部长", "Заместитель министра", registration.DEPUTY),
    "department": ("Head of department", "司长", "Начальник управления", registration.MEMBER),
    "adviser": ("Adviser", "顾问", "Советник", registration.MEMBER),
    "expert": ("Legal expert", "法律专家", "Эксперт-юрист", registration.MEMBER),
    "analyst": ("Analyst", "分析员", "Аналитик", registration.MEMBER),
    "interpreter": ("Interpreter", "译员", "Переводчик", registration.MEMBER),
    "guest": ("Observer of the academy", "学院观察员", "Наблюдатель от академии", registration.OBSERVER),
}
"""In English, Chinese and Russian, with the function in the delegation."""


def send_all(cast: Cast, ahead: list[Event], now: datetime) -> None:
    """`ahead`: the next high-level meeting, the next training and the next forum."""
    high_level, training, forum = ahead
    days, hours = timedelta(days=1), timedelta(hours=1)
    _allot(cast, high_level, "CN", {"CN": Allotment(12, 2, 1), "BY": Allotment(8, 2, 2)}, None, now - 12 * days)
    _allot(cast, training, "CN", {"CN": Allotment(10, 2, 2), "BY": Allotment(5, 1, 1)}, 30, now - 12 * days)
    _allot(cast, forum, "BY", {"CN": Allotment(30, 5, 1), "BY": Allotment(40, 10, 2)}, 45, now - 12 * days)

    sent = now - 20 * hours  # after those who applied by themselves
    _nominate_known(cast, high_level, "BY", (HEAD, DELEGATE, OBSERVER), sent)
    _nominate(cast, high_level, "BY", ("deputy", "interpreter"), sent)
    _submit(cast, high_level, "BY", sent)
    _accept(cast, high_level, "BY", "CN", sent + 4 * hours)
    _nominate(cast, high_level, "BY", ("expert",), now - 2 * hours)

    _nominate(cast, training, "BY", tuple(ROLES), now - 3 * days)
    _submit(cast, training, "BY", now - 2 * days)
    _nominate(cast, training, "CN", ("deputy", "adviser", "interpreter"), now - 3 * days)

    _nominate(cast, forum, "CN", ("minister", "department", "adviser", "analyst"), now - 6 * days)
    nomination = _submit(cast, forum, "CN", now - 5 * days)
    words = "Please name an interpreter, too. 请补充译员一名。"
    by = cast.reader("BY", ORGANIZER)
    return_list(nomination, words, lock_version=nomination.lock_version, by=by, now=now - 4 * days)


def _allot(
    cast: Cast, event: Event, host: str, places: dict[str, Allotment], days_before: int | None, now: datetime
) -> RegistrationSettings:
    deadline = None
    if days_before:
        deadline = (event.local_start - timedelta(days=days_before)).replace(hour=17, minute=0)
    settings = settings_of(event)
    return save_settings(
        event, places, lock_version=settings.lock_version, by=cast.reader(host, ORGANIZER), now=now,
        applicants=settings.applicants, shown="numbers",
        local_deadline=deadline, offer_hours=None, retention_days=365, sensitive_days=30,
    )  # fmt: skip


def _nominate_known(cast: Cast, event: Event, code: str, roles: tuple[str, ...], now: datetime) -> None:
    people = [cast.person(code, role) for role in roles]
    put_known_on_list(event, cast.party(code), people, by=cast.reader(code, SECRETARY), now=now)


def _nominate(cast: Cast, event: Event, code: str, roles: tuple[str, ...], now: datetime) -> None:
    side = next(side for side in SIDES if side.code == code)
    for role in roles:
        english, chinese, russian, function = ROLES[role]
        own = f"{chinese}（{side.names['zh']}）" if code == "CN" else f"{russian}, {side.names['ru']}"
        said = Typed(
            name=f"{english}, {side.names['en']}", own_name=own, function=function, honorific="", title=english,
            affiliation=side.organ_names["en"], email=f"{role}.{code.lower()}@demo.example",
        )  # fmt: skip
        put_on_list(event, cast.party(code), by=cast.reader(code, SECRETARY), now=now, **said)


def _list_of(cast: Cast, event: Event, code: str) -> Nomination:
    nomination = find_nomination(event.id, cast.party(code).id, cast.reader(code, SECRETARY))
    assert nomination is not None
    return nomination


def _submit(cast: Cast, event: Event, code: str, now: datetime) -> Nomination:
    version = _list_of(cast, event, code).lock_version
    return submit_list(event, cast.party(code), lock_version=version, by=cast.reader(code, SECRETARY), now=now)


def _accept(cast: Cast, event: Event, code: str, host: str, now: datetime) -> None:
    nomination = _list_of(cast, event, code)
    by = cast.reader(host, ORGANIZER)
    accept_list(nomination, lock_version=nomination.lock_version, waiting_seen=0, by=by, now=now)
