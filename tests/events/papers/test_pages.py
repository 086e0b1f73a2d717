"""Pages of papers: submitting with files, finding them, reading them, and what the files may be."""

import re
from io import BytesIO
from urllib.parse import quote

import pytest

from forumhub import files
from forumhub.database import db
from forumhub.events.models import Event
from forumhub.events.papers.models import Paper, PaperFile
from forumhub.files import MEDIA_TYPES, StoredFile
from tests.counting import counted
from tests.events.examples import make_event
from tests.events.papers.examples import PDF, TITLES, keep, sample, submit

TYPED = {"titles-en": "Draft work plan", "titles-zh": "工作计划草案", "titles-ru": "Проект плана работы"}
TYPED |= {"party": "CN", "kind": "working_paper", "item": "4 b", "shared_with": "parties"}
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def papers(app, world) -> str:
    """The address of the papers of an event that is open to its parties."""
    with app.app_context():
        return f"/events/{make_event(world).ulid}/papers"


@pytest.fixture
def paper(app, world, papers) -> str:
    """The address of China's working paper in Chinese."""
    with app.app_context():
        return f"{papers}/{submit(world, event_of(papers)).ulid}"


def event_of(papers: str) -> Event:
    return db.session.query(Event).filter_by(ulid=papers.split("/")[2]).one()


def sent(content: bytes = PDF, name: str = "工作计划.pdf", lang: str = "zh", **changes: str) -> dict[str, object]:
    return {**TYPED, f"files-{lang}": (BytesIO(content), name), **changes}


def kinds(app) -> list[tuple[str, ...]]:
    """Name and language of every file that was entered."""
    with app.app_context():
        return [(file.language, file.name) for file in db.session.query(PaperFile).order_by(PaperFile.id)]


def test_a_secretary_submits_a_paper_that_the_other_side_reads(app, world, papers):
    answer = world.signed_in("CN", "secretary").post(f"{papers}/new", sent())
    page = world.signed_in("BY", "delegate").text(answer.location)
    address, name = re.search(rf'href="({answer.location}/files/\w+)"[^>]*>([^<]+)', page).groups()
    file = world.signed_in("BY", "delegate").get(address)

    assert (answer.status_code, "WP.1" in page, name) == (302, True, "工作计划.pdf")
    assert (file.get_data(), file.mimetype) == (PDF, "application/pdf")


def test_a_file_is_served_to_be_saved_and_runs_nothing(app, world, paper):
    reader = world.signed_in("BY", "secretary")
    address = re.search(rf'href="({paper}/files/\w+)"', reader.text(paper))[1]

    headers = reader.get(address).headers

    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert f"filename*=UTF-8''{quote('工作计划草案.pdf')}" in headers["Content-Disposition"]


def test_a_paper_for_its_own_party_is_not_there_for_others(app, world, papers):
    answer = world.signed_in("CN", "secretary").post(f"{papers}/new", sent(shared_with="party"))
    own = world.signed_in("CN", "observer")
    address = re.search(rf'href="({answer.location}/files/\w+)"', own.text(answer.location))[1]
    other = world.signed_in("BY", "organizer")

    seen = [other.get(url).status_code for url in (answer.location, address)]

    assert seen == [404, 404]
    assert answer.location.rsplit("/", 1)[1] not in other.text(papers)
    assert own.get(address).status_code == 200


def test_everyone_reads_what_is_for_everyone_at_a_public_event(app, world, client):
    with app.app_context():
        event = make_event(world, access="public")
        shown, hidden = (submit(world, event, shared_with=who).ulid for who in ("everyone", "parties"))
        papers = f"/events/{event.ulid}/papers"

    page = client.text(papers)

    assert (shown in page, hidden in page) == (True, False)
    assert "no-store" in client.get(papers).headers["Cache-Control"]
    assert client.get(f"{papers}/{shown}").status_code == 200
    assert client.get(f"{papers}/{hidden}").status_code == 302


@pytest.mark.parametrize("kind", sorted(MEDIA_TYPES))
def test_every_kind_is_taken_when_its_content_is_of_it(app, world, papers, kind):
    answer = world.signed_in("CN", "secretary").post(f"{papers}/new", sent(sample(kind), f"Доклад 报告{kind}"))

    assert (answer.status_code, kinds(app)) == (302, [("zh", f"Доклад 报告{kind}")])


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>", "plan.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "plan.png"),
        (b"MZ\x90\0", "plan.txt"),
        (PDF, "plan.docx"),
        (b"PK\x03\x04 broken", "plan.xlsx"),
        (sample(".docx"), "plan.pptx"),
        (sample(".docx"), "plan.odt"),
        (sample(".png"), "plan.jpg"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused_with_words(app, world, papers, content, name):
    answer = world.signed_in("CN", "secretary").post(f"{papers}/new", sent(content, name))

    page = answer.get_data(as_text=True)
    assert (answer.status_code, kinds(app)) == (422, [])
    assert f"is not a {name.rsplit('.')[1]} file" in page
    assert 'value="工作计划草案"' in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<script>", "plan.html", "is not taken"),
        (b"<svg/>", "plan.svg", "is not taken"),
        (b"x", "plan", "is not taken"),
        (b"", "plan.txt", "The file is empty"),
    ],
)
def test_other_kinds_and_nothing_are_refused_with_words(app, world, papers, content, name, words):
    answer = world.signed_in("CN", "secretary").post(f"{papers}/new", sent(content, name))

    assert (answer.status_code, words in answer.get_data(as_text=True), kinds(app)) == (422, True, [])


def test_a_file_above_the_limit_is_refused_with_the_limit(app, world, papers, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_UPLOAD_BYTES", 1024 * 1024)

    answer = world.signed_in("CN", "secretary").post(f"{papers}/new", sent(b"x" * 1024 * 1024 + b"y", "plan.txt"))

    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.get_data(as_text=True)


def test_a_paper_without_a_file_or_a_title_is_refused_with_both_reasons(world, papers):
    typed = {**TYPED, "titles-en": "", "titles-zh": "", "titles-ru": " "}

    answers = [world.signed_in("CN", "secretary").post(f"{papers}/new", data) for data in (TYPED, typed)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Choose a file in at least one language" in answers[0].get_data(as_text=True)
    assert "Give a title in at least one language" in answers[1].get_data(as_text=True)


def hostile_names(shared_data) -> list[str]:
    lists = (
        "swisskyrepo_PayloadsAllTheThings__directory_traversal.txt",
        "swisskyrepo_PayloadsAllTheThings__deep_traversal.txt",
        "swisskyrepo_PayloadsAllTheThings__IntrudersXSS.txt",
        "payloadbox_csv-injection-payloads__csv-payload.txt",
    )
    return [
        line
        for name in lists
        for line in (shared_data / "hostile" / name).read_text(errors="replace").splitlines()[:400:6]
        if line.strip()
    ]


@pytest.mark.parametrize("share", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_hostile_names_do_nothing(app, world, papers, shared_data, share):
    secretary, root = world.signed_in("CN", "secretary"), app.config["INSTANCE"]
    before = {path for path in root.parent.rglob("*") if "files" not in path.parts}
    names = hostile_names(shared_data)[::share]

    answers = [secretary.post(f"{papers}/new", sent(PDF, f"{name}.pdf")) for name in names]
    pages = [secretary.get(answer.location or papers) for answer in answers]
    headers = [
        secretary.get(address).headers["Content-Disposition"]
        for page in pages
        for address in re.findall(rf'href="({papers}/\w+/files/\w+)"', page.get_data(as_text=True))
    ]

    assert len(names) > 100 // share
    assert {answer.status_code for answer in answers} <= {302, 422}
    assert {page.status_code for page in pages} == {200}
    assert {path for path in root.parent.rglob("*") if "files" not in path.parts} == before
    assert [page for page in pages if re.search(r"<(img|svg|iframe|body on|script>)", main(page))] == []
    assert len(headers) == sum(answer.status_code == 302 for answer in answers)
    assert all(re.fullmatch(r"attachment; filename[\x20-\x7e]+", header) for header in headers)


def main(page) -> str:
    return page.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]


def test_a_name_that_reads_as_another_kind_is_shown_as_it_is(app, world, papers):
    world.signed_in("CN", "secretary").post(f"{papers}/new", sent(PDF, "docs/план\u202ecod.pdf"))

    assert kinds(app) == [("zh", "планcod.pdf")]


def test_a_new_version_leaves_the_old_one_to_be_read(app, world, paper):
    secretary = world.signed_in("CN", "secretary")

    answer = secretary.post(
        f"{paper}/versions", {"what": "version", "note": "第3条", "files-ru": (BytesIO(PDF + b"2"), "План.pdf")}
    )
    page = world.signed_in("BY", "secretary").text(paper)

    links = re.findall(rf'href="({paper}/files/\w+)"', page)
    assert (answer.status_code, "第3条" in page, len(links)) == (302, True, 2)
    assert [world.signed_in("BY", "delegate").get(link).get_data() for link in links] == [PDF + b"2", PDF + b"zh"]


def test_a_language_is_added_to_the_version_there_is(app, world, paper):
    secretary = world.signed_in("CN", "secretary")

    first = secretary.post(f"{paper}/versions", {"what": "translations", "files-ru": (BytesIO(PDF), "План.pdf")})
    again = secretary.post(f"{paper}/versions", {"what": "translations", "files-ru": (BytesIO(PDF), "План.pdf")})

    assert (first.status_code, again.status_code) == (302, 422)
    assert "has a file in that language already" in again.get_data(as_text=True)
    assert kinds(app) == [("zh", "工作计划草案.pdf"), ("ru", "План.pdf")]


def test_a_withdrawn_paper_stays_on_record_with_its_files_closed(app, world, paper):
    secretary, other = world.signed_in("CN", "secretary"), world.signed_in("BY", "secretary")
    address = re.search(rf'href="({paper}/files/\w+)"', secretary.text(paper))[1]

    shown = secretary.text(f"{paper}/withdraw")
    secretary.post(f"{paper}/withdraw")
    page = other.text(paper)

    assert "The secretariat of 1 other party is told." in shown
    assert ("Withdrawn" in page, "/files/" in page, "Restore" in page) == (True, False, False)
    assert (other.get(address).status_code, secretary.get(address).status_code) == (404, 200)
    assert "It can be restored until" in secretary.text(paper)
    assert secretary.post(f"{paper}/restore").status_code == 302
    assert other.get(address).status_code == 200


def test_a_paper_is_edited_and_a_stale_save_shows_both_texts(app, world, paper):
    secretary = world.signed_in("CN", "secretary")
    typed = {"titles-zh": "修订稿", "item": "5", "shared_with": "everyone", "lock_version": "1"}

    answers = [secretary.post(f"{paper}/edit", {**typed, "item": item}) for item in ("5", "6")]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Somebody else saved this since you opened it" in answers[1].get_data(as_text=True)
    with app.app_context():
        stored = db.session.query(Paper).one()
        assert (stored.titles, stored.item, stored.shared_with) == ({"zh": "修订稿"}, "5", "everyone")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["ST.1", "WP.1", "WP.2"]),
        ("?kind=statement", ["ST.1"]),
        ("?party=CN", ["WP.1"]),
        ("?lang=zh", ["WP.1"]),
        ("?lang=ru", ["ST.1", "WP.2"]),
        ("?party=KZ&page=7", []),
    ],
)
def test_papers_are_found_by_kind_party_and_language(app, world, papers, query, shown):
    with app.app_context():
        event = event_of(papers)
        submit(world, event)
        submit(world, event, "BY", kept=keep(world, "ru", "en"))
        submit(world, event, "BY", kind="statement", kept=keep(world, "ru"))

    page = world.signed_in("CN", "delegate").text(papers + query)

    assert sorted(set(re.findall(r"\b(?:WP|ST)\.\d", page))) == shown


def test_the_list_and_the_event_ask_no_more_for_more_papers(app, world, papers):
    client, asked = world.signed_in("CN", "secretary"), []
    for count in (1, 6):
        with app.app_context():
            for _number in range(count):
                submit(world, event_of(papers), kept=keep(world, "zh", "ru", "en"))
        with counted() as seen:
            client.text(papers)
            client.text(papers.removesuffix("/papers"))
        asked.append(len(seen))

    assert asked[0] == asked[1]


def test_the_event_shows_its_papers(world, paper):
    page = world.signed_in("BY", "delegate").text(paper.partition("/papers")[0])

    assert paper in page
    assert "Submit a paper" not in page


def test_the_desk_tells_of_a_paper_those_who_may_see_it(app, world, paper):
    pages = {code: world.signed_in(code, "secretary").text("/") for code in ("CN", "BY", "KZ")}

    assert {code: f"WP.1 {TITLES['en']}" in page for code, page in pages.items()} == {
        "CN": True,
        "BY": True,
        "KZ": False,
    }


def test_the_same_bytes_in_two_papers_are_kept_once(app, world, papers):
    secretary = world.signed_in("CN", "secretary")

    for name in ("первый.pdf", "второй.pdf"):
        secretary.post(f"{papers}/new", sent(PDF, name))

    with app.app_context():
        (stored,) = db.session.query(StoredFile)
        assert files.path(app.config["INSTANCE"] / "files", stored.sha256).read_bytes() == PDF
    assert kinds(app) == [("zh", "первый.pdf"), ("zh", "второй.pdf")]
