"""Pure decisions about a form as a whole: what can be asked, and in which order."""

from collections.abc import Iterable, Mapping, Sequence

from forumhub.errors import N_, RuleBroken
from forumhub.phrases import in_language
from forumhub.registration.questions.rules import CONSENT, DECIDING, SEALABLE, SECTION, WITH_OPTIONS, YES, Asked

MOST_QUESTIONS = 120
MOST_OPTIONS = 60


def check_questions(questions: Sequence[Asked], language: str) -> None:
    """Raises RuleBroken for a form that could not be answered, naming the question in this language."""
    if len(questions) > MOST_QUESTIONS:
        raise RuleBroken(N_("A form has at most %(most)s questions and sections."), most=MOST_QUESTIONS)
    earlier: dict[str, Asked] = {}
    for question in questions:
        check_question(question, language)
        if question.shown_if_key:
            _check_condition(question, earlier, questions, language)
        earlier[question.key] = question


def check_question(question: Asked, language: str) -> None:
    name = in_language(question.labels, language)
    if question.sensitive and question.kind not in SEALABLE:
        message = N_("“%(question)s” cannot be sensitive: only texts, dates, numbers, countries and files can.")
        raise RuleBroken(message, field="sensitive", question=name)
    if question.kind in WITH_OPTIONS and not 2 <= len(question.choices) <= MOST_OPTIONS:
        message = N_("“%(question)s” needs two answers to choose from, and takes at most %(most)s.")
        raise RuleBroken(message, field="options", question=name, most=MOST_OPTIONS)


def _check_condition(question: Asked, earlier: Mapping[str, Asked], questions: Iterable[Asked], language: str) -> None:
    name, deciding = in_language(question.labels, language), earlier.get(question.shown_if_key)
    if deciding is None:
        later = next((each for each in questions if each.key == question.shown_if_key), None)
        if later is None:
            message = N_("“%(question)s” is asked only after an answer to a question that would be gone.")
            raise RuleBroken(message, field="shown_if", question=name)
        message = N_("“%(question)s” depends on the answer to “%(other)s”, so it stays below it.")
        raise RuleBroken(message, field="shown_if", question=name, other=in_language(later.labels, language))
    values = (YES,) if deciding.kind == CONSENT else deciding.choices
    if deciding.kind not in DECIDING or question.shown_if_value not in values:
        message = N_("“%(question)s” depends on an answer that “%(other)s” does not offer.")
        raise RuleBroken(message, field="options", question=name, other=in_language(deciding.labels, language))


def moved(questions: Sequence[Asked], key: str, *, up: bool) -> list[str]:
    """The keys in their new order: a question changes places with its neighbour, a section with the next whole one.

    At the end of the way nothing changes.
    """
    keys = [question.key for question in questions]
    at = keys.index(key)
    if questions[at].kind != SECTION:
        to = at - 1 if up else at + 1
        if 0 <= to < len(keys):
            keys[at], keys[to] = keys[to], keys[at]
        return keys
    blocks = _blocks(questions)
    at = next(number for number, block in enumerate(blocks) if block and block[0] == key)
    to = at - 1 if up else at + 1
    if 1 <= to < len(blocks):  # what stands before the first section stays before it
        blocks[at], blocks[to] = blocks[to], blocks[at]
    return [key for block in blocks for key in block]


def _blocks(questions: Iterable[Asked]) -> list[list[str]]:
    """Keys of each section with its questions; the first block is what stands before any."""
    blocks: list[list[str]] = [[]]
    for question in questions:
        if question.kind == SECTION:
            blocks.append([])
        blocks[-1].append(question.key)
    return blocks


def with_section(questions: Sequence[Asked], key: str) -> list[str]:
    """The key and, of a section, those of its questions."""
    return next((block for block in _blocks(questions)[1:] if block[0] == key), [key])
