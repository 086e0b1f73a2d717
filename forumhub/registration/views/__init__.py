"""Pages of the registration room."""

from forumhub.registration.announcing import views as announcing  # noqa: F401
from forumhub.registration.applying import views as applying_by_mail  # noqa: F401
from forumhub.registration.badges import views as badges  # noqa: F401
from forumhub.registration.bulk import views as bulk  # noqa: F401
from forumhub.registration.checkin import views as checkin  # noqa: F401
from forumhub.registration.delegations import views as delegations  # noqa: F401
from forumhub.registration.letters import views as letters  # noqa: F401
from forumhub.registration.lists import views as lists  # noqa: F401
from forumhub.registration.privacy import views as privacy  # noqa: F401
from forumhub.registration.questions import views as questions  # noqa: F401
from forumhub.registration.settings import views as settings  # noqa: F401
from forumhub.registration.views import (  # noqa: F401 - their routes
    answering,
    applying,
    deciding,
    inviting,
    listing,
    offering,
    showing,
)
from forumhub.registration.views.room import blueprint

__all__ = ["blueprint"]
