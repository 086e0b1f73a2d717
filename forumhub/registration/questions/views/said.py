"""One step on a page, in one transaction: it says what was done, or why it cannot be, on the page that follows."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash

from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.web import say


@contextmanager
def said(done: str = "") -> Iterator[None]:
    try:
        with writing():
            yield
    except RuleBroken as error:
        flash(say(error), "error")
    else:
        if done:
            flash(done, "success")
