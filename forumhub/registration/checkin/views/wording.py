"""What is said at the door: of an answer, its colour, its word, and what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forumhub.parties.policy import Reader
from forumhub.phrases import in_language, moment
from forumhub.registration.checkin import rules
from forumhub.registration.checkin.models import Scan
from forumhub.registration.checkin.queries import came_at, may_know
from forumhub.registration.models import Registration
from forumhub.registration.rules import DECLINED, INVITED, WAITING, WITHDRAWN
from forumhub.web import language


class Words(NamedTuple):
    """`kind` is welcome, again or refused: the colour and the sign that stand with the word."""

    kind: str
    word: str
    advice: str


WORDS = {
    rules.WELCOME: Words("welcome", _l("Welcome"), ""),
    rules.DUPLICATE: Words("again", _l("Already in"), _l("If this is another person, look at both badges.")),
    rules.OTHER_EVENT: Words("refused", _l("Wrong event"), ""),
    rules.UNKNOWN: Words("refused", _l("Unknown code"), _l("Nobody here has this code. Look for the name.")),
    INVITED: Words("refused", _l("Not registered"), _l("Invited, but has not accepted the invitation.")),
    WAITING: Words("refused", _l("On the waiting list"), _l("There is no place for this person.")),
    DECLINED: Words("refused", _l("Declined"), _l("The registration was declined.")),
    WITHDRAWN: Words("refused", _l("Withdrawn"), _l("The registration was withdrawn.")),
}
PAGE_WORDS = {
    "start": _l("Start the camera"),
    "stop": _l("Stop the camera"),
    "aim": _l("Hold the code in front of the camera."),
    "insecure": _l("The camera works on secure pages only (https). Type the code, or look for the name."),
    "denied": _l("The browser may not use the camera. Allow it in the settings of this page, or type the code."),
    "missing": _l("No camera was found. Type the code, or look for the name."),
    "busy": _l("The camera does not start; another program may use it. Try again, or type the code."),
    "sending": _l("Checking…"),
    "kept": _l("Kept, not checked yet"),
    "kept_advice": _l("There is no network. It is sent once the network is back; the answer comes then."),
    "mistyped": _l("Not a code"),
    "mistyped_advice": _l("A character is missing or wrong. Scan it again, or type its ten characters."),
    "no_code": _l("This QR code is not from a badge of ours."),
    "all_sent": _l("All scans are sent."),
    "one_waits": _l("1 scan waits for the network."),
    "many_wait": _l("{number} scans wait for the network."),
    "only_here": _l("This browser keeps nothing: leave the page open until all is sent."),
    "signed_out": _l("You were signed out. Open this page again and sign in: what was scanned is kept, and sent then."),
    "gone": _l("The server does not take scans for this event from you any more."),
    "no_search": _l("There is no network, so names cannot be looked up now. Type or scan the code."),
    "not_undone": _l("Not undone: there is no network. Try again when it is back."),
}
"""For the script; in braces, what it fills in."""


@dataclass(frozen=True)
class Answer:
    """`registration` is None where there is none, or none that the reader may know of."""

    scan: Scan
    words: Words
    registration: Registration | None
    note: str

    @property
    def line(self) -> str:
        """For the list of what this page has scanned."""
        name = self.registration.person.name if self.registration else ""
        return f"{self.words.word}: {name}" if name else str(self.words.word)


def answer_of(scan: Scan, reader: Reader) -> Answer:
    """What came of a scan, for this reader; of the same scan always the same."""
    known = scan.registration if scan.registration and may_know(reader, scan.registration) else None
    outcome = scan.outcome if known or scan.registration is None else rules.UNKNOWN
    return Answer(scan, WORDS[outcome], known, _note(scan, known))


def _note(scan: Scan, known: Registration | None) -> str:
    if known and scan.outcome == rules.OTHER_EVENT:
        return str(_("This badge is for: %(event)s", event=in_language(known.event.titles, language())))
    if scan.undone_at:
        return str(_("This was undone on %(moment)s.", moment=_here(scan, scan.undone_at)))
    first = came_at(known) if known and scan.outcome == rules.DUPLICATE else None
    return str(_("First let in on %(moment)s.", moment=_here(scan, first))) if first else ""


def _here(scan: Scan, at: datetime) -> str:
    return moment(at, scan.event.timezone, language())
