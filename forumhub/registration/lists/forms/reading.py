"""A list to upload, how it is read, and what its columns mean. All but the file has a default."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from forumhub.errors import N_, RuleBroken
from forumhub.events.models import Event
from forumhub.phrases import in_language
from forumhub.registration.lists import columns as meanings
from forumhub.registration.lists.choices import ANOTHER, ASK, GUEST, SAME, Choices
from forumhub.registration.lists.columns import JOINED
from forumhub.registration.lists.reading.cells import Table
from forumhub.registration.lists.reading.delimited import DELIMITERS
from forumhub.registration.lists.reading.encoding import CHINESE, CYRILLIC, ENCODINGS, UTF_8, UTF_16, WESTERN
from forumhub.web import language

MEANINGS = {
    meanings.IGNORED: _l("– not taken –"),
    meanings.NAME: _l("Name"),
    meanings.GIVEN: _l("Given name"),
    meanings.FAMILY: _l("Family name"),
    meanings.OWN_NAME: _l("Name in own script"),
    meanings.HONORIFIC: _l("Form of address"),
    meanings.TITLE: _l("Title"),
    meanings.AFFILIATION: _l("Organisation"),
    meanings.EMAIL: _l("E-mail"),
    meanings.PARTY: _l("Party"),
    meanings.FUNCTION: _l("Function in the delegation"),
    meanings.PRECEDENCE: _l("Order in the delegation"),
    meanings.LANGUAGE: _l("Language"),
    meanings.IDENTITY: _l("Number of the person"),
}
ENCODING_WORDS = {
    UTF_8: "UTF-8",
    UTF_16: "UTF-16",
    CHINESE: _l("GB18030 (Chinese)"),
    CYRILLIC: _l("windows-1251 (Cyrillic)"),
    WESTERN: _l("windows-1252 (Western European)"),
}
DELIMITER_WORDS = {",": _l("comma"), ";": _l("semicolon"), "\t": _l("tabulator"), "|": _l("vertical bar")}
HEADINGS_WITHIN = 10


class UploadForm(FlaskForm):  # type: ignore[misc]
    file = FileField(
        _l("List"),
        validators=[FileRequired(_l("Choose the file of the list, such as delegates.xlsx."))],
        description=_l("CSV or XLSX with one person in each row; 10 MB and 20,000 rows at most."),
    )


class ReadingForm(FlaskForm):  # type: ignore[misc]
    """How the file is read; what it is not asked for is not shown."""

    encoding = SelectField(_l("Encoding"), validators=[InputRequired()])
    delimiter = SelectField(_l("Delimiter"), validators=[InputRequired()])
    sheet = SelectField(_l("Sheet"), validators=[InputRequired()])
    heading = SelectField(_l("Headings stand in"), coerce=int, validators=[InputRequired()])

    def __init__(self, table: Table, **values: Any) -> None:
        super().__init__(**values)
        if table.sheets:
            del self.encoding, self.delimiter
            self.sheet.choices = [(each, each) for each in table.sheets]
        else:
            del self.sheet
            self.encoding.choices = [(each, ENCODING_WORDS[each]) for each in ENCODINGS]
            self.delimiter.choices = [(each, DELIMITER_WORDS[each]) for each in DELIMITERS]
        first = table.records[:HEADINGS_WITHIN]
        self.heading.choices = [(0, _("no line: there are none"))] + [
            (place, _("line %(line)s", line=record.number)) for place, record in enumerate(first, start=1)
        ]

    @classmethod
    def of(cls, table: Table, choices: Choices) -> "ReadingForm":
        how = {"encoding": table.encoding, "delimiter": table.delimiter, "sheet": table.sheet}
        return cls(table, formdata=None, data={**how, "heading": choices.heading})

    def reading(self, table: Table) -> dict[str, str]:
        """What `read_list` takes; only for the kind of file that it is."""
        if table.sheets:
            return {"sheet": self.sheet.data}
        return {"encoding": self.encoding.data, "delimiter": self.delimiter.data}


class ColumnsForm(FlaskForm):  # type: ignore[misc]
    """`column_0` and on are added for a list by `columns_form`."""

    party = SelectField(_l("Rows without a party come for"), validators=[InputRequired()])
    empty_words = BooleanField(_l("NA and N/A stand for nothing"))
    twice = RadioField(
        _l("The same name more than once for a party"),
        choices=[
            (ASK, _l("I choose for each")),
            (SAME, _l("is one person with several posts")),
            (ANOTHER, _l("is several people")),
        ],
        validators=[InputRequired()],
    )

    def chosen(self, before: Choices) -> Choices:
        """Raises RuleBroken where no column has a name, or one meaning stands twice."""
        found = tuple(field.data for field in self.columns())
        check_columns(found)
        said = {**before.as_json(), "columns": found, "party": self.party.data, "twice": self.twice.data}
        return Choices.from_json({**said, "empty_words": self.empty_words.data})

    def columns(self) -> list[SelectField]:
        return [field for field in self if field.name.startswith("column_")]


def check_columns(found: tuple[str, ...]) -> None:
    if meanings.NAME not in found and meanings.FAMILY not in found and meanings.GIVEN not in found:
        raise RuleBroken(N_("Say which column holds the names; without one nobody can be entered."), "column_0")
    for place, meaning in enumerate(found):
        if meaning and meaning not in JOINED and meaning in found[:place]:
            message = N_("Two columns have this meaning; only title and organisation may come from several.")
            raise RuleBroken(message, f"column_{place}")


def columns_form(width: int, event: Event, choices: Choices | None = None) -> ColumnsForm:
    """With `choices` as they were made, whatever was sent; else what was sent."""
    offered = list(MEANINGS.items())
    fields = {
        f"column_{place}": SelectField(_("Column %(number)s", number=place + 1), choices=offered)
        for place in range(width)
    }
    form_class = type("ColumnsForm", (ColumnsForm,), fields)
    if choices is None:
        form: ColumnsForm = form_class()
    else:
        said = {f"column_{place}": meaning for place, meaning in enumerate(choices.columns)}
        kept = {"party": choices.party, "empty_words": choices.empty_words, "twice": choices.twice}
        form = form_class(formdata=None, data={**said, **kept})
    form.party.choices = [(GUEST, _("no party: guests")), *party_choices(event)]
    return form


def party_choices(event: Event) -> list[tuple[str, str]]:
    return [(party.code, in_language(party.names, language())) for party in event.parties]
