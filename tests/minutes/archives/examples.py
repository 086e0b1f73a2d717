"""For the walk over all routes: a series of China and Belarus, and an archive that China asked for."""

from forumhub.database import db, writing
from forumhub.events.models import Series
from forumhub.minutes.archives.actions import ask_for_archive, end_archive
from forumhub.minutes.archives.views.working import place
from tests.minutes.archives.arranging import series_of
from tests.minutes.arranging import make_event
from tests.world import NOW, World


def examples(world: World) -> dict[str, str | dict]:
    with world.app.app_context(), writing():
        series = series_of(make_event(world, "ARC"))
        row = db.session.query(Series).filter_by(ulid=series).one()
        made = ask_for_archive(row, language="en", by=world.reader("CN", "secretary"), now=NOW)
        end_archive(made.id, made=True, now=NOW)
        archive = made.ulid
    file = place(world.app.config["INSTANCE"], archive)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"PK\x05\x06" + bytes(18))
    url = f"/series/{series}/archive"
    return {
        "minutes.series_archive": url,
        "minutes.ask_for_archive": {"url": url, "data": {}},
        "minutes.take_archive": f"{url}/{archive}.zip",
    }
