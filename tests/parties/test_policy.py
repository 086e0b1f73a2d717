"""What policy lets through holds for every reader there can be."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from forumhub.parties import policy
from forumhub.parties.policy import ACCESS_LEVELS, ADMINISTRATOR, ANONYMOUS, PUBLIC, ROLES, Reader

PARTIES = st.integers(1, 4)
some_roles = st.dictionaries(PARTIES, st.frozensets(st.sampled_from(ROLES), min_size=1), max_size=3)
readers = st.builds(
    Reader,
    person_id=st.integers(1, 9),
    roles=some_roles,
    operator=st.booleans(),
    quarantined=st.booleans(),
)
parties = st.frozensets(PARTIES, max_size=3)


@given(readers, st.sampled_from(ACCESS_LEVELS), parties, st.booleans())
def test_seeing_an_event_never_gets_narrower_by_being_named(reader, access, party_ids, named):
    seen = policy.may_see_event(reader, access, party_ids, named=named)

    assert policy.may_see_event(reader, access, party_ids, named=True) >= seen


@given(readers, parties, st.booleans())
def test_seeing_an_event_never_gets_wider_by_a_narrower_access_level(reader, party_ids, named):
    seen = [policy.may_see_event(reader, access, party_ids, named=named) for access in ACCESS_LEVELS]

    assert seen == sorted(seen, reverse=True)


@given(readers, st.sampled_from(ACCESS_LEVELS), parties)
def test_an_event_of_others_is_seen_only_where_it_is_public(reader, access, party_ids):
    others = party_ids - reader.party_ids

    assert policy.may_see_event(reader, access, others, named=False) == (access == PUBLIC)


@given(st.sampled_from(ACCESS_LEVELS), parties)
def test_the_operator_sees_what_the_public_sees(access, party_ids):
    operator = Reader(person_id=1, operator=True)

    seen = policy.may_see_event(operator, access, party_ids, named=False)

    assert seen == policy.may_see_event(ANONYMOUS, access, party_ids, named=False)


DECISIONS = (
    policy.may_organize,
    policy.may_write_minutes,
    policy.may_follow_up,
    policy.may_keep_agreements,
)


@given(readers, st.sampled_from(DECISIONS), parties)
def test_who_holds_no_role_of_the_parties_decides_nothing_for_them(reader, decides, party_ids):
    stranger = replace(reader, roles={party: held for party, held in reader.roles.items() if party not in party_ids})

    assert decides(stranger, party_ids) is False


@given(readers, st.sampled_from(DECISIONS), parties, PARTIES, st.sampled_from(ROLES))
def test_a_further_role_never_takes_a_right_away(reader, decides, party_ids, party, role):
    held = reader.roles.get(party, frozenset())
    promoted = replace(reader, roles={**reader.roles, party: held | {role}})

    assert decides(promoted, party_ids) >= decides(reader, party_ids)


@given(readers, st.sampled_from(DECISIONS), parties)
def test_keeping_the_installation_gives_no_right_over_content(reader, decides, party_ids):
    operator, plain = replace(reader, operator=True), replace(reader, operator=False)

    assert decides(operator, party_ids) == decides(plain, party_ids)


@given(readers, PARTIES, st.sampled_from(ROLES), st.booleans())
def test_roles_are_granted_by_the_partys_administrator_or_first_by_the_operator(reader, party, role, has_one):
    may = policy.may_grant(reader, party, role, has_administrator=has_one)

    own = ADMINISTRATOR in reader.roles.get(party, frozenset())
    first = reader.operator and role == ADMINISTRATOR and not has_one
    assert may == (own or first)


@given(readers, PARTIES)
def test_people_are_seen_by_their_own_party_alone(reader, party):
    assert policy.may_see_people(reader, party) == (party in reader.roles)


@given(readers)
def test_nobody_commits_a_party_within_the_72_hours(reader):
    assert policy.may_commit_party(reader) == (not reader.quarantined)


@given(readers)
def test_only_the_operator_keeps_the_installation(reader):
    assert policy.may_keep_installation(reader) == reader.operator


@given(readers, PARTIES)
def test_a_delegate_or_observer_enters_nobody(reader, party):
    modest = frozenset({policy.DELEGATE, policy.OBSERVER})
    reader = replace(reader, operator=False, roles=dict.fromkeys(reader.roles, modest))

    assert policy.may_enter_people(reader, party) is False


def test_anonymous_readers_hold_nothing():
    decided = [
        *(decides(ANONYMOUS, {1, 2}) for decides in DECISIONS),
        policy.may_administer(ANONYMOUS, 1),
        policy.may_see_people(ANONYMOUS, 1),
        policy.may_enter_people(ANONYMOUS, 1),
        policy.may_keep_installation(ANONYMOUS),
    ]

    assert decided == [False] * len(decided)
