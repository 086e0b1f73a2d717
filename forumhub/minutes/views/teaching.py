"""How agendas and minutes are written: the dialect as a page, from the words that the parser knows."""

from flask import render_template

from forumhub.markdown.words import LANGUAGES, language_of
from forumhub.minutes.teaching import example_in, tables
from forumhub.minutes.views.blueprint import blueprint
from forumhub.web import SIGNED_IN, language, right


@blueprint.get("/minutes/dialect")
@right(SIGNED_IN)
def dialect() -> str:
    code = language_of(language()).code
    source, html = example_in(code)
    return render_template(
        "minutes/dialect.html",
        language=code,
        source=source,
        html=html,
        tables={table.key: table.rows for table in tables()},
        columns=[each.code for each in LANGUAGES],
    )
