"""A channel whose records are made when the feed asks: what is new since it last asked.

Names, order and number of the fields are those of the catalogue, so a record is a mapping from
field to value; what has no value is written as unknown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import FieldType
from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.layout import Values, text


@dataclass(frozen=True, slots=True)
class Streamed:
    """One channel of prices or figures."""

    id: str
    """of the catalogue"""
    knows: Callable[[Market, str], bool]
    """whether a key can be registered"""
    records: Callable[[Market, str, datetime | None, datetime], Iterable[Values]]
    """of a key: what happened in (since, now], oldest first. Right after the registration `since`
    is None: the picture as it stands, at most one record. Nothing new is no record.
    """

    def text(self, values: Values) -> str:
        """One record as it goes over the wire. Raises KeyError for an unknown field."""
        return record_text(self.id, values)


@dataclass(frozen=True, slots=True)
class Noticed:
    """One channel of notices about orders, registered with the HTS id and encrypted."""

    id: str
    covers: Callable[[DealEvent], bool]
    values: Callable[[DealEvent, str], Values]
    """of an event and the HTS id"""

    def text(self, event: DealEvent, hts_id: str) -> str:
        """One record before it is encrypted."""
        return record_text(self.id, self.values(event, hts_id))


def record_text(id_: str, values: Values) -> str:
    """The fields of a channel in wire order. Raises KeyError for one that it doesn't have."""
    types = _types(id_)
    strangers = values.keys() - types.keys()
    if strangers:
        raise KeyError(f"{id_} has no fields {sorted(strangers)}")
    return "^".join(
        text(values[name], type_) if name in values else _unknown(type_)
        for name, type_ in types.items()
    )


@cache
def _types(id_: str) -> dict[str, FieldType]:
    return {field.name: field.type for field in loader.channel(id_).fields}


def _unknown(type_: FieldType) -> str:
    if not type_.is_number:
        return ""
    return "0.00" if type_ is FieldType.RATE else "0"
