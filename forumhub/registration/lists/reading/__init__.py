"""Files of other programs as plain cells of text."""
