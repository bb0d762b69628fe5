"""Shapes that account answers sometimes have and that no document tells of; off unless asked for.

`POST {admin}/oddities` with any of

    {"blank_rows": true}        every list ends with a row whose fields are all empty
    {"repeated_rows": true}     the first row of every list comes a second time at its end
    {"empty_as_object": true}   a list without rows is written {}
    {"object_as_list": true}    a single block is written as a list of one

Each stays until it is set to false, or until the simulator is reset.
"""

from dataclasses import dataclass, fields, replace
from typing import cast

from kis_desktop.simulator.server.replies import Reply


class NotOdd(ValueError):
    """What was asked for is none of the oddities, or neither true nor false."""


@dataclass(frozen=True, slots=True)
class Oddities:
    """Which of them are on."""

    blank_rows: bool = False
    repeated_rows: bool = False
    empty_as_object: bool = False
    object_as_list: bool = False

    def set_to(self, wanted: dict[str, object]) -> "Oddities":
        """With those changed that are named. Raises NotOdd."""
        for name, value in wanted.items():
            if not isinstance(value, bool):
                raise NotOdd(f"{name} is true or false, not {value!r}")
        return replace(self, **cast("dict[str, bool]", wanted))

    def applied(self, reply: Reply) -> Reply:
        """The reply in the shapes that are on."""
        if self == Oddities():
            return reply
        return replace(reply, body={name: self._block(one) for name, one in reply.body.items()})

    def _block(self, block: object) -> object:
        if isinstance(block, dict):
            return [block] if self.object_as_list else block
        if not isinstance(block, list):
            return block
        if not block:
            return {} if self.empty_as_object else block
        rows = list(block)
        if self.repeated_rows:
            rows.append(rows[0])
        if self.blank_rows:
            rows.append(dict.fromkeys(rows[0], ""))
        return rows


NAMES = tuple(field.name for field in fields(Oddities))
