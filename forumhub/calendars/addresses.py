"""Addresses below PUBLIC_URL for what is rendered where no request is, and the ways to hand a feed's to a calendar."""

from typing import NamedTuple
from urllib.parse import quote, urlencode

import segno
from flask import current_app
from markupsafe import Markup

from forumhub.mail.rendering import Link

LINKS = "forumhub.calendars.links"
"""The app's extension that makes addresses: two apps in one process have each its own PUBLIC_URL."""


def address(endpoint: str, **values: str) -> str:
    """The absolute address of a page."""
    link: Link = current_app.extensions[LINKS]
    return link(endpoint, **values)


class Ways(NamedTuple):
    """One feed's address, as each kind of calendar takes it. `qr` is an SVG element of webcal."""

    https: str
    webcal: str
    google: str
    outlook: str
    office: str
    qr: Markup


def ways_to(https: str, name: str, qr_title: str) -> Ways:
    webcal = "webcal:" + https.partition(":")[2]
    by_web = "/calendar/0/addfromweb?" + urlencode({"url": https, "name": name}, quote_via=quote)
    return Ways(
        https=https,
        webcal=webcal,
        google="https://calendar.google.com/calendar/r?" + urlencode({"cid": webcal}),
        outlook="https://outlook.live.com" + by_web,
        office="https://outlook.office.com" + by_web,
        qr=Markup(  # noqa: S704 - drawn by segno from an address of ours
            segno.make(webcal, error="m").svg_inline(
                omitsize=True, light="#fff", svgclass=None, lineclass=None, title=qr_title
            )
        ),
    )
