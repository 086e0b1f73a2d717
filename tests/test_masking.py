"""No log holds an address that is a key."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from forumhub.access_log import MaskedLog
from forumhub.masking import KEYS_UNDER, masked

TOKEN = "Mp6K_T_P-rT_vazJ1F-wMA"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"GET /feeds/{TOKEN}.ics HTTP/1.1", "GET /feeds/Mp6K… HTTP/1.1"),
        (f"GET /forum/feeds/{TOKEN}.ics?x={TOKEN} HTTP/1.1", "GET /forum/feeds/Mp6K…?… HTTP/1.1"),
        (f"POST /invitations/{TOKEN}/details HTTP/1.1", "POST /invitations/Mp6K…/details HTTP/1.1"),
        (f"GET /sign-in?next=%2Foffers%2F{TOKEN} HTTP/1.1", "GET /sign-in?… HTTP/1.1"),
        (f"https://forumhub.example/reset/{TOKEN}", "https://forumhub.example/reset/Mp6K…"),
        (f"POST /unsubscribe/party/{TOKEN}/resume HTTP/1.1", "POST /unsubscribe/party/Mp6K…/resume HTTP/1.1"),
        (f"GET /unsubscribe/{TOKEN} HTTP/1.1", "GET /unsubscribe/Mp6K… HTTP/1.1"),
        (f"POST /replies/{TOKEN} HTTP/1.1", "POST /replies/Mp6K… HTTP/1.1"),
        ("GET /events/01JDM3Q8Z0A1B2C3D4E5F6G7H8.ics HTTP/1.1", "GET /events/01JDM3Q8Z0A1B2C3D4E5F6G7H8.ics HTTP/1.1"),
        ("Error handling request /feeds/x.ics", "Error handling request /feeds/x.ic…"),
    ],
)
def test_key_in_an_address_is_cut_short(text, shown):
    assert masked(text) == shown


def test_every_route_with_a_token_is_masked(apps):
    paths = [rule.rule for rule in apps("sqlite").url_map.iter_rules() if "token" in rule.arguments]

    assert len(paths) > 5
    assert [
        path for path in paths if f"/{path.partition('/<token>')[0].strip('/')}".endswith(KEYS_UNDER) is False
    ] == []


def test_logs_of_the_server_hold_no_key(tmp_path):
    config = Config()
    config.set("accesslog", str(tmp_path / "access.log"))
    config.set("errorlog", str(tmp_path / "error.log"))
    log = MaskedLog(config)
    path = f"/feeds/{TOKEN}.ics"
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": path,
        "PATH_INFO": path,
        "QUERY_STRING": TOKEN,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://forumhub.example/offers/{TOKEN}",
    }

    log.access(SimpleNamespace(status="200 OK", sent=5, headers=[]), SimpleNamespace(headers=[]), environ, timedelta(0))
    log.error("Error handling request %s", path)
    for handler in log.access_log.handlers + log.error_log.handlers:
        handler.flush()

    written = {name: (tmp_path / f"{name}.log").read_text() for name in ("access", "error")}
    logging.getLogger("gunicorn.error").filters.clear()
    assert '"GET /feeds/Mp6K… HTTP/1.1" 200 5' in written["access"]
    assert "Error handling request /feeds/Mp6K…" in written["error"]
    assert TOKEN[4:] not in written["access"] + written["error"]
