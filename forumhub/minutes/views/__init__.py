"""Pages of the minutes room."""

from forumhub.minutes.agendas import views as _agendas  # noqa: F401 - its routes
from forumhub.minutes.archives import views as _archives  # noqa: F401 - its routes
from forumhub.minutes.completion import views as _completion  # noqa: F401 - its routes
from forumhub.minutes.corrigenda import views as _corrigenda  # noqa: F401 - its routes
from forumhub.minutes.deferring import views as _deferring  # noqa: F401 - its routes
from forumhub.minutes.importing import views as _importing  # noqa: F401 - its routes
from forumhub.minutes.languages import views as _languages  # noqa: F401 - its routes
from forumhub.minutes.outlines import views as _outlines  # noqa: F401 - its routes
from forumhub.minutes.proposals import views as _proposals  # noqa: F401 - its routes
from forumhub.minutes.readytexts import views as _readytexts  # noqa: F401 - its routes
from forumhub.minutes.renditions import views as _renditions  # noqa: F401 - its routes
from forumhub.minutes.silence import views as _silence  # noqa: F401 - its routes
from forumhub.minutes.statements import views as _statements  # noqa: F401 - its routes
from forumhub.minutes.views import (  # noqa: F401 - their routes
    annexes,
    approving,
    chain,
    circulating,
    documents,
    editor,
    images,
    merging,
    revising,
    signing,
    teaching,
    uploading,
)
from forumhub.minutes.views.blueprint import blueprint

__all__ = ["blueprint"]
