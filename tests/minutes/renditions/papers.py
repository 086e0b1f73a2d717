"""A paper around a text, as minutes that two parties signed bear it."""

from forumhub.markdown import read
from forumhub.minutes.renditions.paper import Paper, Party, Statement
from forumhub.minutes.renditions.walking import blocks_of


def paper(source: str, language: str = "en", **changes: object) -> Paper:
    values = {
        "language": language,
        "title": "Minutes: 第三次会议",
        "heading": "Minutes, version 2 · HLM/2026/1",
        "lead": ("Третья встреча 第三次会议", "Wed 25 Nov 2026, 09:00–17:30 Minsk"),
        "parties": ("China", "Беларусь"),
        "facts": (("Legal status", "Agreed minutes"),),
        "blocks": blocks_of(read(source).html),
        "signatures": (Party("China", "Li", "部长"), Party("Беларусь", "Глава", "Министр")),
        "statements": (Statement("Заявление", "Этой стороны.", "Первая.\n\n第二。"),),
        "footer": (("SHA-256 of the text", "a" * 64), ("Head of the ledger HLM", "c" * 64)),
        "page": "Page {page} of {pages}",
        "watermark": "",
        "no_image": "(image not available)",
        "made_at": 1_700_000_000,
    }
    return Paper(**{**values, **changes})
