"""The last gate before a page: whatever the renderer did, only these tags, attributes, classes and schemes leave it."""

from collections.abc import Callable, Collection

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
ELSEWHERE = ("http://", "https://", "mailto:")
_ALIGN = {"align": {"left", "right", "center"}}


def _cleaner(attribute_filter: Callable[[str, str, str], str | None] | None = None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute_filter,
        allowed_classes=_CLASSES,
        tag_attribute_values={"th": _ALIGN, "td": _ALIGN},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


_CLEANER = _cleaner()


def sanitise(html: str) -> str:
    """The HTML without anything that could run, load from elsewhere or pass for a part of our page."""
    return _CLEANER.clean(html).replace("\r", "\n")  # from &#13;, which browsers read as a line end too


def placed(html: str, prefix: str, *, alone: bool, beside: Collection[str] = ()) -> str:
    """The sanitised HTML as a part of a page that holds several: its anchors, and the links to them, get the prefix.

    `alone`: the page lies on a disk, so links to pages of ours lead nowhere and are left out, and so are
    images other than the files `beside` it.
    """

    def placed_value(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return prefix + value
        if name == "href" and value.startswith("#"):
            return f"#{prefix}{value[1:]}"
        if alone and ((name == "src" and value not in beside) or (name == "href" and not value.startswith(ELSEWHERE))):
            return None
        return value

    return _cleaner(placed_value).clean(html)
