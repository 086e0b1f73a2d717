"""Pages of lists; importing it attaches them to the registration room's blueprint."""

from forumhub.registration.lists.views import deciding, exporting, importing, mapping, showing, uploading

__all__ = ["deciding", "exporting", "importing", "mapping", "showing", "uploading"]
