"""What speaks against a slot, how much, and in which words."""

from forumhub.errors import N_

HOLIDAY, WEEKEND = "holiday", "weekend"
BUSY, PERSON_BUSY = "busy", "person_busy"
TRAVEL_HOLIDAY, TRAVEL_WEEKEND = "travel_holiday", "travel_weekend"
TRAVEL_BUSY, PERSON_TRAVEL_BUSY = "travel_busy", "person_travel_busy"
HOURS, NIGHT, PEOPLE_HOURS, PEOPLE_NIGHT = "hours", "night", "people_hours", "people_night"
WORKING, MADE_UP, WITHIN_HOURS, FREE, TRAVEL_FREE = "working", "made_up", "within_hours", "free", "travel_free"
VENUE_TAKEN, CLOCK_CHANGE, PAST = "venue_taken", "clock_change", "past"

POINTS = {
    HOLIDAY: 40,
    WEEKEND: 30,
    BUSY: 35,
    PERSON_BUSY: 25,
    TRAVEL_HOLIDAY: 10,
    TRAVEL_WEEKEND: 4,
    TRAVEL_BUSY: 12,
    PERSON_TRAVEL_BUSY: 6,
    HOURS: 5,
    NIGHT: 15,
    PEOPLE_HOURS: 2,
    PEOPLE_NIGHT: 6,
}
"""Points against: for each day of rest, each other event, each half hour begun outside working hours."""

NIGHT_BEGINS, NIGHT_ENDS = 22 * 60, 7 * 60
LONGEST_WEEK = 5
"""A meeting of more days has weekends inside whenever it begins; only those of its first and last day count."""

MSGIDS = {
    HOLIDAY: N_("Public holiday, %(who)s: %(name)s, %(days)s."),
    WEEKEND: N_("Weekend, %(who)s: %(days)s."),
    BUSY: N_("%(who)s has another event then: %(events)s."),
    PERSON_BUSY: N_("%(who)s takes part in another event then: %(events)s."),
    TRAVEL_HOLIDAY: N_("Travel on a public holiday, %(who)s: %(name)s, %(days)s."),
    TRAVEL_WEEKEND: N_("Travel on a weekend, %(who)s: %(days)s."),
    TRAVEL_BUSY: N_("%(who)s has another event on a day of travel: %(events)s."),
    PERSON_TRAVEL_BUSY: N_("%(who)s has another event on a day of travel: %(events)s."),
    HOURS: N_("Outside working hours, %(who)s: %(clock)s."),
    NIGHT: N_("At night, %(who)s: %(clock)s."),
    PEOPLE_HOURS: N_("Outside working hours, %(who)s (people: %(people)s): %(clock)s."),
    PEOPLE_NIGHT: N_("At night, %(who)s (people: %(people)s): %(clock)s."),
    WORKING: N_("A working day for every party."),
    MADE_UP: N_("Worked to make up for a holiday, %(who)s: %(days)s."),
    WITHIN_HOURS: N_("Within working hours on every clock."),
    FREE: N_("Neither the parties nor the people have another event then."),
    TRAVEL_FREE: N_("The days before and after are free for travel."),
    VENUE_TAKEN: N_("The venue is taken then: %(events)s."),
    CLOCK_CHANGE: N_("The clocks of %(who)s change then, so the hours asked for are not there."),
    PAST: N_("That has passed."),
}
