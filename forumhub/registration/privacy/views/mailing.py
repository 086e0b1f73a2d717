"""What the mails that were sent to somebody were about, by the names of their templates."""

from flask_babel import lazy_gettext as _l

MAIL_WORDS = {
    "registration_invitation": _l("Invitation"),
    "registration_application": _l("Link to confirm an application"),
    "registration_applied": _l("A place is kept"),
    "registration_confirmed": _l("Place confirmed"),
    "registration_promoted": _l("Place given from the waiting list"),
    "registration_waiting": _l("On the waiting list"),
    "registration_offered": _l("A place is offered"),
    "registration_lapsed": _l("The offer of a place lapsed"),
    "registration_cancelled": _l("Registration ended"),
    "registration_reminder": _l("Reminder"),
    "announcement": _l("Announcement"),
    "event_changed": _l("The event changed"),
    "event_cancelled": _l("The event was cancelled"),
    "account_made": _l("Account made"),
    "password_changed": _l("Password changed"),
    "password_reset": _l("Link to a new password"),
    "password_was_reset": _l("Password reset"),
    "second_factor": _l("Second factor"),
    "device_password": _l("Password for a device"),
    "role_granted": _l("Role granted"),
    "role_ended": _l("Role ended"),
}
OTHER = _l("Notice about minutes, papers, polls or follow-up")
