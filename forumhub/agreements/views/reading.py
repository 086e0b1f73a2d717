"""A version as its readers see it: the document, its stage, who approved it, and what the reader may do next."""

from flask import render_template, request

from forumhub.agreements import queries
from forumhub.agreements.views.blueprint import blueprint
from forumhub.web import SIGNED_IN, current_reader, language, right


@blueprint.get("/agreements/<code>/versions/<int:number>")
@right(SIGNED_IN)
def version(code: str, number: int) -> str:
    """`?lang=` chooses the language of the text; without it the reader's own, else the first that there is."""
    reader = current_reader()
    shown = queries.get_version(code, number, reader)
    texts = {text.language: text for text in shown.texts}
    wished = (request.args.get("lang"), language(), *texts)
    return render_template(
        "agreements/version.html",
        version=shown,
        texts=texts,
        text=next((texts[code] for code in wished if code in texts), None),
    )
