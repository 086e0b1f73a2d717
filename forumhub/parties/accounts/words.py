"""What Flask-Security says, in forumhub's words and catalogue; it looks its messages up by these names."""

from forumhub.errors import N_

ERROR, INFO, DONE = "error", "info", "success"

MESSAGES: dict[str, tuple[str, str]] = {
    "GENERIC_AUTHN_FAILED": (N_("The e-mail address, the password or the code is not right."), ERROR),
    "GENERIC_RECOVERY": (
        N_("If there is an account with this address, a mail with a link is on its way. Look into spam as well."),
        INFO,
    ),
    "PASSWORD_RESET_REQUEST": (
        N_("If there is an account with this address, a mail with a link is on its way. Look into spam as well."),
        INFO,
    ),
    "PASSWORD_RESET_EXPIRED": (
        N_("The link was good for %(within)s and is too old now. Ask for a new one here."),
        ERROR,
    ),
    "INVALID_RESET_PASSWORD_TOKEN": (
        N_("The link was used already or is not whole. Ask for a new one here."),
        ERROR,
    ),
    "PASSWORD_RESET_NO_LOGIN": (N_("The new password holds. Sign in with it."), DONE),
    "PASSWORD_CHANGE": (N_("The new password holds. All other sessions were ended."), DONE),
    "PASSWORD_IS_THE_SAME": (N_("This is the old password; another one would be right."), ERROR),
    "PASSWORD_INVALID_LENGTH": (N_("A password of %(length)s characters or more would be right."), ERROR),
    "PASSWORD_NOT_PROVIDED": (N_("The password is missing."), ERROR),
    "RETYPE_PASSWORD_MISMATCH": (N_("The two new passwords differ."), ERROR),
    "INVALID_PASSWORD": (N_("This is not the account's password."), ERROR),
    "EMAIL_NOT_PROVIDED": (N_("The e-mail address is missing."), ERROR),
    "INVALID_EMAIL_ADDRESS": (N_("That is not an e-mail address; name@example.org would be right."), ERROR),
    "DISABLED_ACCOUNT": (N_("This account is closed. Your party's administrator can say why."), ERROR),
    "FORGOT_PASSWORD": (N_("Forgot the password?"), INFO),
    "REAUTHENTICATION_REQUIRED": (N_("This step asks for your password once more."), INFO),
    "REAUTHENTICATION_SUCCESSFUL": (N_("Thank you, you can go on."), DONE),
    "UNAUTHENTICATED": (N_("Sign in to go on."), INFO),
    "TWO_FACTOR_INVALID_TOKEN": (
        N_("The code is not right. Each code counts once; wait for the next one and check the phone's clock."),
        ERROR,
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (N_("You are signed in."), DONE),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        N_("From now on signing in asks for a code. Make recovery codes now, for a lost phone."),
        DONE,
    ),
    "TWO_FACTOR_DISABLED": (N_("Signing in asks for no code any more."), DONE),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("Begin again with the e-mail address and the password."), ERROR),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (N_("There is no such second factor here."), ERROR),
    "TWO_FACTOR_SETUP_EXPIRED": (N_("The set-up was open for longer than %(within)s. Begin it again."), ERROR),
    "INVALID_RECOVERY_CODE": (N_("The recovery code is not right, or was used already."), ERROR),
    "NO_RECOVERY_CODES_SETUP": (N_("There are no recovery codes yet."), INFO),
    "INVALID_REDIRECT": (N_("The way back led to another site, so it was dropped."), ERROR),
}
