"""What the room tells later rooms, kept for tests to look at."""

from collections.abc import Iterator

import pytest

from forumhub.events.signals import event_changed


@pytest.fixture
def told() -> Iterator[list[dict]]:
    """The arguments of each event_changed, in order."""
    sent: list[dict] = []

    def listen(sender: object, **said: object) -> None:
        sent.append(said)

    with event_changed.connected_to(listen):
        yield sent
