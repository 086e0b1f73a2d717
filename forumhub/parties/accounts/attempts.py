"""How often a password or a code may be tried. Kept in memory by each serving process; restarting forgets it."""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable

from flask import Flask, Response, abort, current_app, request, session

WATCHED = (
    "security.login",
    "security.verify",
    "security.change_password",
    "security.forgot_password",
    "security.two_factor_token_validation",
    "security.mf_recovery",
)
MOST_OF_ONE = 8
"""Failures that one account may collect at one form."""
MOST_OF_ADDRESS = 200
"""Failures that one network address may collect; a ministry may sit behind one."""
WINDOW = 300
"""Seconds."""


class Attempts:
    """Failures by key within a window of seconds; keeps at most `keys`, the newest."""

    def __init__(self, window: float = WINDOW, keys: int = 10_000) -> None:
        self.window, self.keys = window, keys
        self._lock = threading.Lock()
        self._counted: OrderedDict[Hashable, tuple[float, int]] = OrderedDict()

    def of(self, key: Hashable, now: float) -> int:
        began, count = self._counted.get(key, (now, 0))
        return count if now - began < self.window else 0

    def add(self, key: Hashable, now: float) -> None:
        with self._lock:
            began, count = self._counted.pop(key, (now, 0))
            self._counted[key] = (began, count + 1) if now - began < self.window else (now, 1)
            while len(self._counted) > self.keys:
                self._counted.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._counted.clear()


def watch(app: Flask) -> None:
    """Answers 429 to who failed too often, whether or not the account exists."""
    app.extensions["forumhub.attempts"] = Attempts()

    @app.before_request
    def refuse() -> None:
        if _is_watched() and not may_try(request.endpoint):
            abort(429)

    @app.after_request
    def count(response: Response) -> Response:
        if _is_watched() and response.status_code == 200:  # the form again; what succeeds redirects
            count_failure(request.endpoint)
        return response


def _is_watched() -> bool:
    return request.method == "POST" and request.endpoint in WATCHED


def may_try(endpoint: str | None) -> bool:
    """Whether this account, and this address, failed less than the most at the form of `endpoint`."""
    attempts = current_app.extensions["forumhub.attempts"]
    return all(attempts.of(key, time.monotonic()) < most for key, most in _keys(endpoint))


def count_failure(endpoint: str | None) -> None:
    for key, _most in _keys(endpoint):
        current_app.extensions["forumhub.attempts"].add(key, time.monotonic())


def _keys(endpoint: str | None) -> list[tuple[Hashable, int]]:
    """Each key with how many failures it may have; a code is guessed from anywhere, a password tried from somewhere."""
    account = session.get("tf_user_id") or session.get("_user_id")
    who = account or (request.remote_addr, request.form.get("email", "").strip().lower()[:254])
    return [((endpoint, who), MOST_OF_ONE), (request.remote_addr, MOST_OF_ADDRESS)]
