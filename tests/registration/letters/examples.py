"""An event whose letters are made, and the certificate of somebody who attended it."""

from forumhub.database import writing
from forumhub.registration.models import Registration
from tests.events.examples import make_event
from tests.registration.badges.examples import add_delegate
from tests.world import World


def examples(world: World) -> dict[str, str | dict]:
    """China's delegate attended."""
    with world.app.app_context():
        event = make_event(world, "LET")
        ulid, letters = (
            add_delegate(world, event, "Placeholder", "CN", state="attended").ulid,
            f"/events/{event.ulid}/letters",
        )
        with writing():
            Registration.query.where(Registration.ulid == ulid).one().person_id = world.person["CN", "delegate"]
        return {
            "registration.letters": letters,
            "registration.make_letters": f"{letters}/make",
            "registration.letter_template": f"{letters}/visa/en",
            "registration.remove_letter_template": {
                "url": f"{letters}/remove",
                "data": {"kind": "visa", "language": "en"},
            },
            "registration.certificate": f"/registrations/{ulid}/certificate",
        }
