"""Which names of the catalogue the fields of a record have, whatever its width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count, islice

import msgspec

from kis_desktop.catalogue.entry import Channel, Field

_MOST_GROUPS = 100
"""of a repeated group; what a record holds beyond them has no names, as no real one has so many"""
_NUMBERED = re.compile(r"1(?=\D*$)")


def known_fields(channel: Channel, width: int) -> tuple[Field, ...]:
    """The fields that the catalogue names in records of this width, in wire order.

    A field whose place is not verified (`since`) is left out. A repeated group is named on for
    every whole group that the record holds, a hundred at most. A shorter record has the names that
    it reaches: the answer may be longer than the record.
    """
    certain = tuple(field for field in channel.fields if field.since is None)
    repeat = channel.repeat
    if repeat is None:
        return _distinct(certain)
    end = repeat.start + repeat.size
    group = certain[repeat.start : end]
    further = min(max(0, width - len(certain)) // repeat.size, _MOST_GROUPS - 1)
    names = {field.name.lower() for field in group}
    repeated = (
        _numbered(field, number, names) for number in range(2, further + 2) for field in group
    )
    return _distinct((*certain[:end], *repeated, *certain[end:]))


def columns(channel: Channel, width: int) -> tuple[str, ...]:
    """A name for every field of a record of this width; `+1`, `+2` … behind the known ones."""
    names = [field.name for field in known_fields(channel, width)[:width]]
    return (*names, *islice(map("+{}".format, count(1)), width - len(names)))


def distinct_names(names: Iterable[str]) -> list[str]:
    """The names, each one that came before with `#2`, `#3` … behind it: no field hides another."""
    numbers: dict[str, Iterator[int]] = {}
    found: dict[str, None] = {}
    for name in names:
        own = name
        while own in found:
            own = f"{name}#{next(numbers.setdefault(name, count(2)))}"
        found[own] = None
    return list(found)


def _distinct(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    names = distinct_names(field.name for field in fields)
    return tuple(
        field if name == field.name else msgspec.structs.replace(field, name=name)
        for field, name in zip(fields, names, strict=True)
    )


def _numbered(field: Field, number: int, names: set[str]) -> Field:
    """A field of the first group as it is called in another; its sign is that of its group."""
    sign = field.sign if field.sign.lower() not in names else _renumbered(field.sign, number)
    return msgspec.structs.replace(field, name=_renumbered(field.name, number), sign=sign)


def _renumbered(name: str, number: int) -> str:
    return _NUMBERED.sub(str(number), name)
