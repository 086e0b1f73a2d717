"""How a link's address answers what calendars send (RFC 9110), one feed for all of it."""

import pytest

from tests.calendars.arranging import fetch, make_link
from tests.client import Client
from tests.events.examples import make_event
from tests.world import World


@pytest.fixture
def feed(app, world: World) -> str:
    """The address of a link that shows one event."""
    with app.app_context():
        make_event(world)
    return f"/feeds/{make_link(world, 'CN', 'organizer')}.ics"


def test_head_is_the_get_without_its_body(app, feed):
    got, head = fetch(app, feed), Client(app).http.head(feed)

    names = {name for name, _value in got.headers} - {"Date"}
    assert (head.status_code, head.get_data()) == (200, b"")
    assert {name: head.headers.get(name) for name in names} == {name: got.headers[name] for name in names}
    assert int(head.headers["Content-Length"]) == len(got.get_data())


def test_unchanged_feed_is_told_so_however_it_is_asked(app, feed):
    full = fetch(app, feed)
    etag, moment = full.headers["ETag"], full.headers["Last-Modified"]
    known = [etag, f"W/{etag}", f'"x", {etag}', f'W/"x" ,W/{etag},"y"', "*"]

    answers = [fetch(app, feed, If_None_Match=each) for each in known] + [fetch(app, feed, If_Modified_Since=moment)]

    assert [(answer.status_code, answer.get_data()) for answer in answers] == [(304, b"")] * 6
    kept = ("ETag", "Vary", "Cache-Control")
    assert {tuple(answer.headers[name] for name in kept) for answer in answers} == {
        tuple(full.headers[name] for name in kept)
    }


def test_tag_counts_before_the_date(app, feed):
    moment = fetch(app, feed).headers["Last-Modified"]

    assert fetch(app, feed, If_None_Match='"other"', If_Modified_Since=moment).status_code == 200


@pytest.mark.parametrize("tag", ['"other"', "", "other", 'W/"', '"' * 9, "\x7f"])
def test_tag_that_is_not_ours_gets_the_feed(app, feed, tag):
    assert fetch(app, feed, If_None_Match=tag).status_code == 200


def test_range_is_ignored_and_a_secret_feed_is_never_packed(app, feed):
    whole = fetch(app, feed)

    part = fetch(app, feed, Range="bytes=0-9", Accept_Encoding="gzip, br, zstd")

    assert (part.status_code, part.get_data()) == (200, whole.get_data())
    assert [part.headers.get(name) for name in ("Content-Encoding", "Content-Range")] == [None, None]
    assert part.headers["Cache-Control"] == "private, max-age=60"
