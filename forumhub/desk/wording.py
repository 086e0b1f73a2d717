"""What an audit entry says to a reader. An act without words here would show its bare name; a test finds those."""

from flask_babel import gettext

from forumhub.errors import N_

SENTENCES: dict[str, str] = {
    "parties.add_party": N_("party entered"),
    "parties.add_organ": N_("organ entered"),
    "parties.add_person": N_("person entered"),
    "parties.add_account": N_("account made"),
    "parties.grant_role": N_("role granted"),
    "parties.end_role": N_("role ended"),
    "parties.change_password": N_("password changed"),
    "parties.reset_password": N_("password reset"),
    "parties.set_second_factor": N_("second factor set up"),
    "parties.remove_second_factor": N_("second factor removed"),
    "agreements.drafted": N_("drafted"),
    "agreements.saved": N_("draft saved"),
    "agreements.proposed": N_("proposed to the parties"),
    "agreements.taken_back": N_("proposal taken back"),
    "agreements.approved": N_("approved by a party"),
    "agreements.in_force": N_("in force"),
    "events.create": N_("planned"),
    "events.edit": N_("edited"),
    "events.follow": N_("changed with its series"),
    "events.confirm": N_("confirmed"),
    "events.postpone": N_("postponed"),
    "events.cancel": N_("cancelled"),
    "events.hold": N_("held"),
    "events.name_head": N_("head of delegation named"),
    "events.remove_head": N_("head of delegation removed"),
    "events.create_series": N_("series made"),
    "events.edit_series": N_("series edited"),
    "registration.invite": N_("delegate invited"),
    "registration.apply": N_("delegate applied"),
    "registration.accept": N_("invitation accepted"),
    "registration.decline": N_("registration declined"),
    "registration.confirm": N_("registration confirmed"),
    "registration.withdraw": N_("registration withdrawn"),
    "registration.promote": N_("place given from the waiting list"),
    "minutes.create": N_("document begun"),
    "minutes.save": N_("draft saved"),
    "minutes.share": N_("draft shared"),
    "minutes.circulate": N_("text circulated"),
    "minutes.approve": N_("text approved by a party"),
    "minutes.object": N_("text objected to"),
    "minutes.agree": N_("text agreed"),
    "followup.in_progress": N_("in progress"),
    "followup.reported": N_("reported done"),
    "followup.closed": N_("closed"),
    "followup.confirmed": N_("confirmed"),
    "followup.returned": N_("returned"),
    "followup.blocked": N_("blocked"),
    "followup.superseded": N_("superseded"),
    "followup.withdrawn": N_("withdrawn"),
    "calendars.subscribe": N_("calendar link made"),
    "calendars.revoke": N_("calendar link revoked"),
}


def sentence(act: str) -> str:
    """'circulated' in the reader's language."""
    return gettext(SENTENCES[act]) if act in SENTENCES else act
