"""Pure decisions about files that are made of a text: their names."""

PDF = "pdf"
DOCX = "docx"
HTML = "html"
KINDS = (PDF, DOCX, HTML)
MEDIA_TYPES = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    HTML: "text/html; charset=utf-8",
}


def file_name(stem: str, language: str, kind: str, copy: str = "") -> str:
    """`HLM-minutes-2.zh.pdf`; `HLM-minutes-2.zh.CN.pdf` for the copy of a party."""
    return ".".join(filter(None, (stem, language, copy, kind)))


def stem(register: str, kind: str, *, version: int | None, revision: int) -> str:
    """`HLM-minutes-2` for a frozen version, `HLM-minutes-r3` for a draft."""
    return f"{register}-{kind}-{version if version is not None else f'r{revision}'}"
