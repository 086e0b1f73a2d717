"""A feed's address as each calendar takes it, wherever the installation is served and whatever the link is called."""

from urllib.parse import parse_qs, urlsplit

import pytest

from forumhub.calendars.addresses import address, ways_to
from tests.conftest import make_app

PLACES = [
    "http://localhost",
    "https://forumhub.example",
    "https://ministry.example/forum",
    "https://ministry.example:8443/a/b",
]
LABELS = ["My phone", "我的手机 & 办公室", "Мой телефон + 50 %", 'a "b" <c> #?/', "👩‍⚖️"]


@pytest.fixture(params=PLACES)
def served_at(request, tmp_path):
    """Where an installation says that it is served; addresses are made in it."""
    with make_app("sqlite://", tmp_path, PUBLIC_URL=request.param, SERVER_NAME=None).app_context():
        yield request.param


def test_two_apps_in_one_process_have_each_its_own_addresses(apps, tmp_path):
    other = make_app("sqlite://", tmp_path, PUBLIC_URL="https://forumhub.example", SERVER_NAME=None)

    with apps("sqlite").app_context():
        one = address("desk.home")
    with other.app_context():
        another = address("desk.home")

    assert (one, another) == ("http://localhost/", "https://forumhub.example/")


@pytest.mark.parametrize("label", LABELS)
def test_each_way_leads_to_the_same_address(served_at, label):
    https = address("calendars.feed", token="A" * 22)

    ways = ways_to(https, label, "QR")

    assert ways.https == f"{served_at}/feeds/{'A' * 22}.ics"
    assert ways.webcal == "webcal" + https[https.index(":") :]
    assert parse_qs(urlsplit(ways.google).query) == {"cid": [ways.webcal]}
    for way, host in ((ways.outlook, "outlook.live.com"), (ways.office, "outlook.office.com")):
        assert (urlsplit(way).scheme, urlsplit(way).netloc) == ("https", host)
        assert parse_qs(urlsplit(way).query, strict_parsing=True) == {"url": [https], "name": [label]}
        assert way.isascii()
    assert ways.qr.startswith("<svg")
