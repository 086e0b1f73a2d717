"""Characters that are not seen, by which a name or a number could read as another."""

import re

UNSEEN = re.compile("[\x00-\x1f\x7f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no database takes, and controls by which a name could read as one of another kind."""
