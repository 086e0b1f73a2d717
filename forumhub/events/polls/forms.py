"""What is typed about date polls: slots and a deadline, a party's answer, a choice."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from forumhub.errors import RuleBroken
from forumhub.events.forms.choices import chosen_parties, chosen_under, offer_clauses, offer_parties
from forumhub.events.forms.fields import (
    MultiCheckboxField,
    NewRow,
    Rows,
    TitledForm,
    by_language,
    ends,
    number_in,
    plain,
    register_code_field,
    texts,
    wall_clock,
)  # fmt: skip
from forumhub.events.forms.words import ACCESS, KINDS
from forumhub.events.polls import proposing, rules
from forumhub.events.polls.values import PollValues
from forumhub.parties.policy import PARTIES, Reader
from forumhub.web import say

ROWS = 4
WORDS = {rules.YES: _l("Yes"), rules.IF_NEED_BE: _l("If need be"), rules.NO: _l("No")}
SHOWN = {
    rules.AT_CLOSE: _l("When the poll closes: until then each party sees its own answers only"),
    rules.AS_THEY_COME: _l("As they come: every party sees every answer at once"),
}


class SlotForm(Form):  # type: ignore[misc]
    local_start = wall_clock(_l("Starts"), Optional())
    local_end = wall_clock(_l("Ends"), Optional())


class SlotsForm(FlaskForm):  # type: ignore[misc]
    """Slots, deadline and what parties see; of an event that there is already, all that is asked."""

    ulid = NewRow()
    slots = Rows(FormField(SlotForm), label=_l("Slots"), min_entries=ROWS, max_entries=proposing.MOST_SLOTS + ROWS)
    deadline = wall_clock(_l("Answers until"), InputRequired(), description=_l("By the host's clock, as the slots."))
    shown = RadioField(
        _l("Parties see each other's answers"),
        choices=list(SHOWN.items()),
        default=rules.AT_CLOSE,
        validators=[InputRequired()],
    )
    note = TextAreaField(
        _l("A word to the parties"),
        filters=[plain],
        validators=[Length(max=2000)],
        description=_l("Sent with the mail."),
    )
    event_zone = ""
    """The zone of the event that there is already."""

    @property
    def zone(self) -> str:
        """On whose clock the slots are."""
        return self.event_zone

    def add_rows(self) -> None:
        """More empty slots, up to the most."""
        for _row in range(min(ROWS, proposing.MOST_SLOTS - len(self.slots))):
            self.slots.append_entry()

    def periods(self) -> list[proposing.Period]:
        """The slots that were filled in; an end that was left out is eight hours after the start."""
        rows = [(entry.form.local_start.data, entry.form.local_end.data) for entry in self.slots]
        return [(start, ends(start, end)) for start, end in rows if start]

    def validate(self, extra_validators: Any = None) -> bool:
        """Says beside each slot what is wrong with it."""
        valid = bool(super().validate(extra_validators))
        fitting = [self._fits(entry.form) for entry in self.slots]
        if not all(fitting):
            self.slots.errors = [entry.errors for entry in self.slots]
        return valid and all(fitting)

    def _fits(self, row: Any) -> bool:
        start, end = row.local_start.data, row.local_end.data
        try:
            if start and self.zone:
                proposing.slot_instants(start, ends(start, end), self.zone)
            elif end and not start:
                row.local_start.errors = [_("When does it start?")]
                return False
        except RuleBroken as error:
            if error.field == "timezone":
                return True  # said once, beside the zone, when it is proposed
            wrong = row.local_end if error.field == "local_end" else row.local_start
            wrong.errors = [*wrong.errors, say(error)]
            return False
        return True


class PollForm(SlotsForm, TitledForm):
    """For a new event."""

    titles = by_language(_l("Title"), most=300)
    kind = SelectField(_l("Kind"), choices=list(KINDS.items()), default="seminar", validators=[InputRequired()])
    under = SelectField(_l("Under"), default="", description=_l("The agreement and clause that it carries out."))
    host = SelectField(_l("Host"), default="")
    city = by_language(_l("City"), most=120, description=_l("Empty: the host's capital."))
    venue = StringField(_l("Venue"), filters=[plain], validators=[Length(max=300)])
    timezone = StringField(
        _l("Time zone"),
        filters=[plain],
        validators=[Length(max=64)],
        description=_l("Such as Europe/Minsk. Empty: the host's."),
    )
    parties = MultiCheckboxField(_l("Parties"), description=_l("None ticked: the parties of the agreement."))
    access = SelectField(_l("Open to"), choices=list(ACCESS.items()), default=PARTIES, validators=[InputRequired()])

    def __init__(self, reader: Reader, *arguments: object, **values: object) -> None:
        super().__init__(*arguments, **values)
        offer_parties(self.host, empty=_("none, or online"))
        offer_parties(self.parties)
        offer_clauses(self.under, reader)

    @property
    def zone(self) -> str:
        host = next(iter(chosen_parties([self.host.data])), None)
        return self.timezone.data or (host.timezone if host else "UTC")

    def values(self, reader: Reader) -> PollValues:
        """What was typed, as rows. Call it inside `writing()`."""
        agreement, clause = chosen_under(self.under, reader, None)
        host = next(iter(chosen_parties([self.host.data])), None)
        return PollValues(
            titles=texts(self.titles), kind=self.kind.data, access=self.access.data, host=host, timezone=self.zone,
            parties=chosen_parties(self.parties.data) or (list(agreement.parties) if agreement else []),
            city=texts(self.city) or (host.city if host else {}), venue=self.venue.data, agreement=agreement,
            clause=clause,
        )  # fmt: skip


class WordForm(Form):  # type: ignore[misc]
    word = RadioField(
        _l("Answer"), choices=list(WORDS.items()), validators=[InputRequired(_l("Choose yes, if need be, or no."))]
    )
    comment = StringField(_l("Comment"), filters=[plain], validators=[Length(max=rules.LONGEST_COMMENT)])


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """A party's word on each slot, in the order of the slots."""

    party = HiddenField()
    seen = HiddenField(default="0")
    words = Rows(FormField(WordForm), label=_l("Slots"), max_entries=proposing.MOST_SLOTS)

    def pairs(self) -> list[tuple[str, str]]:
        return [(entry.form.word.data or "", entry.form.comment.data) for entry in self.words]

    @property
    def answers_seen(self) -> int:
        """How many answers of the party its writer had read; -1, which never is, where it was tampered with."""
        return number_in(self.seen.data, -1)


class ExtendForm(FlaskForm):  # type: ignore[misc]
    deadline = wall_clock(_l("Answers until"), InputRequired(), description=_l("By the host's clock, as the slots."))


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        _l("Reason"), filters=[plain], validators=[InputRequired()], description=_l("The secretariats will read it.")
    )


class ChooseForm(FlaskForm):  # type: ignore[misc]
    register_code = register_code_field(InputRequired())
    confirmed = BooleanField(
        _l("Confirm the event at once"), default=True, description=_l("Otherwise it stays tentative on this date.")
    )


def deadline_of(form: Any, timezone: str) -> datetime:
    """The deadline that was typed, as an instant. Raises RuleBroken beside it for what no clock there shows."""
    return proposing.instant_of(form.deadline.data, timezone, "deadline")
