"""Who sent a mail, as the mail server that took it attests (Authentication-Results, RFC 8601). Pure; asks no network.

Only its own word counts: the fields of its name above all Received, since each of its programs may write one (section
5); where none stands there, the topmost. What stands below came with the mail, and may be forged; that it takes fields
of its own name out of what comes from outside is for its keeper to see to.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

LONGEST_FIELD = 8_000
_RESULT = re.compile(r"\s*(dkim|spf|dmarc)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)(?![a-z])(.*)", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"\b(header|smtp)\s*\.\s*([a-z]+)\s*=\s*([^\s;]+)", re.IGNORECASE)
_PROVING = {
    "dkim": (("header", "d"), ("header", "i")),
    "spf": (("smtp", "mailfrom"),),
    "dmarc": (("header", "from"),),
}
"""By method, the first of these properties that is there says whose domain it proved."""


class Prover(NamedTuple):
    """`authserv_id`: by which name the mail server signs its results, empty where it attests nothing.

    `trusted_domains`: whose mails it takes from their own people only, so that they need no results.
    """

    authserv_id: str = ""
    trusted_domains: tuple[str, ...] = ()


def is_proved(sender: str, fields: Sequence[str], prover: Prover, here: int = 0) -> bool:
    """Whether the mail comes from the domain of `sender`; `fields` are its Authentication-Results, topmost first, of
    which so many as `here` stand above all Received."""
    domain = _domain_of(sender)
    if not domain:
        return False
    if domain in map(_domain_of, prover.trusted_domains):
        return True
    name = prover.authserv_id.strip().lower()
    own = list(_own(fields[:here], name)) or list(islice(_own(fields, name), 1))
    return bool(name) and any(_proves(result, domain) for results in own for result in results)


def _own(fields: Sequence[str], name: str) -> Iterator[list[str]]:
    return (results for field in fields if (results := _of(_taken_apart(field), name)) is not None)


def _of(parts: list[str], name: str) -> list[str] | None:
    """The results, where the field bears this name; a version may follow it."""
    words = parts[0].lower().split()
    return parts[1:] if words and words[0] == name else None


def _proves(result: str, domain: str) -> bool:
    found = _RESULT.fullmatch(result)
    if not found or found[2].lower() != "pass":
        return False
    said = {(kind.lower(), name.lower()): value for kind, name, value in reversed(_PROPERTY.findall(found[3]))}
    proved = next((said[key] for key in _PROVING[found[1].lower()] if key in said), "")
    return _is_aligned(_domain_of(proved), domain)


def _domain_of(address: str) -> str:
    """In small letters and as it is sent to: servers write 公安部.cn in either form (RFC 8616, 4)."""
    domain = address.rpartition("@")[2].strip("<>").rstrip(".").lower()
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _is_aligned(proved: str, domain: str) -> bool:
    """The same domain, or one above it, whose word holds for those below; never the other way round, since whoever has
    a name below a ministry's is not the ministry."""
    return proved == domain or ("." in proved and domain.endswith("." + proved))


def _taken_apart(field: str) -> list[str]:
    """At its semicolons, without comments; what stands in quotation marks cannot look like anything else."""
    parts, depth, quoted, escaped = [""], 0, False, False
    for character in field[:LONGEST_FIELD]:
        if escaped or character == "\\":
            escaped = not escaped
        elif quoted:
            quoted = character != '"'
            parts[-1] += character if character.isalnum() or character in "@.-_+" else ""
        elif character == "(":
            depth += 1
        elif character == ")":
            depth = max(depth - 1, 0)
        elif depth:
            continue
        elif character == '"':
            quoted = True
        elif character == ";":
            parts.append("")
        else:
            parts[-1] += character
    return parts
