"""Calendars for programs that sync: read-only CalDAV (RFC 4791), by passwords made for one device each."""
