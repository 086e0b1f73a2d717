"""What questions and answers read as, in a language. Pure, but for the texts that gettext gives its callers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forumhub import phrases
from forumhub.phrases import in_language
from forumhub.registration.questions import codes, rules
from forumhub.registration.questions.models import Answer, Question

KINDS = {
    rules.TEXT: _l("Text, one line"),
    rules.LONG: _l("Text, several lines"),
    rules.CHOICE: _l("Choice: one of several"),
    rules.SEVERAL: _l("Choice: several"),
    rules.DATE: _l("Date"),
    rules.TIME: _l("Time"),
    rules.NUMBER: _l("Number"),
    rules.COUNTRY: _l("Country"),
    rules.LANGUAGE: _l("Language"),
    rules.FILE: _l("File"),
    rules.CONSENT: _l("Consent: a box to tick"),
    rules.SECTION: _l("Section: a heading"),
}


def choices_of(question: Question, language: str) -> list[tuple[str, str]]:
    """(value, word) of what may be chosen; countries and languages in the order of their names."""
    if question.kind in (rules.COUNTRY, rules.LANGUAGE):
        name = codes.country_name if question.kind == rules.COUNTRY else codes.language_name
        return sorted(((code, name(code, language)) for code in question.choices), key=lambda pair: pair[1].casefold())
    return [(option["value"], in_language(option["labels"], language)) for option in question.options]


def answer_word(answer: Answer, language: str) -> str:
    """What was answered in the open; of a sealed answer nothing."""
    return "" if answer.sealed else value_word(answer.question, answer.value, language)


def value_word(question: Question, value: Any, language: str) -> str:
    """A stored value as it reads: 'Belarus', 'Wed 25 Nov 2026', 'Vegetarian, halal'."""
    if question.kind == rules.FILE:
        return str(value["name"])
    if question.kind == rules.DATE:
        return str(phrases.day(rules.as_day(value), language))
    if question.kind == rules.COUNTRY:
        return codes.country_name(value, language)
    if question.kind == rules.LANGUAGE:
        return codes.language_name(value, language)
    if question.kind == rules.CONSENT:
        return str(_("Yes"))
    if question.kind in rules.WITH_OPTIONS:
        return ", ".join(option_word(question, each, language) for each in rules.said(value))
    return str(value)


def option_word(question: Question, value: str, language: str) -> str:
    labels = [option["labels"] for option in question.options if option["value"] == value]
    return in_language(labels[0], language) if labels else str(_("Yes") if question.kind == rules.CONSENT else value)


def only_if(question: Question, questions: Sequence[Question], language: str) -> str:
    """'only if Do you need a visa?: Yes'; empty where it is always asked."""
    deciding = next((each for each in questions if each.key == question.shown_if_key), None)
    if deciding is None:
        return ""
    label, word = in_language(deciding.labels, language), option_word(deciding, question.shown_if_value, language)
    return str(_("only if “%(question)s” is answered with “%(answer)s”", question=label, answer=word))
