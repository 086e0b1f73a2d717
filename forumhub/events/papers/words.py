"""The trade's words for papers."""

from flask_babel import lazy_gettext as _l

KINDS = {
    "working_paper": _l("Working paper"),
    "presentation": _l("Presentation"),
    "background": _l("Background paper"),
    "statement": _l("Statement"),
}
SHARING = {
    "party": _l("Own party only"),
    "parties": _l("All parties"),
    "everyone": _l("Everyone"),
}
