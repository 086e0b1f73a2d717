"""Old minutes read for what they likely hold: attendance, decisions, actions. Pure, and it decides nothing.

The text goes in line by line. A heading or a label opens a section of a kind, a mark opens a line of a kind, and some
sentences tell of a decision. What is found comes with the line of the dialect that a secretary may take, and why; what
only looks like it comes with the reason why it is not offered.
"""

from collections.abc import Mapping

from forumhub.errors import N_
from forumhub.markdown import TooMuch
from forumhub.markdown.limits import MAX_BYTES
from forumhub.minutes.importing.finding import Report
from forumhub.minutes.importing.lines import lines_of
from forumhub.minutes.importing.reading import Reading

MOST_LINES = 5_000
MOST_FOUND = 400


def propose(text: str, names: Mapping[str, str]) -> Report:
    """What the text likely holds, in the order of its lines.

    `names` has the code of each organ and party by its code and by its names; only an exact one is an owner.
    Takes time in proportion to the text. Raises TooMuch for one with more than can be gone through by eye.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_BYTES or text.count("\n") >= MOST_LINES:
        raise TooMuch(N_("The text has more than %(limit)s lines; import it meeting by meeting."), limit=MOST_LINES)
    reading = Reading(names)
    for line in lines_of(text):
        reading.see(line)
        if len(reading.found) > MOST_FOUND:
            msgid = N_("More than %(limit)s things are found in the text; import it meeting by meeting.")
            raise TooMuch(msgid, limit=MOST_FOUND)
    return Report(tuple(reading.found), tuple(reading.passed))
