from sqlalchemy import delete, select, update

from forumhub.database import db
from forumhub.parties.models import Grant, Organ, Party
from tests.keeping import fingerprint, keep, put_in, written


def test_the_same_arrangement_of_the_same_rows_is_put_in_as_it_was_written(database, world):
    ran = []

    def arrange() -> int:
        ran.append(True)
        db.session.execute(update(Party).where(Party.code == "CN").values(city={"en": "Harbin"}))
        db.session.execute(delete(Grant))
        organ = Organ(party_id=world.party["BY"], code="BY-NEW", names={"ru": "Новый\nорган\t\\N"})
        db.session.add(organ)
        db.session.flush()
        return organ.id

    def begin_again() -> None:
        put_in({**{table: [] for table in written()}, **before})

    before = written()
    first, rows = keep(database, "example", arrange), fingerprint(written())
    begin_again()
    second, same = keep(database, "example", arrange), fingerprint(written())
    organ = db.session.scalar(select(Organ).where(Organ.code == "BY-NEW"))
    read = organ.id, organ.names
    begin_again()
    db.session.execute(update(Party).where(Party.code == "KZ").values(city={"en": "Almaty"}))
    keep(database, "example", arrange)

    assert (second, same) == (first, rows)
    assert read == (first, {"ru": "Новый\nорган\t\\N"})
    assert ran == [True, True]
