"""How an action that was agreed stands, in the words of iCalendar (RFC 5545, 3.8.1.11, 3.8.1.8 and 3.8.1.9)."""

from forumhub.followup.rules import BLOCKED, CANCELLED, CLOSED, IN_PROGRESS, OPEN, REPORTED, SUPERSEDED, WITHDRAWN

STATUS = {
    OPEN: "NEEDS-ACTION",
    IN_PROGRESS: "IN-PROCESS",
    BLOCKED: "IN-PROCESS",
    REPORTED: "IN-PROCESS",
    CLOSED: "COMPLETED",
    SUPERSEDED: "CANCELLED",
    CANCELLED: "CANCELLED",
    WITHDRAWN: "CANCELLED",
}
PERCENT = {OPEN: 0, IN_PROGRESS: 50, BLOCKED: 50, REPORTED: 90, CLOSED: 100}
"""How far it came on its way from open to closed, not how much of the work is done; none of what was called off."""
PRIORITIES = {"high": 1, "normal": 5, "low": 9}

CALLED_OFF = (SUPERSEDED, CANCELLED, WITHDRAWN)
FINISHED = (CLOSED, *CALLED_OFF)

LONGEST_SUMMARY = 160
"""Characters: an action is a sentence or a paragraph, of which calendars show a line."""


def headline(reference: str, *wordings: str) -> str:
    """'HLM/A-14 · Name the officers on duty. / 指定值班人员。', cut where a calendar would cut it worse.

    Each wording is told once, and has its share of the line: a reader of the last language reads how it begins, too.
    """
    told = dict.fromkeys(filter(None, (" ".join(words.split()) for words in wordings)))
    words = " / ".join(_cut(each, LONGEST_SUMMARY // len(told)) for each in told)
    return f"{reference} · {words}" if words else reference


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
