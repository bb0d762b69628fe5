"""Realtime channels that the explorer listens to: any of the catalogue, told as whole records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Channel, FieldType
from kis_desktop.domain.api_page import ChannelRows, Value
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.protocol.frames import Records
from kis_desktop.kis.protocol.registrations import Registration
from kis_desktop.kis.protocol.typed import typed_records

_OWN_KEY = "hts_id"


def is_personal(tr_id: str) -> bool:
    """Whether a channel is registered with the HTS ID, which nobody is to see."""
    channel = loader.find_channel(tr_id)
    return channel is not None and channel.key == _OWN_KEY


class Channels:
    """What the explorer wants of the line. `hts_id` is asked each time, empty if there is none."""

    def __init__(self, environment: Environment, hts_id: Callable[[], str]) -> None:
        self._environment = environment
        self._hts_id = hts_id
        self._wanted: dict[str, tuple[Channel, set[str]]] = {}

    def want(self, wanted: Sequence[tuple[str, str]]) -> None:
        """Listen to these (channel id, key) instead.

        Raises `InvalidInput` where this world doesn't serve one or its key is missing, and
        `LookupError` where the catalogue has no such channel; nothing has changed then.
        """
        chosen: dict[str, tuple[Channel, set[str]]] = {}
        for id_, key in wanted:
            channel = loader.channel(id_)
            tr_id = self._environment.channel_tr_id(channel)
            keys = chosen.setdefault(tr_id, (channel, set()))[1]
            if channel.key != _OWN_KEY:
                keys.add(_checked(key, channel))
            elif not self._hts_id():
                raise InvalidInput(message("realtime.hts_id_missing"))
        self._wanted = chosen

    def registrations(self) -> tuple[Registration, ...]:
        """What is to be registered, in the order of the wishes."""
        return tuple(
            Registration(tr_id, key)
            for tr_id, (channel, keys) in self._wanted.items()
            for key in ((self._hts_id(),) if channel.key == _OWN_KEY else sorted(keys))
            if key
        )

    def listens(self, tr_id: str) -> bool:
        """Whether records of this channel are wanted."""
        return tr_id in self._wanted

    def read(self, tr_id: str, records: Records, now: float) -> ChannelRows | None:
        """The wanted ones of these records; None where none of them is."""
        channel, keys = self._wanted[tr_id]
        if channel.fields[0].type is FieldType.SYMBOL and keys:
            records = _of_keys(records, keys)
        if not records.fields:
            return None
        columns, rows = _table(channel, records)
        return ChannelRows(channel.id, tr_id, columns, rows, now)


def _checked(key: str, channel: Channel) -> str:
    key = key.strip()
    if not key:
        raise InvalidInput(message("realtime.channel_key_missing", channel=channel.id))
    return key


def _of_keys(records: Records, keys: set[str]) -> Records:
    """The records whose first field is one of the keys: the program may listen to more of them."""
    fields = [field for row in records.rows() if row[0] in keys for field in row]
    return Records(fields, records.width)


def _table(
    channel: Channel, records: Records
) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """Columns and typed values; what is personal, or what nobody knows in notices, is an alias."""
    columns, rows = typed_records(channel, records)
    personal = {one.name for one in channel.fields if one.type is FieldType.PERSONAL}
    hidden = [name in personal or (channel.encrypted and name.startswith("+")) for name in columns]
    if not any(hidden):
        return columns, rows
    return columns, tuple(
        tuple(
            f"<{name}>" if hide else value
            for name, value, hide in zip(columns, row, hidden, strict=True)
        )
        for row in rows
    )
