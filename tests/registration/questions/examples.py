"""An example of each object of this sub-room, for the walk through all routes."""

from tests.events.examples import make_event
from tests.registration.examples import apply
from tests.registration.questions.arranging import publish, question
from tests.world import World


def examples(world: World) -> dict[str, str | dict]:
    """An event of China and Belarus that asks one question; China's delegate has applied."""
    with world.app.app_context():
        event = make_event(world, "ASK", access="parties")
        publish(event, question("text", "diet"))
        registration = apply(event, world.reader("CN", "delegate"))
        return {"registration.answers": {"url": f"/registrations/{registration.ulid}/answers"}}
