"""Papers to arrange tests with, made by the room's own actions, and files of every kind that is taken."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from forumhub import files
from forumhub.database import writing
from forumhub.events.models import Event
from forumhub.events.papers import actions
from forumhub.events.papers.models import Paper
from forumhub.files import MEDIA_TYPES, PARTS, SIGNATURES, KeptFile
from tests.events.examples import parties
from tests.world import NOW, World

TITLES = {"en": "Draft work plan", "zh": "工作计划草案", "ru": "Проект плана работы"}
NAMES = {"zh": "工作计划草案.pdf", "ru": "Проект плана.pdf", "en": "Draft plan.pdf"}
PDF = b"%PDF-1.7\nplan\n"


def keep(world: World, *languages: str, content: bytes = PDF) -> dict[str, KeptFile]:
    """Kept files, by language, of the same content but for the language."""
    root = world.app.config["INSTANCE"] / "files"
    return {each: files.take(root, NAMES[each], BytesIO(content + each.encode()), limit=10_000) for each in languages}


def submit(world: World, event: Event, code: str = "CN", **changes: object) -> Paper:
    """China's working paper in Chinese, for all parties; its secretary submitted it."""
    kept: Mapping[str, KeptFile] = changes.pop("kept", None) or keep(world, "zh")
    kind = changes.pop("kind", "working_paper")
    values = {"titles": TITLES, "item": "4 b", "shared_with": "parties", "by": world.reader(code, "secretary")}
    with writing():
        party = parties(world, code)[0]
        return actions.submit_paper(event, party, kind, kept, now=NOW, **{**values, **changes})


def sample(kind: str) -> bytes:
    """The smallest content that is of this kind, by its ending."""
    if kind in SIGNATURES:
        begins = SIGNATURES[kind]
        return (begins[0] if isinstance(begins, tuple) else begins) + b"content"
    if kind in PARTS or kind == ".odt":
        content = BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("mimetype", MEDIA_TYPES[kind])
            archive.writestr(PARTS.get(kind, "content") + "main.xml", "<a/>")
        return content.getvalue()
    return "文字, текст".encode()


def rights_examples(world: World, event: Event) -> dict[str, str]:
    """For the walk over all routes: China's working paper for all parties, and its draft, at this event."""
    shared, draft = submit(world, event), submit(world, event, shared_with="party")
    found = {"events.papers": f"/events/{event.ulid}/papers", "events.submit_paper": f"/events/{event.ulid}/papers/new"}
    for variant, paper in (("", shared), ("#draft", draft)):
        own = f"/events/{event.ulid}/papers/{paper.ulid}"
        found |= {f"events.paper{variant}": own, f"events.edit_paper{variant}": f"{own}/edit"}
        found[f"events.paper_file{variant}"] = f"{own}/files/{paper.versions[0].files[0].ulid}"
    own = found["events.paper"]
    found |= {"events.revise_paper": f"{own}/versions"}
    return found | {f"events.{act}_paper": f"{own}/{act}" for act in ("withdraw", "restore")}
