"""What those who register answer, and what organizers ask."""

from forumhub.registration.questions.forms.answers import AnswersForm, answers_form

__all__ = ["AnswersForm", "answers_form"]
