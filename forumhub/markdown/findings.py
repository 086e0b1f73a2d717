"""What the tree processors find while the page is made; `reading` turns it into a Document."""

from dataclasses import dataclass, field

from forumhub.errors import N_
from forumhub.markdown.attendance import Attendance
from forumhub.markdown.headings import Heading, Paragraph
from forumhub.markdown.items import Item
from forumhub.markdown.remarks import Remark


@dataclass
class Findings:
    """`raw_html` are line numbers, `images` the addresses of images that are not ours to show."""

    items: list[Item] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    attendance: Attendance = field(default_factory=Attendance)
    remarks: list[Remark] = field(default_factory=list)
    raw_html: list[int] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    addresses: dict[str, int] = field(default_factory=dict)
    anchors: dict[str, int] = field(default_factory=dict)
    path: list[Heading] = field(default_factory=list)

    def section(self) -> str | None:
        """The number of the heading that the text stands under at this point, an unnumbered one between left out."""
        return next((heading.number for heading in reversed(self.path) if heading.number), None)

    def address(self, number: str, line: int) -> None:
        """Notes an address; one that stands already cannot be referred to without doubt."""
        first = self.addresses.setdefault(number, line)
        if first != line:
            values = {"number": number, "first": str(first)}
            msgid = N_("The number %(number)s stands already in line %(first)s; a reference to it would be in doubt.")
            self.remarks.append(Remark(line, msgid, values, blocks=False))

    def enter(self, heading: Heading) -> None:
        self.headings.append(heading)
        if heading.number:
            self.address(heading.number, heading.line)
        self.leave(heading.level)
        self.path.append(heading)
        self.attendance.see_heading(heading)

    def leave(self, level: int) -> None:
        """Ends the sections of this level and below."""
        while self.path and self.path[-1].level >= level:
            self.path.pop()

    def anchor(self, wish: str) -> str:
        """An id that the page does not yet have: the wish itself the first time, `wish~2` the second."""
        count = self.anchors[wish] = self.anchors.get(wish, 0) + 1
        return wish if count == 1 else f"{wish}~{count}"
