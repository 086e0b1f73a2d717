"""What every answer keeps: headers, error pages, the same face for what is hidden and what never was, health."""

import threading
from http.client import HTTPConnection

import pytest
from werkzeug.serving import make_server

from forumhub import create_app
from forumhub.config import BadConfiguration, read_settings
from tests.conftest import make_app

FORM = "multipart/form-data; boundary=x"


def test_every_page_has_a_strict_policy(client):
    answer = client.get("/sign-in")

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'; img-src 'self' data:;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "style=" not in answer.get_data(as_text=True)


def test_a_missing_page_sends_a_stranger_to_sign_in(client):
    answer = client.get("/no/such/page")

    assert (answer.status_code, answer.location) == (302, "/sign-in?next=%2Fno%2Fsuch%2Fpage")


def test_a_missing_page_is_404_for_who_is_signed_in(world):
    answer = world.signed_in("BY", "delegate").get("/no/such/page")

    assert answer.status_code == 404
    assert "There is no such page, or you may not see it." in answer.get_data(as_text=True)


def test_healthz_answers_without_an_account(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_readyz_answers_when_the_database_was_migrated(client):
    assert client.get("/readyz").get_json() == {"status": "ok"}


def test_readyz_says_what_to_do_before_the_database_was_migrated(tmp_path):
    answer = make_app(f"sqlite:///{tmp_path}/empty.sqlite", tmp_path).test_client().get("/readyz")

    assert answer.status_code == 503
    assert "run forumhub upgrade" in answer.get_json()["status"]


@pytest.mark.parametrize("key", ["", "short"])
def test_without_a_secret_key_nothing_starts_and_the_words_say_how(tmp_path, key):
    with pytest.raises(BadConfiguration, match=r"secrets\.token_urlsafe\(48\)"):
        create_app({"SECRET_KEY": key, "INSTANCE": tmp_path})


def test_a_setting_of_the_wrong_shape_is_named(monkeypatch):
    monkeypatch.setenv("FORUMHUB_SMTP_PORT", "twenty-five")

    with pytest.raises(BadConfiguration, match="FORUMHUB_SMTP_PORT is 'twenty-five'; a whole number would be right"):
        read_settings()


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("FORUMHUB_SMTP_PORT", "2525")
    monkeypatch.setenv("FORUMHUB_SMTP_STARTTLS", "yes")
    monkeypatch.setenv("FORUMHUB_LANGUAGES", "ru, zh")

    settings = read_settings()

    assert (settings["SMTP_PORT"], settings["SMTP_STARTTLS"], settings["LANGUAGES"]) == (2525, True, ("ru", "zh"))


@pytest.mark.parametrize(("megabytes", "status"), [(50, 413), (5, 302)])
def test_a_large_upload_is_answered_with_a_page_not_with_a_reset(app, tmp_path, megabytes, status):
    served = make_app(app.config["DATABASE_URL"], tmp_path, SERVER_NAME=None, WTF_CSRF_ENABLED=megabytes == 50)
    server = make_server("127.0.0.1", 0, served, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=60)

    connection.request("POST", "/calendar/import", b"x" * (megabytes * 1024 * 1024), {"Content-Type": FORM})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    server.shutdown()
    thread.join(timeout=10)

    assert (answer.status, "larger than this installation takes: 11 MB in all" in page) == (status, status == 413)


@pytest.mark.parametrize(
    "body", ['{"email": "\\ud800", "titles-en": "\\ud800"}', '{"email": 1, "titles-en": [1]}', "[1]", "{"]
)
def test_what_is_no_form_is_taken_for_an_empty_one(client, world, body):
    sent = {"data": body, "content_type": "application/json"}

    answers = [client.post("/sign-in", **sent), world.signed_in("BY", "organizer").post("/events/new", **sent)]

    assert [answer.status_code for answer in answers] == [200, 422]
