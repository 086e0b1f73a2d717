"""These tests run without an app, which would otherwise pin the time-zone data to the package."""

import zoneinfo

zoneinfo.reset_tzpath(())
zoneinfo.ZoneInfo.clear_cache()
