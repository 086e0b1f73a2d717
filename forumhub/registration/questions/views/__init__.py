"""Pages of questions and answers; importing it attaches them to the room's blueprint."""

from forumhub.registration.questions.views import answering, building, publishing, reading, showing  # noqa: F401
