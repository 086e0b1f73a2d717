"""`forumhub user`, on both databases."""

import pytest
from click.testing import CliRunner

from forumhub import clock
from forumhub.database import db
from forumhub.errors import ForumhubError
from forumhub.parties import queries
from forumhub.parties.commands import user
from forumhub.parties.models import Account
from tests.client import Client

PASSWORD = "пароль 密码 password"


@pytest.fixture
def run(app, world):
    """A function: runs `forumhub user …` against the app."""

    def invoke(*words: str):
        return CliRunner().invoke(user, words, obj=lambda: app)

    return invoke


@pytest.mark.parametrize("name", ["Li Wei", "李伟", "Алесь"])
def test_add_makes_somebody_who_can_sign_in(app, run, name):
    result = run("add", "Li@example.org", "--name", name, "--party", "CN", "--password", PASSWORD)

    assert (result.exit_code, result.output) == (0, "Li@example.org can sign in now.\n")
    assert f">{name} " in Client(app).sign_in("li@example.org", PASSWORD).text("/account")


def test_add_makes_an_operator(app, run):
    run("add", "op@example.org", "--name", "Operator", "--operator", "--password", PASSWORD)

    assert Client(app).sign_in("op@example.org", PASSWORD).get("/parties/new").status_code == 200


def test_add_names_the_first_administrator_of_a_party_without_one(app, run):
    operator = Client(app).sign_in("operator@example.org")
    operator.post(
        "/parties/new",
        {
            "code": "RU",
            "name_en": "Russia",
            "city": "Moscow",
            "timezone": "Europe/Moscow",
            "language": "ru",
            "secretariat_email": "s@example.org",
        },
    )

    run("add", "a@example.org", "--name", "А", "--party", "RU", "--administrator", "--password", PASSWORD)

    assert Client(app).sign_in("a@example.org", PASSWORD).get("/parties/RU/roles/new").status_code == 200


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--party", "XX", "--password", PASSWORD), "There is no party XX; make it first."),
        (("--password", "short"), "A password of 12 characters or more would be right."),
        (("--administrator", "--password", PASSWORD), "An administrator belongs to a party; choose it."),
        (("--party", "CN", "--administrator", "--password", PASSWORD), "granted by the party's own administrator"),
    ],
)
def test_add_refuses_in_words_and_leaves_nothing_behind(app, run, words, message):
    result = run("add", "li@example.org", "--name", "李", *words)

    assert isinstance(result.exception, ForumhubError)
    assert message in str(result.exception)
    with app.app_context():
        assert queries.find_person_by_email("li@example.org") is None


def test_a_lost_second_factor_is_removed_and_begins_the_72_hours(app, world, run):
    email = world.email("CN", "secretary")
    client = world.signed_in("CN", "secretary")
    with app.app_context():
        account = queries.find_account(email)
        account.tf_primary_method, account.tf_totp_secret = "authenticator", "x"
        db.session.commit()

    result = run("remove-second-factor", email)

    with app.app_context():
        account = db.session.get(Account, queries.find_account(email).id)
        age = clock.now() - account.credentials_reset_at
        assert (result.exit_code, account.tf_totp_secret, age.total_seconds() < 60) == (0, None, True)
    assert client.get("/account").status_code == 302
    assert Client(app).sign_in(email).get("/account").status_code == 200


def test_removing_the_second_factor_of_nobody_says_so(run):
    result = run("remove-second-factor", "nobody@example.org")

    assert str(result.exception) == "There is no account with the address nobody@example.org."
