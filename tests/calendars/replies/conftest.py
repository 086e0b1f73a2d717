"""Replies are received at an address while a test runs."""

import pytest

from forumhub.calendars.replies.addresses import use_mailbox


@pytest.fixture(autouse=True)
def mailbox_of_replies():
    use_mailbox("rsvp@forumhub.example")
    yield
    use_mailbox("")
