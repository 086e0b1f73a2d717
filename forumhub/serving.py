"""Serves the pages by gunicorn (waitress on Windows) and keeps the worker running beside them."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

PAUSE_BEFORE_RESTART = 3.0
"""Seconds: a worker that dies at once must not be started in a tight loop."""


class Worker:
    """`forumhub worker` as a process of its own, started again when it ends before it is told to."""

    def __init__(self, lmtp: str = "") -> None:
        self._options = ["--lmtp", lmtp] if lmtp else []
        self._owner = os.getpid()
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._keeper.start()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._process = subprocess.Popen([sys.executable, "-m", "forumhub", "worker", *self._options])  # noqa: S603
            self._process.wait()
            self._stopping.wait(PAUSE_BEFORE_RESTART)

    def stop(self) -> None:
        """Ends the worker and waits for it. Does nothing in a serving process, which inherits this by fork."""
        if os.getpid() != self._owner:
            return
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)


def serve(bind: str, processes: int, threads: int, access_log: str | None = None, lmtp: str = "") -> None:
    """Serves until the process is told to stop. `bind` is HOST:PORT; `access_log` a file, or - for standard output;
    `lmtp` where the worker takes mails, if at all.
    """
    worker = Worker(lmtp)
    worker.start()
    try:
        if sys.platform == "win32":
            _serve_by_waitress(bind, processes * threads)
        else:
            from forumhub import create_app

            serve_by_gunicorn(create_app, bind, processes, threads, access_log)
    finally:
        worker.stop()


def _serve_by_waitress(bind: str, threads: int) -> None:
    import waitress

    from forumhub import create_app

    waitress.serve(create_app(), listen=bind, threads=threads)


def serve_by_gunicorn(
    make: Callable[[], Any], bind: str, processes: int, threads: int, access_log: str | None = None
) -> None:
    """Any WSGI application as forumhub is served; `make` is called in each process."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": bind,
                "workers": processes,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 60,
                "graceful_timeout": 20,
                "loglevel": "warning",
                "accesslog": access_log,
                "logger_class": "forumhub.access_log.MaskedLog",
                "limit_request_line": 4094,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return make()

    Server().run()
