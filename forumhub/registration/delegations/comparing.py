"""What a party's list says otherwise than what was accepted of it."""

from forumhub.registration.delegations.models import Nomination, Nominee
from forumhub.registration.delegations.rules import Differences
from forumhub.registration.models import Registration

COMPARED = ("function", "honorific", "title", "affiliation")


def differences_of(nomination: Nomination) -> Differences:
    """Against the registrations as they are now; the order among those who were on the list before."""
    listed = nomination.listed
    before = [each for each in listed if each.registration]
    return Differences(
        added=tuple(each.name for each in listed if each.registration is None),
        removed=tuple(each.name for each in nomination.leaving),
        changed=tuple((each.name, changes) for each in before if (changes := changes_of(each))),
        reordered=before != sorted(before, key=_rank),
    )


def changes_of(nominee: Nominee) -> tuple[str, ...]:
    """Of COMPARED, what differs from the registration."""
    there = nominee.registration
    if there is None:
        return ()
    return tuple(name for name in COMPARED if getattr(nominee, name) != getattr(there, name))


def _rank(nominee: Nominee) -> tuple[bool, int]:
    there = nominee.registration
    assert isinstance(there, Registration)
    return there.precedence is None, there.precedence or 0
