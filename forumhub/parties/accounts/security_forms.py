"""Flask-Security's forms with labels in forumhub's words."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    MfRecoveryForm,
    ResetPasswordForm,
    TwoFactorVerifyCodeForm,
)
from wtforms import PasswordField
from wtforms.validators import InputRequired


def relabelled(field: Any, label: Any) -> Any:
    """The same unbound field, validators and all, under another label."""
    return field.field_class(label, *field.args[1:], **field.kwargs)


class SignIn(LoginForm):  # type: ignore[misc]
    email = relabelled(LoginForm.email, _l("E-mail address"))
    password = relabelled(LoginForm.password, _l("Password"))


class Forgot(ForgotPasswordForm):  # type: ignore[misc]
    email = relabelled(ForgotPasswordForm.email, _l("E-mail address"))


class Reset(ResetPasswordForm):  # type: ignore[misc]
    password = relabelled(ResetPasswordForm.password, _l("New password"))
    password_confirm = relabelled(ResetPasswordForm.password_confirm, _l("New password, once more"))


class Change(ChangePasswordForm):  # type: ignore[misc]
    password = PasswordField(
        _l("Present password"), validators=[InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    new_password = relabelled(ChangePasswordForm.new_password, _l("New password"))
    new_password_confirm = relabelled(ChangePasswordForm.new_password_confirm, _l("New password, once more"))


class Code(TwoFactorVerifyCodeForm):  # type: ignore[misc]
    code = relabelled(TwoFactorVerifyCodeForm.code, _l("Code"))


class Recovery(MfRecoveryForm):  # type: ignore[misc]
    code = relabelled(MfRecoveryForm.code, _l("Recovery code"))


FORMS: dict[str, Any] = {
    "login_form": SignIn,
    "forgot_password_form": Forgot,
    "reset_password_form": Reset,
    "change_password_form": Change,
    "two_factor_verify_code_form": Code,
    "mf_recovery_form": Recovery,
}
