"""Programs behind one and the same server, gunicorn as `forumhub serve` sets it, and a client that costs little.

As a process of its own: python -m benchmarks.servers NAME PORT [FOLDER], where NAME is forumhub, flask or radicale.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask

from forumhub import create_app
from forumhub.serving import serve_by_gunicorn
from forumhub.web import PUBLIC, right

PROCESSES, THREADS, CONNECTIONS = 2, 4, 4
TICK = os.sysconf("SC_CLK_TCK")


def forumhub() -> Flask:
    """From the environment; its empty response passes all that each request passes."""
    app = create_app()

    @app.get("/empty")
    @right(PUBLIC)
    def empty() -> str:
        return ""

    return app


def bare_flask() -> Flask:
    app = Flask("bare")

    @app.get("/empty")
    def empty() -> str:
        return ""

    return app


def radicale(folder: str) -> Callable[[], Any]:
    def make() -> Any:
        from radicale import app as radicale_app
        from radicale import config

        configuration = config.load()
        storage = {"filesystem_folder": folder}
        settings = {"auth": {"type": "none"}, "rights": {"type": "owner_only"}, "storage": storage}
        configuration.update({**settings, "logging": {"level": "error"}}, "benchmark", privileged=True)
        return radicale_app.Application(configuration)

    return make


class Server(NamedTuple):
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of its processes so far."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        fields = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in children]
        return sum(int(each[11]) + int(each[12]) for each in fields) / TICK


@contextmanager
def running(name: str, folder: Path, **environment: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.servers", name, str(port), str(folder)]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _await(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _await(port: int) -> None:
    for _attempt in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"nothing listens at {port}")


class Case(NamedTuple):
    """One request, asked again and again on connections that stay open, and the status that it must have."""

    server: Server
    path: str
    status: int = 200
    headers: tuple[str, ...] = ()

    @property
    def sent(self) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", "Host: localhost", *self.headers, "", ""]
        return "\r\n".join(lines).encode()


class Rate(NamedTuple):
    per_second: float
    cpu_ms: float


def measure(case: Case, seconds: float) -> Rate:
    """Requests a second over four connections, and the server's processor time for each."""
    counts = [0] * CONNECTIONS
    before, start = case.server.cpu_seconds(), time.perf_counter()

    def ask(at: int) -> None:
        with socket.create_connection(("127.0.0.1", case.server.port)) as connection:
            while time.perf_counter() - start < seconds:
                exchange(connection, case)
                counts[at] += 1

    threads = [threading.Thread(target=ask, args=(at,)) for at in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done, spent = sum(counts), time.perf_counter() - start
    return Rate(done / spent, 1000 * (case.server.cpu_seconds() - before) / done)


def exchange(connection: socket.socket, case: Case) -> tuple[bytes, bytes]:
    """Head and body of one answer; raises AssertionError where its status is another."""
    connection.sendall(case.sent)
    answer = connection.recv(1 << 18)
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(1 << 18)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head[9:12] == b"%d" % case.status, head
    length = _length(head)
    while len(body) < length:
        body += connection.recv(1 << 18)
    return head, body


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0


if __name__ == "__main__":
    name, port, folder = sys.argv[1:4]
    programs = {"forumhub": forumhub, "flask": bare_flask, "radicale": radicale(folder)}
    serve_by_gunicorn(programs[name], f"127.0.0.1:{port}", PROCESSES, THREADS)
