"""Pages of the registration room."""

<<<<<<< HEAD
from forumhub.registration.views import (  # noqa: F401 - their routes
    answering,
    applying,
    deciding,
    inviting,
    listing,
    showing,
)
=======
from forumhub.registration.settings import views as settings  # noqa: F401
from forumhub.registration.views import answering, applying, deciding, inviting, listing  # noqa: F401 - their routes
>>>>>>> 2fea4ba (An event's registration has its settings page: who applies, deadline, what parties see, places of each delegation)
from forumhub.registration.views.room import blueprint

__all__ = ["blueprint"]
