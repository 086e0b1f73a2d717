from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.errors import RuleBroken
from forumhub.parties import rules

days = st.dates(date(2016, 1, 1), date(2030, 1, 1))
terms = st.tuples(days, st.none() | days)


@given(terms, days)
def test_a_role_is_in_force_on_both_its_ends_and_between(term, today):
    first, last = term

    assert rules.in_force(first, last, today) == (first <= today <= (last or date.max))


@given(terms, terms)
def test_terms_overlap_where_some_day_belongs_to_both(one, other):
    later, earlier = max(one[0], other[0]), min(one[1] or date.max, other[1] or date.max)

    well_formed = all(last is None or first <= last for first, last in (one, other))

    assert not well_formed or rules.terms_overlap(one, other) == (later <= earlier)
    assert rules.terms_overlap(one, other) == rules.terms_overlap(other, one)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2026, 11, 1), "before it begins"),
        (date(2026, 11, 21), "has passed"),
    ],
)
def test_a_term_that_ends_too_early_is_refused_with_words(until, words):
    with pytest.raises(RuleBroken, match=words) as refusal:
        rules.check_term(date(2026, 11, 2), until, date(2026, 11, 22))

    assert refusal.value.field == "until_date"


def test_a_term_may_end_today_or_never():
    today = date(2026, 11, 22)

    assert [rules.check_term(today - timedelta(3), until, today) for until in (today, None)] == [None, None]


@pytest.mark.parametrize("code", ["CN", "BY", "SCO2"])
def test_a_partys_code_is_latin_capitals(code):
    assert rules.check_party_code(code) is None


@pytest.mark.parametrize("code", ["", "c", "cn", "中国", "БЕЛ", "C-N", "C N", "C" * 17])
def test_another_partys_code_is_refused(code):
    with pytest.raises(RuleBroken, match="is not a party's code"):
        rules.check_party_code(code)


def test_an_organs_code_begins_with_its_partys():
    with pytest.raises(RuleBroken, match="CN-MIA would be right"):
        rules.check_organ_code("BY-MIA", "CN")

    assert rules.check_organ_code("CN-MPS", "CN") is None


@pytest.mark.parametrize("address", ["", "li", "li@", "@x", "a b@x", "a@b@c", "li@x\nBcc: y@z", f"{'a' * 250}@x.org"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(RuleBroken, match="is not an e-mail address"):
        rules.check_email(address)


@pytest.mark.parametrize(
    "address", ["иванов@мвд.рф", "李@x.org", "li.@x.org", "li..wei@x.org", "li(wei)@x.org", "li@x..org"]
)
def test_an_address_that_no_mail_would_reach_is_refused(address):
    with pytest.raises(RuleBroken, match="Mail cannot be sent to"):
        rules.check_email(address)


@pytest.mark.parametrize(
    "address", ["wang@公安部.cn", "ivanov@мвд.рф", "o'hara+forum@x.org", "a_b-c@x-y.org", "li@ministry"]
)
def test_an_address_of_a_domain_in_any_script_is_kept_as_typed(address):
    assert rules.check_email(address) == address


def test_an_address_is_kept_in_lower_case():
    assert rules.check_email(" Li.Wei@Example.ORG ") == "li.wei@example.org"


@pytest.mark.parametrize("name", ["Li Wei", "李伟", "Іван Ўладзіміравіч"])
def test_a_name_of_any_script_is_kept(name):
    assert rules.check_name(f"  {name.replace(' ', '   ')} ") == name


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_of_no_or_endless_length_is_refused(name):
    with pytest.raises(RuleBroken, match="1 to 200 characters"):
        rules.check_name(name)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_named_for_people(agent, name):
    assert rules.browser_name(agent) == name
