"""What events tells later rooms; they listen in the same transaction."""

from blinker import Namespace

_signals = Namespace()

event_changed = _signals.signal("event-changed")
"""Sent by an Event's action. event; change: created, edited, postponed, cancelled, reinstated, held or series
(edited through its series); before: Event.snapshot() of what was, None where it was created."""

series_detail_changed = _signals.signal("series-detail-changed")
"""series: what calendars outside may carry of its meetings, also of those that were held."""

series_renamed = _signals.signal("series-renamed")
"""series: its titles, their languages or its access changed; meetings that follow it are told by event_changed."""

meetings_changing = _signals.signal("meetings-changing")
"""Sent before meetings are changed through their series, or their venue's words with its name. event_ids: their row
ids; a listener returns those of them that must stay as they are."""

papers_changed = _signals.signal("papers-changed")
"""event: of its papers that all of its readers see, or saw until now, one changed."""

venue_located = _signals.signal("venue-located")
"""venue: its coordinates changed, which calendars tell of all events there."""

standing_changed = _signals.signal("standing-changed")
"""event; person_id; standing: one of rules.STANDINGS."""

heads_changed = _signals.signal("heads-changed")
"""event; party; person_id; by; now: somebody who was named for a party, changed there, or is named no more.
approves: whether they may approve for it from now on; None where that stays as it was."""

programme_changed = _signals.signal("programme-changed")
"""programme: a session of it, a hall, its state or its days changed; deleted sessions are still rows of it."""

event_copying = _signals.signal("event-copying")
"""Sent before the transaction in which an event is copied, for work that takes its time. source; parts: of
copying.rules.PARTS; values: entering.EventValues of the copy; same_register: whether it will be a meeting of the
source's series; by; prepared: a dict into which a listener puts what it needs for event_copied."""

event_copied = _signals.signal("event-copied")
"""event; source; parts; prepared; by; now. A listener copies what `by` may see of its room's, in the transaction."""
