"""The last gate before a page: whatever the renderer did, only these tags, attributes, classes and schemes leave it."""

import nh3

from forumhub.markdown.words import FIELDS, KINDS

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TAGS = _HEADINGS | {
    *(
        "p",
        "br",
        "hr",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "a",
        "img",
        "ul",
        "ol",
        "li",
        "div",
        "span",
        "b",
        "sup",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # the library would let titles through, which nobody sees in print
    **{tag: {"id"} for tag in (*_HEADINGS, "div", "li", "sup", "p")},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
}
_CLASSES = {
    "div": {"item", "meta", "footnote", *(kind.lower() for kind in KINDS)},
    "span": {"num", "owners", "state", "image", *("field-" + name.replace(" ", "-") for name in FIELDS)},
    "ul": {"items"},
    "pre": {"raw"},
    "a": {"footnote-ref", "footnote-backref"},
}
_ALIGN = {"align": {"left", "right", "center"}}


def sanitise(html: str) -> str:
    """The HTML without anything that could run, load from elsewhere or pass for a part of our page."""
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        tag_attribute_values={"th": _ALIGN, "td": _ALIGN},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return clean.replace("\r", "\n")  # from &#13;, which browsers read as a line end too
