"""The day of the tests, an organizer at a browser, and what the room tells later rooms."""

from collections.abc import Iterator

import pytest
import time_machine

from forumhub.events.signals import event_changed
from tests.world import NOW


@pytest.fixture
def told() -> Iterator[list[dict]]:
    """The arguments of each event_changed, in order."""
    sent: list[dict] = []

    def listen(sender: object, **said: object) -> None:
        sent.append(said)

    with event_changed.connected_to(listen):
        yield sent


@pytest.fixture
def today() -> Iterator[None]:
    """It is NOW for as long as the test runs."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def organizer(world):
    return world.signed_in("BY", "organizer")
