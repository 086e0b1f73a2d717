"""Open application: a place at a public event for somebody without an account, confirmed by a link in a mail.

What a stranger types is kept apart until the address proves to be theirs, and deleted where it does not. Neither the
pages nor how long they take tell whether an address is known here: that is said in the mail, to its owner alone.
"""
