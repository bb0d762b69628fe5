"""What is said to the trader, as an id with arguments; the texts are data in
`catalogue/messages`.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

Argument = str | int | Decimal


class Message(msgspec.Struct, frozen=True):
    """A sentence to be rendered in the trader's language.

    `code` is the server's own code (`msg_cd`) and `original` its own words, both shown beside the
    sentence and never replaced by it.
    """

    id: str
    arguments: dict[str, Argument] = {}
    code: str = ""
    original: str = ""


def message(id_: str, *, code: str = "", original: str = "", **arguments: Argument) -> Message:
    """A `Message` with its arguments given by name."""
    return Message(id_, arguments, code, original)
