"""Reads catalogue entries from their files, each on first use.

An endpoint is `rest/<family>/<group>/<name>.toml`, a channel `channels/<family>/<name>.toml`; its
id is family/name. A new one is a new file and nothing else.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from kis_desktop.catalogue.entry import Channel, Endpoint

_SUFFIX = ".toml"


@cache
def endpoint(id_: str) -> Endpoint:
    """The endpoint of an id such as `domestic_stock/inquire_price`. Raises `LookupError`."""
    file = _endpoint_files().get(id_)
    if file is None:
        raise LookupError(f"no endpoint {id_} in the catalogue")
    entry = msgspec.toml.decode(file.read_bytes(), type=Endpoint)
    return msgspec.structs.replace(entry, id=id_)


@cache
def channel(id_: str) -> Channel:
    """The channel of an id such as `domestic_stock/ccnl_krx`. Raises `LookupError`."""
    file = _channel_files().get(id_)
    if file is None:
        raise LookupError(f"no channel {id_} in the catalogue")
    entry = msgspec.toml.decode(file.read_bytes(), type=Channel)
    return msgspec.structs.replace(entry, id=id_)


def endpoint_ids() -> tuple[str, ...]:
    """The ids of all endpoints, sorted."""
    return tuple(sorted(_endpoint_files()))


def channel_ids() -> tuple[str, ...]:
    """The ids of all channels, sorted."""
    return tuple(sorted(_channel_files()))


def find_channel(tr_id: str) -> Channel | None:
    """The channel that a TR id of either world belongs to; reads all channels on first use."""
    return _channels_by_tr().get(tr_id)


def find_endpoint(tr_id: str) -> Endpoint | None:
    """The endpoint that a TR id of either world belongs to; reads all endpoints on first use.

    Where several share one, the first by id.
    """
    return _endpoints_by_tr().get(tr_id)


@lru_cache(maxsize=1)
def _channels_by_tr() -> dict[str, Channel]:
    found: dict[str, Channel] = {}
    for entry in map(channel, channel_ids()):
        for tr_id in (entry.tr_real, entry.tr_paper):
            if tr_id:
                found.setdefault(tr_id, entry)
    return found


@lru_cache(maxsize=1)
def _endpoints_by_tr() -> dict[str, Endpoint]:
    found: dict[str, Endpoint] = {}
    for entry in map(endpoint, endpoint_ids()):
        for tr_id in (*entry.tr_real.values(), *entry.tr_paper.values()):
            found.setdefault(tr_id, entry)
    return found


@lru_cache(maxsize=1)
def _endpoint_files() -> dict[str, Traversable]:
    return {
        f"{family.name}/{name}": file
        for family in _folders(_root("rest"))
        for group in _folders(family)
        for name, file in _entries(group)
    }


@lru_cache(maxsize=1)
def _channel_files() -> dict[str, Traversable]:
    return {
        f"{family.name}/{name}": file
        for family in _folders(_root("channels"))
        for name, file in _entries(family)
    }


def _root(kind: str) -> Traversable:
    return resources.files("kis_desktop.catalogue").joinpath(kind)


def _folders(parent: Traversable) -> list[Traversable]:
    return [entry for entry in parent.iterdir() if entry.is_dir()]


def _entries(parent: Traversable) -> list[tuple[str, Traversable]]:
    return [
        (entry.name.removesuffix(_SUFFIX), entry)
        for entry in parent.iterdir()
        if entry.name.endswith(_SUFFIX)
    ]
