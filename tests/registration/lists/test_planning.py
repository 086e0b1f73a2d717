"""What a list says: its columns, its parties, and what becomes of each row before anybody is looked up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumhub.registration.lists.choices import ANOTHER, ASK, GUEST, SAME, SKIP, Choices
from forumhub.registration.lists.countries import find_country
from forumhub.registration.lists.delegates import Plan
from forumhub.registration.lists.guessing import guessed
from forumhub.registration.lists.planning import plan_list
from forumhub.registration.lists.reading.files import read_list
from forumhub.registration.lists.storing import packed_table, unpacked_table
from tests.registration.lists.arranging import HEAD, NAMES, a_list


def planned(data: bytes, **changes: object) -> Plan:
    table = read_list(data)
    return plan_list(table.records, replace(guessed(table, NAMES), **changes), NAMES)


def columns(data: bytes) -> tuple[str, ...]:
    return guessed(read_list(data), NAMES).columns


def said(plan: Plan) -> list[tuple[int, str, str]]:
    return [(each.number, each.outcome, str(each.reason)) for each in plan.remarks]


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        ("Name,Party,E-mail,Job title", "Anna,China,a@b.org,Head", ("name", "party", "email", "title")),
        (
            "姓名,国家,职务,单位,电子邮箱",
            "王芳,中国,处长,公安部,w@x.cn",
            ("name", "party", "title", "affiliation", "email"),
        ),
        ("ФИО;Страна;Должность;Эл. почта", "Анна С;Россия;Советник;a@b.ru", ("name", "party", "title", "email")),
        ("Given name,Family name,Country", "Anna,Weiss,BLR", ("given_name", "family_name", "party")),
        ("Full name,Given name,Honorific", "Anna Weiss,Anna,Ms", ("name", "", "honorific")),
        ("Name,Party,Observer", "Anna Weiss,1,0", ("name", "", "")),
        ("姓名,英文姓名", "王芳,Wang Fang", ("own_name", "name")),
        ("Name,Own name,Language,Role", "Wang Fang,王芳,Chinese,Head", ("name", "own_name", "language", "function")),
        ("itemLabel,positionLabel,id", "Yair Lapid,Prime Minister,878", ("name", "title", "identity")),
        ("Name,id", "Anna Weiss,", ("name", "")),
        (
            "Job_Title,Division,Affiliation,Person_Name",
            "Head of unit,Climate,Ministry,Anna Weiss",
            ("title", "affiliation", "affiliation", "name"),
        ),
    ],
)
def test_columns_are_guessed_from_headings_in_three_languages(head: str, row: str, found: tuple[str, ...]):
    assert columns(f"{head}\n{row}\n".encode()) == found


def test_columns_without_headings_are_guessed_from_what_stands_in_them():
    data = b"Anna Smirnova,BLR,anna@example.org\nMaria Weiss,CHN,maria@example.org\n"

    choices = guessed(read_list(data), NAMES)

    assert (choices.heading, choices.columns) == (0, ("name", "party", "email"))


def test_headings_below_a_title_of_the_list_are_found():
    data = b"List of participants,,\n,,\nName,Country,Position\nAnna Smirnova,Belarus,Adviser\n"

    assert guessed(read_list(data), NAMES).heading == 2
    assert [each.name for each in planned(data).delegates] == ["Anna Smirnova"]


def test_numbers_that_go_with_several_names_tell_nobody_apart():
    assert columns(b"id,Name\n1,Anna Weiss\n1,Maria Li\n") == ("", "name")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"),
        ("  the People’s Republic of china ", None),
        ("People’s Republic of China", "CN"),
        ("中国", "CN"),
        ("КИТАЙ", "CN"),
        ("CHN", "CN"),
        ("cn", "CN"),
        ("710", "CN"),
        ("Беларусь", "BY"),
        ("Белоруссия", "BY"),
        ("白俄罗斯", "BY"),
        ("blr", "BY"),
        ("370", "BY"),
        ("Chine", "CN"),
        ("Kazakhstan", None),
        ("Greenpeace", None),
        ("", None),
    ],
)
def test_party_is_found_by_code_and_by_name_in_any_language(text: str, code: str | None):
    assert NAMES.find(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Namibia", "NA"),
        ("NA", "NA"),
        ("Côte d'Ivoire", "CI"),
        ("Cote D’ivoire", "CI"),
        ("Saint Lucia", "LC"),
        ("ZAF", "ZA"),
        ("560", "ZA"),
        ("Trinidad and Tobago", "TT"),
        ("ZZ", None),
        ("Quebec", None),
    ],
)
def test_country_is_found_by_any_of_its_names(text: str, code: str | None):
    assert find_country(text) == code


def test_every_row_is_a_delegate_or_has_a_reason_with_its_line():
    plan = planned(
        a_list(
            "王芳,中国,wang@example.org,处长",
            "王芳,中国,wang@example.org,处长",
            ",China,,Head",
            "Anna Smirnova,China,not an address,",
            "Maria Weiss,Greenpeace,,",
            "Li\x07 Wei,China,,",
            "Li \u202eieW,China,,",
            f"{'x' * 201},China,,",
            "Li Wei,China,wang@example.org,",
        )
    )

    assert [(each.number, each.name) for each in plan.delegates] == [(2, "王芳")]
    assert said(plan) == [
        (3, "repeated", "The same as line 2, word for word."),
        (4, "refused", "There is no name in this row."),
        (5, "refused", "'not an address' is not an e-mail address; name@example.org would be right."),
        (6, "doubtful", "'Greenpeace' is none of the event's parties; choose what becomes of it."),
        (7, "refused", "The row holds control characters, which belong to no name."),
        (8, "refused", "The row holds invisible characters that turn the order in which it is read."),
        (9, "refused", f"'{'x' * 40}…' has 201 characters; 200 at most would be right."),
        (10, "refused", "'wang@example.org' stands in line 2 too, where the name is another; each has their own."),
    ]
    assert (plan.unknown, plan.read) == ({"Greenpeace": 1}, 9)


@pytest.mark.parametrize(
    ("changes", "party"),
    [
        ({"others": GUEST}, GUEST),
        ({"parties": {"Greenpeace": "BY"}}, "BY"),
        ({"parties": {"Greenpeace": GUEST}}, GUEST),
    ],
)
def test_party_that_does_not_take_part_becomes_what_was_chosen(changes: dict, party: str):
    plan = planned(a_list("Maria Weiss,Greenpeace,,"), **changes)

    assert [each.party for each in plan.delegates] == [party]


def test_party_that_was_chosen_to_be_left_out_is_left_out_with_words():
    plan = planned(a_list("Maria Weiss,Greenpeace,,"), others=SKIP)

    assert said(plan) == [(2, "left_out", "Left out, as you chose: 'Greenpeace' does not take part.")]


def test_rows_without_a_party_come_for_the_one_that_was_chosen():
    plan = planned(a_list("Maria Weiss,,,", "Anna,Belarus,,"), party="CN")

    assert [each.party for each in plan.delegates] == ["CN", "BY"]


def test_na_stands_for_nothing_but_in_a_column_of_two_letter_codes():
    words = planned(a_list("Anna Weiss,NA,NA,NA"), party="CN").delegates[0]
    codes = planned(a_list("Anna Weiss,NA,,NA", "Li Wei,CN,,", "Wang Fang,CN,,"))

    assert (words.party, words.email, words.title) == ("CN", "", "")
    assert said(codes) == [(2, "doubtful", "'NA' is none of the event's parties; choose what becomes of it.")]


def test_name_stays_byte_for_byte_but_for_blanks_around_it():
    names = ["روح‌الله متفکر آزاد", "Esawi   Frej", "O’Neill-Łukasz", "Е\u0308лкин", "=cmd|' /C calc'!A0", "<b>x</b>"]
    rows = ['"' + name + ' ",China,,' for name in names]

    assert [each.name for each in planned(a_list(*rows)).delegates] == names


def test_given_and_family_name_are_joined():
    plan = planned(a_list("Anna,Weiss", "Li,", head="Given name,Family name"))

    assert [each.name for each in plan.delegates] == ["Anna Weiss", "Li"]


def test_function_language_and_order_are_taken_by_their_words():
    head = "Name,Role,Language,Order"
    plan = planned(
        a_list("Anna,团长,zh,1", "Li,Наблюдатель,русский,", "Ed,Deputy head,,3", "Al,Clown,,4", "Bo,,,x", head=head)
    )

    assert [(each.function, each.language, each.precedence) for each in plan.delegates] == [
        ("head", "zh", 1),
        ("observer", "ru", None),
        ("deputy", "", 3),
    ]
    assert [reason for _line, _outcome, reason in said(plan)] == [
        "'Clown' is no function in a delegation; one of head, deputy, member, observer would be right.",
        "'x' is no place in an order; a number such as 3 would be right.",
    ]


TWICE = ("Anna Weiss,China,,Minister", "Anna Weiss,China,,Deputy Prime Minister", "Anna Weiss,Belarus,,Adviser")


def test_name_that_stands_twice_for_a_party_waits_for_a_person_to_decide():
    plan = planned(a_list(*TWICE))

    assert [(each.number, each.title) for each in plan.delegates] == [(2, "Minister"), (4, "Adviser")]
    assert (said(plan), plan.twins) == (
        [(3, "doubtful", "The name and party of line 2; choose whether this is the same person.")],
        {3: 2},
    )


@pytest.mark.parametrize("changes", [{"twice": SAME}, {"decisions": {"3": SAME}}])
def test_one_person_with_two_posts_is_entered_once_with_both(changes: dict):
    plan = planned(a_list(*TWICE), **changes)

    assert [(each.title, each.also) for each in plan.delegates] == [
        ("Minister; Deputy Prime Minister", (3,)),
        ("Adviser", ()),
    ]
    assert said(plan) == [(3, "repeated", "The same person as in line 2; what they do here is added there.")]


@pytest.mark.parametrize("changes", [{"twice": ANOTHER}, {"decisions": {"3": ANOTHER}}])
def test_two_people_of_one_name_are_two(changes: dict):
    assert len(planned(a_list(*TWICE), **changes).delegates) == 3


def test_guests_of_two_organisations_with_one_name_are_two():
    assert len(planned(a_list("Anna Weiss,Greenpeace,,", "Anna Weiss,WWF,,"), others=GUEST).delegates) == 2


def test_the_lists_own_numbers_tell_who_is_one_and_who_is_not():
    rows = ("Anna Weiss,864,Minister", "Anna Weiss,864,Adviser", "Anna Weiss,900,Judge", "Li Wei,901,")
    plan = planned(a_list(*rows, head="Name,id,Position"))

    assert [(each.name, each.title) for each in plan.delegates] == [
        ("Anna Weiss", "Minister; Adviser"),
        ("Anna Weiss", "Judge"),
        ("Li Wei", ""),
    ]


@given(st.lists(st.lists(st.sampled_from(["Anna", "李伟", "", "China", "a@b.org", "NA", "Mali", "=1+1"]), max_size=4)))
def test_no_row_is_ever_dropped_in_silence(rows: list[list[str]]):
    text = "\n".join([HEAD, "Somebody,China,,", *(",".join(row) for row in rows)])
    table = read_list(text.encode())

    plan = planned(text.encode())

    numbers = sorted([each.number for each in plan.delegates] + [each.number for each in plan.remarks])
    assert numbers == [record.number for record in table.records[1:]]
    assert plan.read == len(numbers)


def test_table_and_choices_are_kept_as_they_were():
    table = read_list(a_list())
    choices = replace(guessed(table, NAMES), parties={"Перу": GUEST}, doubtful=ASK)

    assert unpacked_table(packed_table(table)) == table
    assert Choices.from_json(choices.as_json()) == choices
