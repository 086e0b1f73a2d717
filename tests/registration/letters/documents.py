"""Word documents to arrange tests with, changed as Word, or somebody hostile, would change them."""

import io
import re
import zipfile

from docx import Document

from forumhub.registration.letters.packages import read_package


def document(*paragraphs: list[str] | str, header: str = "", footer: str = "", cell: str = "") -> bytes:
    """A paragraph is a text, or a list of runs."""
    made = Document()
    for runs in paragraphs:
        written = made.add_paragraph()
        for run in [runs] if isinstance(runs, str) else runs:
            written.add_run(run).bold = len(run) % 2 == 0
    made.add_table(1, 1).cell(0, 0).text = cell
    made.sections[0].header.paragraphs[0].text = header
    made.sections[0].footer.paragraphs[0].text = footer
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def changed(content: bytes, name: str, *, find: str = "", put: str = "", add: bytes | None = None) -> bytes:
    """With one part changed by a regular expression, or added."""
    parts = read_package(content)
    if add is not None:
        parts[name] = add
    else:
        text = parts[name].decode()
        assert re.search(find, text)
        parts[name] = re.sub(find, lambda _found: put, text, count=1).encode()
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def texts(content: bytes) -> list[str]:
    """Of the paragraphs, the first table, and the header and footer."""
    read = Document(io.BytesIO(content))
    section = read.sections[0]
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    ends = [section.header.paragraphs[0].text, section.footer.paragraphs[0].text]
    return [*(paragraph.text for paragraph in read.paragraphs), *cells, *ends]
