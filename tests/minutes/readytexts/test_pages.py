"""A party's ready texts on its pages: kept, changed, deleted; told to its own secretaries and to nobody else."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

from forumhub import clock
from forumhub.audit import AuditEntry
from forumhub.database import db, writing
from forumhub.minutes.readytexts.actions import delete_text, keep_text
from forumhub.minutes.readytexts.models import OwnText
from forumhub.minutes.readytexts.purging import purge_deleted
from forumhub.parties.models import Party
from tests.counting import counted
from tests.minutes.arranging import Meeting, make_event
from tests.world import NOW

PAGE = "/parties/BY/ready-texts"
RUSSIAN = "\n- **ПОРУЧЕНИЕ** (BY-MIA; срок …): <b>доложить</b> & «проверить».\n\n"


def kept() -> list[tuple[str, str, int]]:
    db.session.expire_all()
    return [
        (each.name, each.source, each.version)
        for each in db.session.query(OwnText).filter_by(deleted_at=None).order_by(OwnText.id)
    ]


def keep(world, names, source="双方") -> None:
    """Chinese texts of China under these names."""
    with world.app.app_context(), writing():
        party, by = db.session.get_one(Party, world.party["CN"]), world.reader("CN", "secretary")
        for name in names:
            keep_text(party, "zh", name, source, by=by, now=NOW)


def test_a_text_is_kept_changed_and_deleted_and_stands_in_the_editor_of_its_party_alone(world):
    with world.app.app_context():
        with writing():
            event = make_event(world)
        ulid = Meeting(world, event).create(language="ru")
    own, other = world.signed_in("BY", "secretary"), world.signed_in("CN", "secretary")
    editor = f"/minutes/{ulid}/edit"

    made = own.post(f"{PAGE}/new?lang=ru", {"name": " Поручение\n МВД ", "source": RUSSIAN.replace("\n", "\r\n")})
    refused = [
        own.post(f"{PAGE}/new?lang=ru", {"name": name, "source": source})
        for name, source in (("Поручение МВД", "x"), ("", "x"), ("y", ""), ("y", "文" * 1400), ("y", "[" * 3000))
    ]
    shown = [own.text(path) for path in (PAGE, editor)]
    seen_by_other = [other.text(path) for path in (editor, "/parties/BY")]
    address_of_other, on_own_page = other.get(PAGE), own.text("/parties/BY")
    with world.app.app_context():
        address = f"{PAGE}/{db.session.query(OwnText).one().ulid}"
        first = kept()
    stale = own.post(address, {"name": "Первое", "source": "x", "seen": "0"})
    changed = own.post(address, {"name": "Первое", "source": "同意。", "seen": "1"})
    elsewhere = own.get(address.replace("/BY/", "/CN/"))

    assert (made.status_code, [each.status_code for each in refused]) == (302, [422] * 5)
    assert first == [("Поручение МВД", RUSSIAN.strip("\n"), 1)]
    assert [page.count("&lt;b&gt;доложить&lt;/b&gt; &amp; «проверить»") for page in shown] == [1, 1]
    assert 'data-caret="30"' in shown[1]
    assert [("Поручение МВД" in page, "BY/ready-texts" in page) for page in seen_by_other] == [(False, False)] * 2
    assert (address_of_other.status_code, on_own_page.count(PAGE)) == (404, 1)
    assert (stale.status_code, changed.status_code, elsewhere.status_code) == (409, 302, 404)
    for piece in ("Saved by somebody else meanwhile", 'Name: <b lang="ru">Поручение МВД</b>', 'value="Первое"'):
        assert piece in stale.get_data(as_text=True)
    with world.app.app_context():
        assert kept() == [("Первое", "同意。", 2)]
    assert own.post(f"{address}/delete", {"seen": "2"}).status_code == 302
    assert "No ready text yet" in own.text(PAGE)
    with world.app.app_context():
        acts = [
            entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id) if entry.act.endswith("_text")
        ]
        assert (kept(), acts) == ([], ["minutes.keep_text", "minutes.change_text", "minutes.delete_text"])


def test_a_party_keeps_thirty_texts_in_a_language_and_the_page_takes_as_many_queries(world):
    own = world.signed_in("CN", "secretary")
    page = "/parties/CN/ready-texts"
    keep(world, ["0"])
    own.get(page)
    with counted() as few:
        own.get(page)
    keep(world, map(str, range(1, 30)))
    with counted() as many:
        own.get(page)

    beyond = own.post(f"{page}/new?lang=zh", {"name": "x", "source": "y"})
    in_another = own.post(f"{page}/new?lang=ru", {"name": "x", "source": "y"})

    assert len(few) == len(many)
    assert (beyond.status_code, in_another.status_code) == (422, 302)
    assert "keeps 30 texts in this language" in beyond.get_data(as_text=True)
    assert own.get(f"{page}/new?lang=xx").status_code == 404


def test_what_was_typed_over_a_text_that_somebody_deletes_meanwhile_is_kept(world):
    own = world.signed_in("CN", "secretary")
    keep(world, ["开场"])
    with world.app.app_context():
        address = f"/parties/CN/ready-texts/{db.session.query(OwnText).one().ulid}"
    typed = {"name": "Открытие", "source": "双方 & …", "seen": "1"}
    action, form = f"{address}?lang=zh", own.text(address)

    with ThreadPoolExecutor(1) as pool:
        with world.app.app_context(), writing():
            party, by = db.session.get_one(Party, world.party["CN"]), world.reader("CN", "secretary")
            delete_text(party, address[-26:], seen=1, by=by, now=NOW)
            waiting = pool.submit(own.post, action, typed)
            sleep(0.3)
        refused = waiting.result()
    page = refused.get_data(as_text=True)
    later = [own.post(action, {**typed, "name": name}).status_code for name in ("", "Открытие")]
    twice, kept_anew = own.post(f"{address}/delete"), own.post("/parties/CN/ready-texts/new?lang=zh", typed)

    assert (form.count(f'action="{action}"'), refused.status_code, later) == (1, 409, [422, 409])
    for piece in ("Deleted by somebody else meanwhile", 'value="Открытие"', "双方 &amp; …", "/ready-texts/new?lang=zh"):
        assert piece in page
    assert (twice.status_code, kept_anew.status_code) == (302, 302)
    assert "Somebody else deleted this text since you opened it." in own.text("/parties/CN/ready-texts")
    with world.app.app_context():
        assert kept() == [("Открытие", "双方 & …", 1)]


def test_a_deleted_text_is_restored_for_thirty_days_and_only_what_was_seen_is_deleted(world):
    own, page = world.signed_in("CN", "secretary"), "/parties/CN/ready-texts"
    keep(world, ["开场", "结束"])
    with world.app.app_context():
        opening, closing = (f"{page}/{each.ulid}" for each in db.session.query(OwnText).order_by(OwnText.id))
    own.post(opening, {"name": "Начало", "source": "新文本", "seen": "1"})

    stale = own.post(f"{opening}/delete", {"seen": "1"})
    shown = stale.get_data(as_text=True)
    deleted = [own.post(f"{address}/delete", {"seen": seen}) for address, seen in ((opening, "2"), (closing, "1"))]
    listed, read = own.text(page), own.get(opening)
    keep(world, ["结束"])
    restored = [own.post(f"{address}/restore").location for address in (opening, closing, opening)]
    after = own.text(page)
    with world.app.app_context():
        names = sorted(name for name, *_rest in kept())
        with writing():
            purged = [purge_deleted(clock.now() + timedelta(days=days)) for days in (29, 31, 31)]

    assert (stale.status_code, shown.count("so it was not deleted"), shown.count("新文本")) == (409, 1, 1)
    assert re.findall(r'name="seen"[^>]* value="(\d)"', shown) == ["2", "2"]
    assert ([each.status_code for each in deleted], read.status_code) == ([302, 302], 404)
    assert (listed.count("No ready text yet"), listed.count("/restore")) == (1, 2)
    assert (restored, names) == ([page] * 3, ["Начало", "结束"])
    for piece in (
        "Another text of your party is called “结束” now",
        "There is nothing to restore",
        "Deleted in the last",
    ):
        assert after.count(piece) == 1
    assert purged == [0, 1, 0]


def test_an_open_place_of_an_own_text_is_remarked_to_its_party_alone_and_keeps_nothing_back(world):
    with world.app.app_context():
        with writing():
            meeting = Meeting(world, make_event(world))
        ulid = meeting.create(language="zh")
        meeting.save(ulid, zh="# 纪要\n\n双方于…会晤。\n")
    keep(world, ["开场"], "双方于…会晤。")
    own, other = world.signed_in("CN", "secretary"), world.signed_in("BY", "secretary")
    said, typed = "A place of a ready text is still open here", {"text-zh": "双方于…会晤。"}

    edited = [client.text(f"/minutes/{ulid}/edit").count(said) for client in (own, other)]
    previews = [client.post(f"/minutes/{ulid}/preview?language=zh", typed) for client in (own, other)]
    circulating = own.text(f"/minutes/{ulid}/circulate")

    assert edited == [1, 0]
    assert [answer.get_data(as_text=True).count(said) for answer in previews] == [1, 0]
    assert said not in circulating
