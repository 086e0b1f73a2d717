"""The command line as somebody types it: in words where it refuses, as data where it prints."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from forumhub.cli import main

KEY = "a key for tests only, which is long enough"


def run(*words: str, **environment: str):
    return CliRunner().invoke(main, words, env={"FORUMHUB_SECRET_KEY": "", **environment})


def test_serve_without_a_secret_key_says_how_to_make_one(tmp_path):
    outcome = run("serve", FORUMHUB_INSTANCE=str(tmp_path))

    assert outcome.exit_code == 1
    assert "FORUMHUB_SECRET_KEY is not set" in outcome.output
    assert "secrets.token_urlsafe(48)" in outcome.output


def test_upgrade_makes_a_database_and_says_so_again_when_it_is_there(tmp_path):
    environment = {"FORUMHUB_SECRET_KEY": KEY, "FORUMHUB_INSTANCE": str(tmp_path), "FORUMHUB_UID_HOST": "example.org"}

    outcomes = [run("upgrade", **environment) for _ in range(2)]

    assert [(each.exit_code, each.output) for each in outcomes] == [(0, "The database is up to date.\n")] * 2
    assert (tmp_path / "forumhub.sqlite").exists()


def test_items_prints_one_array_with_the_keys_of_the_dialect(tmp_path):
    file = tmp_path / "纪要.md"
    file.write_text("## 2. Обмен\n\n- **行动 A-14**（BY-MIA；期限 2027-03-01）：指定值班人员。\n", encoding="utf-8")

    outcome = run("items", str(file))

    (item,) = json.loads(outcome.output)
    assert list(item) == [
        "kind", "id", "owners", "state", "with", "under", "from", "split_into", "superseded_by", "due", "priority",
        "evidence", "text", "section", "line", "warnings",
    ]  # fmt: skip
    assert (item["kind"], item["id"], item["owners"], item["due"]) == ("ACTION", "A-14", ["BY-MIA"], "2027-03-01")
    assert (item["section"], item["line"], item["text"], item["warnings"]) == ("2", 3, "指定值班人员。", [])


def test_items_says_where_a_file_is_not_utf_8(tmp_path):
    file = tmp_path / "latin.md"
    file.write_bytes(b"# Minutes\n\n- **ACTION** (BY): caf\xe9\n")

    outcome = run("items", str(file))

    assert outcome.exit_code == 1
    assert "UTF-8" in outcome.output


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_demo(folder: Path, port: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "forumhub", "demo", "--port", str(port), "--folder", str(folder / "demo")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FORUMHUB_")}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for(url: str, seconds: float = 90) -> int:
    """The status with which the address answers, once it does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(url) as answer:
                return answer.status
        except URLError:
            time.sleep(0.2)
    raise TimeoutError(url)


def stop(process: subprocess.Popen) -> str:
    """Ends it as Ctrl-C does; what it had printed."""
    os.killpg(process.pid, signal.SIGINT)
    return process.communicate(timeout=60)[0]


def test_demo_serves_its_accounts_and_starts_again_on_the_same_data(tmp_path):
    ports = [free_port(), free_port()]
    printed = []

    for port in ports:
        process = start_demo(tmp_path, port)
        try:
            assert wait_for(f"http://127.0.0.1:{port}/sign-in") == 200
        finally:
            printed.append(stop(process))

    assert "Making the demo's data" in printed[0]
    assert "Making the demo's data" not in printed[1]
    assert all(f"http://127.0.0.1:{port}" in text for port, text in zip(ports, printed, strict=True))
    assert printed[0].count("@demo.example") == 13


def test_demo_reset_leaves_a_folder_alone_that_is_not_a_demo(tmp_path, monkeypatch):
    from forumhub.demo import installing

    (tmp_path / "minutes.md").write_text("keep me")

    installing.remove(tmp_path)

    assert (tmp_path / "minutes.md").exists()


@pytest.mark.parametrize("word", ["upgrade", "serve", "worker", "user", "demo", "items"])
def test_every_command_explains_itself(word):
    outcome = run(word, "--help")

    assert outcome.exit_code == 0
    assert outcome.output.startswith("Usage: ")


def test_purge_counts_what_is_due_and_deletes_nothing_when_dry(tmp_path):
    environment = {"FORUMHUB_SECRET_KEY": KEY, "FORUMHUB_INSTANCE": str(tmp_path), "FORUMHUB_UID_HOST": "example.org"}
    run("upgrade", **environment)

    dry, wet = run("purge", "--dry-run", **environment), run("purge", **environment)

    assert (dry.exit_code, wet.exit_code) == (0, 0)
    assert "      0  answers to sensitive questions" in dry.output
    assert "Nothing was deleted: this was a dry run." in dry.output
    assert wet.output.endswith("Deleted.\n")
