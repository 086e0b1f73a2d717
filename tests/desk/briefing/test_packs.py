"""What is in a briefing pack, and for whom it is not: each reader's differs."""

import hashlib
import re
import zipfile
from html import unescape
from io import BytesIO

import pytest
import time_machine

from forumhub import files
from forumhub.desk.briefing import packing, rules
from forumhub.events.models import Event
from tests.client import Client
from tests.counting import counted
from tests.desk.briefing.arranging import PLAN, arrange
from tests.events.papers.examples import keep, submit
from tests.world import NOW

SECRETS = ("Position of CN only", "Point of CN only", "Talks of the Chinese side", "中方内部立场")


@pytest.fixture
def coming(app, world) -> str:
    with app.app_context(), time_machine.travel(NOW, tick=False):
        return arrange(world)


def unpacked(client: Client, path: str) -> dict[str, bytes]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(page: bytes | str) -> str:
    page = page.decode() if isinstance(page, bytes) else page
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@time_machine.travel(NOW, tick=False)
def test_each_reader_takes_along_what_they_may_see_and_nothing_else(coming, world):
    path = f"/events/{coming}/briefing.zip"
    packs = {
        (code, role): unpacked(world.signed_in(code, role), path)
        for code, role in (("CN", "secretary"), ("BY", "secretary"), ("BY", "delegate"))
    }

    texts = {who: text_of(pack["index.html"]) for who, pack in packs.items()}
    assert [secret in texts["CN", "secretary"] for secret in SECRETS] == [True, True, True, False]
    for who in (("BY", "secretary"), ("BY", "delegate")):
        assert [secret for secret in SECRETS if secret in texts[who]] == []
        assert b"\nsecret" not in b"".join(packs[who].values())
    assert "Ответы на запросы" in texts["BY", "secretary"]
    assert "Ответы на запросы" not in texts["BY", "delegate"]
    assert "Name the officers on duty." in texts["BY", "delegate"]
    assert "1.1 The Belarusian side noted delays." in texts["BY", "delegate"]
    assert "Corrected by: Corrigendum, version 1 Agreed" in texts["BY", "delegate"]
    assert "What shall stand: Both sides noted delays." in texts["BY", "delegate"]
    assert sorted(packs["BY", "delegate"]) == [
        "briefing.css",
        "index.html",
        "papers/WP.1 ru Проект плана.pdf",
        "papers/WP.1 zh 工作计划草案.pdf",
        "papers/WP.2 ru Проект плана.pdf",
    ]
    own, image = packs["CN", "secretary"], f"images/{hashlib.sha256(PLAN).hexdigest()}.png"
    assert (len(own), own[image]) == (7, PLAN)
    assert f'<img src="{image}" alt="Зал">'.encode() in own["index.html"]
    assert "gone (image not available)" in texts["CN", "secretary"]
    assert world.signed_in("KZ", "secretary").get(path).status_code == 404


@time_machine.travel(NOW, tick=False)
def test_a_pack_speaks_the_language_asked_for_and_holds_the_papers_chosen(coming, world):
    client = world.signed_in("BY", "delegate")

    chinese = unpacked(client, f"/events/{coming}/briefing.zip?lang=zh&papers=own")
    bare = unpacked(client, f"/events/{coming}/briefing.zip?lang=ru&papers=none")

    assert "待办行动" in text_of(chinese["index.html"])
    assert "指定值班人员" in text_of(chinese["index.html"])
    assert sorted(chinese) == [
        "briefing.css",
        "index.html",
        "papers/WP.1 zh 工作计划草案.pdf",
        "papers/WP.2 ru Проект плана.pdf",
    ]
    assert sorted(bare) == ["briefing.css", "index.html"]
    assert "Открытые поручения" in text_of(bare["index.html"])
    assert text_of(bare["index.html"]).count("в этих материалах нет") == 3


@time_machine.travel(NOW, tick=False)
def test_what_is_too_large_or_lost_is_said_and_more_rows_ask_no_more(app, coming, world, monkeypatch):
    client, page = world.signed_in("BY", "secretary"), f"/events/{coming}/briefing"
    client.text(page)
    with counted() as before:
        client.text(page)

    with app.app_context():
        event = Event.query.filter_by(ulid=coming).one()
        for _number in range(3):
            lost = submit(world, event, "BY", kept=keep(world, "en", content=b"%PDF-1.7\nlost\n")).versions[0].files[0]
        files.path(app.config["INSTANCE"] / "files", lost.sha256).unlink()
    with counted() as after:
        client.text(page)
    pack = unpacked(client, f"{page}.zip")
    monkeypatch.setattr(rules, "MOST_BYTES", 10)
    refused = client.get(f"{page}.zip")
    told = text_of(client.text(page))

    assert len(after) == len(before)
    assert [name for name in pack if " en " in name] == []
    assert text_of(pack["index.html"]).count("not in this pack") == 3
    assert refused.status_code == 422
    assert "Take it with the papers in one language, or without papers." in text_of(refused.get_data())
    assert "Take it with the papers in one language, or without papers." in told
    assert f"{packing.PAGE}" in unpacked(client, f"{page}.zip?papers=none")
