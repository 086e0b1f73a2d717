"""What of a session an import would change, in words."""

from flask_babel import lazy_gettext as _l

LANGUAGE = "en"
"""In which halls are called in plans; files of ours are read by it, too."""

FIELDS = {
    "titles": _l("Title"),
    "subtitles": _l("Subtitle"),
    "local_start": _l("Start"),
    "minutes": _l("Length"),
    "hall": _l("Hall"),
    "kind": _l("Kind"),
    "state": _l("State"),
    "track": _l("Track"),
    "language": _l("Language"),
    "interpretation": _l("Interpretation"),
    "abstract": _l("Abstract"),
    "description": _l("Description"),
    "links": _l("Links"),
    "speakers": _l("Speakers"),
    "slug": _l("Name in addresses"),
    "frab_id": _l("Number in the file"),
    "foreign": _l("What only other systems read"),
    "deleted": _l("Restored"),
}
