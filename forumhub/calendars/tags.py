"""Tags of feeds: the counters in them number what the whole house publishes, so they are keyed."""

from forumhub.calendars.rules import feed_etag
from forumhub.mail.sealing import key_for

PURPOSE = "calendar-tags"


def tag_of(collection: str, seq: int, coding: str) -> str:
    """The ETag of a feed in this coding, without quotation marks."""
    return feed_etag(key_for(PURPOSE), collection, seq, coding)
