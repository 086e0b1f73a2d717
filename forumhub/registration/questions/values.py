"""What passes between forms and actions: what was answered to one version of a form, and files that were sent."""

from dataclasses import dataclass, field
from typing import Any, TypedDict


@dataclass(frozen=True)
class SentFile:
    """A file that is on disk already, but in no database. `key`: of a sensitive one, which lies there encrypted."""

    name: str
    sha256: str
    size: int
    key: str = ""


@dataclass(frozen=True)
class Given:
    """What was answered to the version of this row id; None where the event asks nothing.

    `values`, by the questions' keys: text, a list, rules.STORED for what stays as it is, or a SentFile.
    """

    version_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    seen: int | None = None
    """The `lock_version` of the answers that the writer had read; None for the first."""


class QuestionValues(TypedDict, total=False):
    """What an organizer says of a question: columns of Question by their names."""

    labels: dict[str, str]
    helps: dict[str, str]
    required: bool
    sensitive: bool
    options: list[dict[str, Any]]
    shown_if_key: str
    shown_if_value: str
