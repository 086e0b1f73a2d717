"""How the file is read, and what its columns mean."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.events.forms.fields import put_beside
from forumhub.parties.policy import ORGANIZER
from forumhub.registration.lists import actions, rules
from forumhub.registration.lists.choices import Choices
from forumhub.registration.lists.forms.reading import ColumnsForm, ReadingForm, columns_form
from forumhub.registration.lists.guessing import guessed
from forumhub.registration.lists.judging import party_names
from forumhub.registration.lists.models import DelegateList
from forumhub.registration.lists.queries import get_list
from forumhub.registration.lists.reading.cells import Table
from forumhub.registration.lists.reading.files import read_list
from forumhub.registration.lists.storing import packed_table, unpacked, unpacked_table
from forumhub.registration.views.room import blueprint
from forumhub.web import current_reader, right

SAMPLES = 4


def draft(ulid: str) -> tuple[DelegateList, Table, Choices]:
    """Raises NotFound, and RuleBroken for what is being imported or was."""
    kept = get_list(ulid, current_reader())
    rules.check_may_choose(kept.state)
    return kept, unpacked_table(kept.cells), Choices.from_json(kept.choices)


@blueprint.get("/registrations/lists/<ulid>/columns")
@right(ORGANIZER)
def list_columns(ulid: str) -> ResponseReturnValue:
    kept, table, choices = draft(ulid)
    return _page(kept, table, choices, ReadingForm.of(table, choices), columns_form(table.width, kept.event, choices))


def _page(kept: DelegateList, table: Table, choices: Choices, reading: ReadingForm, form: ColumnsForm) -> str:
    headings = table.records[choices.heading - 1].cells if choices.heading else ()
    return render_template(
        "registration/lists/columns.html",
        kept=kept,
        event=kept.event,
        table=table,
        reading=reading,
        form=form,
        headings=headings,
        samples=table.records[choices.heading :][:SAMPLES],
        rows=len(table.records) - choices.heading,
    )


@blueprint.post("/registrations/lists/<ulid>/columns")
@right(ORGANIZER)
def list_map(ulid: str) -> ResponseReturnValue:
    kept, table, choices = draft(ulid)
    form = columns_form(table.width, kept.event)
    if form.validate():
        try:
            chosen = form.chosen(choices)
            with writing():
                actions.choose(get_list(ulid, current_reader()), chosen)
            return redirect(url_for("registration.show_list", ulid=ulid))
        except RuleBroken as error:
            put_beside(form, error)
    kept, table, choices = draft(ulid)
    return _page(kept, table, choices, ReadingForm.of(table, choices), form), 422


@blueprint.post("/registrations/lists/<ulid>/reading")
@right(ORGANIZER)
def list_read(ulid: str) -> ResponseReturnValue:
    """Reads the file otherwise; what its columns mean is guessed anew."""
    kept, table, choices = draft(ulid)
    reading = ReadingForm(table)
    if reading.validate():
        try:
            again = read_list(unpacked(kept.body), **reading.reading(table))
            chosen = guessed(again, party_names(kept.event), min(reading.heading.data, len(again.records)))
            cells = packed_table(again)
            with writing():
                actions.choose(get_list(ulid, current_reader()), chosen, cells)
            return redirect(url_for("registration.list_columns", ulid=ulid))
        except RuleBroken as error:
            put_beside(reading, error)
    kept, table, choices = draft(ulid)
    return _page(kept, table, choices, reading, columns_form(table.width, kept.event, choices)), 422
