"""Pages of the registration room."""

<<<<<<< HEAD
from forumhub.registration.questions import views as questions  # noqa: F401
from forumhub.registration.settings import views as settings  # noqa: F401
=======
from forumhub.registration.badges import views as _badges  # noqa: F401
>>>>>>> e532fa6 (Badges as sheets for A4, the list of delegates and a seating plan by precedence)
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
