"""gunicorn's logs, in which no address that is a key stands whole."""

from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from forumhub.masking import MaskingFilter, masked

_WITH_ADDRESSES = ("r", "U", "f")
"""The request's line, its path, and the page that it came from."""


class MaskedLog(Logger):  # type: ignore[misc]
    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        self.error_log.addFilter(MaskingFilter())

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {**atoms, **{name: masked(atoms[name]) for name in _WITH_ADDRESSES}, "q": ""}
