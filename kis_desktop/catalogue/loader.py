"""Reads catalogue entries from their files, each on first use; a new one is a new file and no more.

Any one takes about half a millisecond, all together about 150.
"""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec

from kis_desktop.catalogue.directory import Line, channel_lines, endpoint_lines
from kis_desktop.catalogue.entry import Channel, Endpoint
from kis_desktop.catalogue.entry_files import channel_files, endpoint_files


@cache
def endpoint(id_: str) -> Endpoint:
    """The endpoint of an id such as `domestic_stock/inquire_price`. Raises `LookupError`."""
    file = endpoint_files().get(id_)
    if file is None:
        raise LookupError(f"no endpoint {id_} in the catalogue")
    entry = msgspec.toml.decode(file.read_bytes(), type=Endpoint)
    return msgspec.structs.replace(entry, id=id_)


@cache
def channel(id_: str) -> Channel:
    """The channel of an id such as `domestic_stock/ccnl_krx`. Raises `LookupError`."""
    file = channel_files().get(id_)
    if file is None:
        raise LookupError(f"no channel {id_} in the catalogue")
    entry = msgspec.toml.decode(file.read_bytes(), type=Channel)
    return msgspec.structs.replace(entry, id=id_)


def endpoint_ids() -> tuple[str, ...]:
    """The ids of all endpoints, sorted."""
    return tuple(sorted(endpoint_files()))


def endpoint_ids_naming(text: str) -> tuple[str, ...]:
    """The ids of endpoints whose files have this text, sorted; far quicker than to read them."""
    wanted = text.encode()
    return tuple(id_ for id_, content in _endpoint_contents() if wanted in content)


def channel_ids() -> tuple[str, ...]:
    """The ids of all channels, sorted."""
    return tuple(sorted(channel_files()))


def find_channel(tr_id: str) -> Channel | None:
    """The channel that a TR id of either world belongs to."""
    id_ = _channels_by_tr().get(tr_id)
    return None if id_ is None else channel(id_)


def find_endpoint(tr_id: str) -> Endpoint | None:
    """The endpoint that a TR id of either world belongs to, older TR ids included.

    Where several share one, the first by id; a TR id that is another's today is that one's.
    """
    id_ = _endpoints_by_tr().get(tr_id)
    return None if id_ is None else endpoint(id_)


@lru_cache(maxsize=1)
def _endpoint_contents() -> tuple[tuple[str, bytes], ...]:
    return tuple((id_, file.read_bytes()) for id_, file in sorted(endpoint_files().items()))


@lru_cache(maxsize=1)
def _channels_by_tr() -> dict[str, str]:
    return _by_tr(channel_lines())


@lru_cache(maxsize=1)
def _endpoints_by_tr() -> dict[str, str]:
    return _by_tr(endpoint_lines())


def _by_tr(lines: tuple[Line, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in (_own, _other, _legacy):
        for line in lines:
            for tr_id in kind(line):
                found.setdefault(tr_id, line.id)
    return found


def _own(line: Line) -> tuple[str, ...]:
    return line.tr_real + line.tr_paper


def _other(line: Line) -> tuple[str, ...]:
    return line.tr_other


def _legacy(line: Line) -> tuple[str, ...]:
    return line.tr_legacy
