"""Every endpoint and channel as a plain row: what `kis-desktop catalogue --json` prints."""

from __future__ import annotations

from collections.abc import Iterable

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Channel, Effect, Endpoint

CHANNEL_PATH = "/tryitout"  # where every channel is registered, on one socket


def catalogue_rows() -> list[dict[str, object]]:
    """All endpoints, then all channels, each sorted by id.

    TR ids are lists of all that occur, sorted: those of the documents and those that other sources
    give for the same call. An empty list says that a world does not serve it.
    """
    endpoints = [_endpoint_row(loader.endpoint(id_)) for id_ in loader.endpoint_ids()]
    return endpoints + [_channel_row(loader.channel(id_)) for id_ in loader.channel_ids()]


def real_tr_ids(entry: Endpoint) -> list[str]:
    """The TR ids that the real world may be asked with, sorted."""
    return sorted({*entry.tr_real.values(), *_others(entry, paper=False)})


def paper_tr_ids(entry: Endpoint) -> list[str]:
    """The TR ids that the paper world may be asked with, sorted; none where it serves none."""
    if not entry.paper:
        return []
    return sorted({*entry.tr_paper.values(), *_others(entry, paper=True)})


def _others(entry: Endpoint, *, paper: bool) -> Iterable[str]:
    return (tr_id for tr_id in entry.tr_other if tr_id.startswith("V") is paper)


def _endpoint_row(entry: Endpoint) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": "rest",
        "effect": entry.effect.value,
        "group": entry.group,
        "method": entry.method,
        "path": entry.path,
        "tr_real": real_tr_ids(entry),
        "tr_paper": paper_tr_ids(entry),
    }


def _channel_row(entry: Channel) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": "channel",
        "effect": Effect.READ.value,
        "group": entry.group,
        "method": "",
        "path": CHANNEL_PATH,
        "tr_real": [entry.tr_real],
        "tr_paper": [entry.tr_paper] if entry.tr_paper else [],
    }
