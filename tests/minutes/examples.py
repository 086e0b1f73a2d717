"""For the walk over all routes: minutes of China and Belarus in each state, and a draft that is China's own."""

from io import BytesIO

from forumhub import clock, files, ledger
from forumhub.database import db, writing
from forumhub.minutes.corrigenda.rules import Correction
from forumhub.minutes.readytexts.actions import delete_text, keep_text
from forumhub.minutes.rules import Grounds, Scan
from forumhub.parties.models import Party
from tests.minutes.arranging import Meeting, make_event
from tests.minutes.proposals.arranging import put
from tests.world import NOW, World

DRAFT = "# Протокол 纪要\n\n- **DECISION**: The channel opens.\n"


def settle(meeting: Meeting) -> str:
    """Minutes that every party approved."""
    ulid = meeting.create()
    meeting.circulate(ulid)
    meeting.approve(ulid, "CN")
    meeting.approve(ulid, "BY")
    return ulid


def examples(world: World) -> dict[str, str | dict]:
    with world.app.app_context():
        with writing():
            meetings = [
                Meeting(world, make_event(world, code)) for code in ("MINA", "MINB", "MINC", "MIND", "MINE", "MINF")
            ]
        free, drafting, circulating, owning, agreeing, signing = meetings
        shared, circulated, own = drafting.create(), circulating.create(), owning.create("CN", shared=False)
        spoken = put(drafting, shared, place=0, revision=1, kind="comment", words="Почему? 为何？")
        removed, mine = drafting.annex(shared), owning.annex(own)
        circulating.annex(circulated)
        agreed, signed = settle(agreeing), settle(signing)
        signing.sign(signed)
        wrong = agreeing.correct(agreed, "BY", Correction("1", {}, {"en": "同意"}))
        circulating.save(circulated, en=DRAFT)
        circulation = circulating.circulate(circulated)
        said = circulating.state(circulated, "BY", ru="Сторона исходит из иного.", file="заявление.pdf")
        root = world.app.config["INSTANCE"] / "files"
        kept = files.take(root, "签字页.pdf", BytesIO(b"%PDF-1.7"), limit=100)
        scan = Scan(kept.name, kept.sha256, kept.size)
        circulating.approve(circulated, "CN", way="ad_referendum", grounds=Grounds(scan=scan))
        new = f"/events/{free.event}/documents/new"
        values = {"kind": "minutes", "title": "纪要", "working_language": "zh", "sharing": "own"}
        with writing():
            party, keeper = db.session.get_one(Party, world.party["BY"]), world.reader("BY", "secretary")
            own_text = keep_text(party, "ru", "Открытие", "Стороны приветствовали …", by=keeper, now=NOW).ulid
            old_text = keep_text(party, "ru", "Закрытие", "Стороны благодарят …", by=keeper, now=NOW).ulid
            delete_text(party, old_text, seen=1, by=keeper, now=clock.now())
        own_texts = "/parties/BY/ready-texts"
        seen = {"manifest": circulation.manifest_sha256, "head": ledger.head(circulation.document.event.register_id)}
    return {
        "minutes.dialect": "/minutes/dialect",
        "minutes.own_texts": own_texts,
        "minutes.new_own_text": f"{own_texts}/new",
        "minutes.keep_own_text": {"url": f"{own_texts}/new?lang=zh", "data": {"name": "开场", "source": "双方…"}},
        "minutes.own_text": f"{own_texts}/{own_text}",
        "minutes.change_own_text": {
            "url": f"{own_texts}/{own_text}",
            "data": {"name": "Открытие", "source": "…", "seen": "1"},
        },
        "minutes.delete_own_text": {"url": f"{own_texts}/{own_text}/delete", "data": {"seen": "1"}},
        "minutes.restore_own_text": f"{own_texts}/{old_text}/restore",
        "minutes.new": new,
        "minutes.create": {"url": new, "data": values},
        "minutes.import_old": f"/events/{free.event}/documents/import",
        "minutes.do_import": {
            "url": f"/events/{free.event}/documents/import",
            "data": {"text": "Решили: открыть канал", "working_language": "ru", "sharing": "own"},
        },
        "minutes.show#own": f"/minutes/{own}",
        "minutes.show#shared": f"/minutes/{shared}",
        "minutes.show#circulated": f"/minutes/{circulated}",
        "minutes.take#own": f"/minutes/{own}/take/en.html",
        "minutes.take#shared": f"/minutes/{shared}/take/en.html",
        "minutes.take#circulated": f"/minutes/{circulated}/take/en.html?copy=BY",
        "minutes.share": f"/minutes/{own}/share",
        "minutes.do_share": f"/minutes/{own}/share",
        "minutes.edit#own": f"/minutes/{own}/edit",
        "minutes.edit#shared": f"/minutes/{shared}/edit",
        "minutes.words#own": f"/minutes/{own}/words",
        "minutes.proposals#own": f"/minutes/{own}/proposals",
        "minutes.proposals#shared": f"/minutes/{shared}/proposals",
        "minutes.proposals#circulated": f"/minutes/{circulated}/proposals",
        "minutes.propose#own": f"/minutes/{own}/proposals/new?place=0&revision=1",
        "minutes.propose#shared": f"/minutes/{shared}/proposals/new?place=0&revision=1",
        "minutes.do_propose": {"url": f"/minutes/{shared}/proposals/new", "data": {}},
        "minutes.answer_proposal": {"url": f"/minutes/{shared}/proposals/{spoken}", "data": {"words": "Да 同意"}},
        "minutes.save": {"url": f"/minutes/{shared}/edit", "data": {"base": "1", "text-en": "# Да\n"}},
        "minutes.preview": {"url": f"/minutes/{shared}/preview", "data": {"text-en": "# Да\n"}},
        "minutes.autosave": {"url": f"/minutes/{shared}/autosave", "data": {"base": "1", "text-en": "# Да\n"}},
        "minutes.discard": f"/minutes/{shared}/discard",
        "minutes.revisions#own": f"/minutes/{own}/revisions",
        "minutes.revisions#shared": f"/minutes/{shared}/revisions",
        "minutes.revisions#circulated": f"/minutes/{circulated}/revisions",
        "minutes.choose_comparison": f"/minutes/{circulated}/revisions/compare?one=2&other=1",
        "minutes.comparison": f"/minutes/{circulated}/revisions/1/2",
        "minutes.revision_text": f"/minutes/{circulated}/revisions/1/en.md",
        "minutes.put": {"url": f"/minutes/{shared}/merge", "data": {"base": "1", "latest": "1", "text-en": "# Да\n"}},
        "minutes.upload": f"/minutes/{shared}/upload",
        "minutes.do_upload": f"/minutes/{shared}/upload",
        "minutes.restore": f"/minutes/{shared}/revisions/1/restore",
        "minutes.circulate": f"/minutes/{shared}/circulate",
        "minutes.do_circulate": {
            "url": f"/minutes/{shared}/circulate",
            "data": {"revision": "1", "legal_status": "record", "prevailing_language": ""},
        },
        "minutes.annexes#own": f"/minutes/{own}/annexes",
        "minutes.annexes#shared": f"/minutes/{shared}/annexes",
        "minutes.add_annex": {"url": f"/minutes/{shared}/annexes", "data": {}},
        "minutes.add_image#own": f"/minutes/{own}/images",
        "minutes.remove_annex": f"/minutes/{shared}/annexes/{removed}/remove",
        "minutes.draft_annex#own": f"/minutes/{own}/annexes/{mine}",
        "minutes.draft_annex#shared": f"/minutes/{shared}/annexes/{removed}",
        "minutes.annex": f"/minutes/{circulated}/versions/1/annexes/1",
        "minutes.sign": f"/minutes/{agreed}/sign",
        "minutes.do_sign": {"url": f"/minutes/{agreed}/sign", "data": {}},
        "minutes.new_statement": f"/minutes/{circulated}/statements/new",
        "minutes.attach_statement": {"url": f"/minutes/{circulated}/statements/new", "data": {}},
        "minutes.statement_text": f"/minutes/{circulated}/statements/{said}/ru.txt",
        "minutes.statement_file": f"/minutes/{circulated}/statements/{said}/file",
        "minutes.withdraw_statement": f"/minutes/{circulated}/statements/{said}/withdraw",
        "minutes.do_withdraw_statement": f"/minutes/{circulated}/statements/{said}/withdraw",
        "minutes.new_language": f"/minutes/{signed}/languages/new",
        "minutes.add_language": {"url": f"/minutes/{signed}/languages/new", "data": {}},
        "minutes.new_corrigendum": f"/minutes/{signed}/corrigenda/new",
        "minutes.make_corrigendum": {"url": f"/minutes/{signed}/corrigenda/new", "data": {}},
        "minutes.withdraw": f"/minutes/{wrong}/withdraw",
        "minutes.do_withdraw": f"/minutes/{wrong}/withdraw",
        "minutes.signed_copy": f"/minutes/{signed}/copies/CN",
        "minutes.print_copy": f"/minutes/{signed}/print?copy=BY",
        "minutes.approve": f"/minutes/{circulated}/approve",
        "minutes.do_approve": {"url": f"/minutes/{circulated}/approve", "data": {**seen, "way": "here"}},
        "minutes.object": f"/minutes/{circulated}/object",
        "minutes.do_object": {"url": f"/minutes/{circulated}/object", "data": {"text": "请修改"}},
        "minutes.manifest": f"/minutes/{circulated}/versions/1/manifest.json",
        "minutes.scan": f"/minutes/{circulated}/versions/1/scans/{scan.sha256}",
        "minutes.ledger": "/registers/MINC/ledger",
        "minutes.ledger_zip": "/registers/MINC/ledger.zip",
        "minutes.text": f"/minutes/{circulated}/versions/1/en.md",
    }
