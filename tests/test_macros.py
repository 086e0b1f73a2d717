"""The shared macros by themselves, in an app that has nothing but what Flask and Flask-Babel give."""

import re
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from jinja2 import FileSystemLoader, StrictUndefined

from forumhub import shipped


@pytest.fixture
def app() -> Flask:
    app = Flask("macros")
    app.jinja_loader = FileSystemLoader(shipped.templates())
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["both_clocks"] = str
    Babel(app)
    return app


def macro(app: Flask, call: str, url: str = "/", **values: Any) -> str:
    name = call.split("(")[0]
    with app.test_request_context(url):
        template = app.jinja_env.from_string(f"{{% from '_macros.html' import {name} %}}{{{{ {call} }}}}")
        return template.render(**values)


def test_clause_bar_fills_its_width_and_says_its_numbers(app: Flask) -> None:
    html = macro(app, "clause_bar(7, 3, 1)")

    parts = re.findall(r'class="(done|open|late)" x="([\d.]+)%" width="([\d.]+)%"', html)
    assert parts == [("done", "0.000", "63.636"), ("open", "63.636", "27.273"), ("late", "90.909", "9.091")]
    assert html.count("7 closed, 3 open, 1 overdue") == 3


def test_clause_bar_without_actions_says_so(app: Flask) -> None:
    html = macro(app, "clause_bar(0, 0, 0)")

    assert ("<rect" in html, html.count("no actions yet")) == (False, 3)


def test_query_keeps_the_filters_and_drops_the_page(app: Flask) -> None:
    link = macro(app, "query('sort', '-due')", "/register?party=BY&party=CN&page=3&sort=due&q=%D1%84%22%3E")

    assert link == "?party=BY&amp;party=CN&amp;q=%D1%84%22%3E&amp;sort=-due"


def test_query_cannot_leave_the_page(app: Flask) -> None:
    link = macro(app, "query('page', 2)", "/register?_external=1&_scheme=javascript&_anchor=x")

    assert link == "?_external=1&amp;_scheme=javascript&amp;_anchor=x&amp;page=2"


def test_row_escapes_what_people_wrote(app: Flask) -> None:
    html = macro(app, "row('A-1', title, '/x', note)", title="<b>方案</b>", note='"><script>')

    assert "<b>方案" not in html
    assert "&lt;b&gt;方案&lt;/b&gt;" in html
    assert "<script>" not in html


def test_pager_with_one_page_is_empty(app: Flask) -> None:
    html = macro(app, "pager(page)", page={"page": 1, "pages": 1, "total": 3})

    assert html == ""
