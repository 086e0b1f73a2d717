"""For the walk over all routes: minutes of China and Belarus in each state, and a draft that is China's own."""

from io import BytesIO

from forumhub import files, ledger
from forumhub.database import writing
from forumhub.minutes.rules import Grounds, Scan
from tests.minutes.arranging import Meeting, make_event
from tests.world import World

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
        removed, mine = drafting.annex(shared), owning.annex(own)
        circulating.annex(circulated)
        agreed, signed = settle(agreeing), settle(signing)
        signing.sign(signed)
        circulating.save(circulated, en=DRAFT)
        circulation = circulating.circulate(circulated)
        root = world.app.config["INSTANCE"] / "files"
        kept = files.take(root, "签字页.pdf", BytesIO(b"%PDF-1.7"), limit=100)
        scan = Scan(kept.name, kept.sha256, kept.size)
        circulating.approve(circulated, "CN", way="ad_referendum", grounds=Grounds(scan=scan))
        new = f"/events/{free.event}/documents/new"
        values = {"kind": "minutes", "title": "纪要", "working_language": "zh", "sharing": "own"}
        seen = {"manifest": circulation.manifest_sha256, "head": ledger.head(circulation.document.event.register_id)}
    return {
        "minutes.new": new,
        "minutes.create": {"url": new, "data": values},
        "minutes.show#own": f"/minutes/{own}",
        "minutes.show#shared": f"/minutes/{shared}",
        "minutes.show#circulated": f"/minutes/{circulated}",
        "minutes.share": f"/minutes/{own}/share",
        "minutes.do_share": f"/minutes/{own}/share",
        "minutes.edit#own": f"/minutes/{own}/edit",
        "minutes.edit#shared": f"/minutes/{shared}/edit",
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
        "minutes.remove_annex": f"/minutes/{shared}/annexes/{removed}/remove",
        "minutes.draft_annex#own": f"/minutes/{own}/annexes/{mine}",
        "minutes.draft_annex#shared": f"/minutes/{shared}/annexes/{removed}",
        "minutes.annex": f"/minutes/{circulated}/versions/1/annexes/1",
        "minutes.sign": f"/minutes/{agreed}/sign",
        "minutes.do_sign": {"url": f"/minutes/{agreed}/sign", "data": {}},
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
