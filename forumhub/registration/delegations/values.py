"""What a party says of somebody on its list."""

from typing import TypedDict


class Described(TypedDict):
    """Columns of Nominee by their names."""

    function: str
    honorific: str
    title: str
    affiliation: str


class Typed(Described):
    """With what is said of somebody who is not known yet; `email` may be empty."""

    name: str
    own_name: str
    email: str
