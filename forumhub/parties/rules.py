"""Pure decisions about people and their roles."""

import re
from datetime import date
from zoneinfo import available_timezones

from forumhub.errors import N_, RuleBroken
from forumhub.mail.rules import one_line, wire_address
from forumhub.parties.policy import ROLES

PARTY_CODE = re.compile(r"[A-Z][A-Z0-9]{1,15}")
ORGAN_CODE = re.compile(r"[A-Z][A-Z0-9]{1,15}(-[A-Z0-9]{1,15})+")


def in_force(from_date: date, until_date: date | None, today: date) -> bool:
    """Whether a role covers this day of its party's calendar; both ends belong to it."""
    return from_date <= today and (until_date is None or today <= until_date)


def check_term(from_date: date, until_date: date | None, today: date) -> None:
    """Raises RuleBroken where the role would end before it begins, or has ended already."""
    if until_date is None:
        return
    if until_date < from_date:
        raise RuleBroken(
            N_("The role would end on %(until)s, before it begins; a day from %(from_date)s on would be right."),
            "until_date",
            until=until_date.isoformat(),
            from_date=from_date.isoformat(),
        )
    if until_date < today:
        raise RuleBroken(
            N_("%(until)s has passed; a day from %(today)s on, or none, would be right."),
            "until_date",
            until=until_date.isoformat(),
            today=today.isoformat(),
        )


def terms_overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two spans of days, both ends included, share a day; None is without end."""
    return (other[1] is None or one[0] <= other[1]) and (one[1] is None or other[0] <= one[1])


def check_role(role: str) -> None:
    if role not in ROLES:
        raise RuleBroken(
            N_("'%(role)s' is no role; one of %(roles)s would be right."), "role", role=role, roles=", ".join(ROLES)
        )


def check_party_code(code: str) -> None:
    if not PARTY_CODE.fullmatch(code):
        raise RuleBroken(
            N_("'%(code)s' is not a party's code; Latin capitals and digits such as CN would be right."),
            "code",
            code=code,
        )


def check_organ_code(code: str, party_code: str) -> None:
    """An organ's code begins with its party's: CN-MPS."""
    if not ORGAN_CODE.fullmatch(code) or not code.startswith(f"{party_code}-"):
        raise RuleBroken(
            N_("'%(code)s' is not a code of this party's organs; %(party)s-MIA would be right."),
            "code",
            code=code,
            party=party_code,
        )


def check_timezone(timezone: str) -> None:
    if timezone not in available_timezones():
        raise RuleBroken(
            N_("'%(timezone)s' is no time zone; a name such as Asia/Shanghai or Europe/Minsk would be right."),
            "timezone",
            timezone=timezone,
        )


def check_email(email: str, field: str = "email") -> str:
    """The address in lower case, as it is kept. Raises RuleBroken for what is none, and what no mail would reach."""
    address = email.strip().lower()
    if not re.fullmatch(r"[^@\s\0-\x1f\x7f,;<>\"]+@[^@\s\0-\x1f\x7f,;<>\"]+", address) or len(address) > 254:
        raise RuleBroken(
            N_("'%(email)s' is not an e-mail address; name@example.org would be right."), field, email=email
        )
    try:
        wire_address(address)
    except ValueError as error:
        raise RuleBroken(
            N_(
                "Mail cannot be sent to '%(email)s': before the @ only unaccented Latin letters, digits and single "
                "dots or hyphens go everywhere; ask for an address of that kind."
            ),
            field,
            email=email,
        ) from error
    return address


def check_name(name: str) -> str:
    """The name on one line with single spaces. Raises RuleBroken where nothing is left, or too much."""
    tidy = one_line(name)
    if not tidy or len(tidy) > 200:
        raise RuleBroken(N_("A name of 1 to 200 characters would be right."), "name")
    return tidy


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("YaBrowser", "Yandex"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")


def browser_name(user_agent: str) -> str:
    """'Firefox, Windows' from a User-Agent (RFC 9110 §10.1.5); its beginning where that is not to be had."""
    browser = next((name for token, name in BROWSERS if f"{token}/" in user_agent), "")
    browser = browser or ("Safari" if "Safari/" in user_agent else "")
    system = next((name for name in SYSTEMS if name in user_agent), "")
    return ", ".join(part for part in (browser, system) if part) or user_agent[:40]
