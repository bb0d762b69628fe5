"""An answer of the REST side as `kis-desktop decode --rest` tells it: to the letter, all of it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Endpoint, Field
from kis_desktop.kis.protocol.block_rows import Row, block_rows
from kis_desktop.kis.protocol.layout import distinct_names
from kis_desktop.kis.protocol.reply import reply_of

TOP = "body"
"""the block of what stands at the top level, beside `rt_cd`, `msg_cd` and `msg1`"""

_HTTP_OK = 200
_ENVELOPE = ("rt_cd", "msg_cd", "msg1")
_ALWAYS_KNOWN = frozenset({*_ENVELOPE, "error_code", "error_description"})
_CONTINUATION = "ctx_area_"
_LONE = "value"  # the name of what stands in a list without one


def decode_reply(tr_id: str, content: bytes) -> dict[str, object]:
    """What a body says; `endpoint` is None where the catalogue does not know the TR id."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return {"error": f"no UTF-8 at byte {error.start}"}
    try:
        body = json.loads(
            text,
            object_pairs_hook=_distinct,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        return {"error": f"no JSON: {error.msg} in line {error.lineno}, column {error.colno}"}
    except RecursionError:
        return {"error": "nested too deeply"}
    if not isinstance(body, dict):
        return {"error": "no JSON object"}
    return _told(tr_id, body)


def endpoints_of(tr_id: str) -> tuple[Endpoint, ...]:
    """All endpoints that are asked with a TR id.

    Where none is by the documents, those that other or older sources name with it.
    """
    if not tr_id.isalnum():
        return ()
    entries = [loader.endpoint(id_) for id_ in loader.endpoint_ids_naming(tr_id)]
    for ids_of in (_documented, _others):
        found = tuple(entry for entry in entries if tr_id in ids_of(entry))
        if found:
            return found
    return ()


def _told(tr_id: str, body: Row) -> dict[str, object]:
    reply = reply_of(_HTTP_OK, body)
    endpoints = endpoints_of(tr_id)
    outputs = _outputs(body)
    return {
        "ok": reply.ok,
        "rt_cd": body.get("rt_cd"),
        "msg_cd": body.get("msg_cd", reply.code or None),
        "msg1": body.get("msg1", reply.text or None),
        "tr_id": tr_id,
        "endpoint": endpoints[0].id if endpoints else None,
        "outputs": outputs,
        "unknown": _unknown(outputs, _known(endpoints)),
    }


def _outputs(body: Row) -> dict[str, list[Row]]:
    """The blocks, each a list of rows; what is no block stands in the row of the top level."""
    blocks = {
        name: _rows(value)
        for name, value in body.items()
        if isinstance(value, (dict, list)) and name not in _ENVELOPE
    }
    top = {
        name: value for name, value in body.items() if name not in blocks and name not in _ENVELOPE
    }
    if top:
        blocks[TOP] = [top, *blocks.get(TOP, [])]
    return blocks


def _rows(value: object) -> list[Row]:
    if not isinstance(value, list):
        return block_rows(value)
    return [item if isinstance(item, dict) else {_LONE: item} for item in value]


def _unknown(outputs: dict[str, list[Row]], known: frozenset[str]) -> list[str]:
    """Names that the catalogue does not have, as they came, each once."""
    names = dict.fromkeys(name for rows in outputs.values() for row in rows for name in row)
    return [name for name in names if not _is_known(name.lower(), known)]


def _is_known(name: str, known: frozenset[str]) -> bool:
    return name in known or name.startswith(_CONTINUATION)


def _known(endpoints: Iterable[Endpoint]) -> frozenset[str]:
    names = set(_ALWAYS_KNOWN)
    for endpoint in endpoints:
        names |= {name.lower() for name in endpoint.outputs}
        names |= {field.name.lower() for field in _fields(endpoint)}
        if endpoint.paging is not None:
            keys = (*endpoint.paging.keys, *endpoint.paging.sources)
            names |= {key.lower() for key in keys}
    return frozenset(names)


def _fields(endpoint: Endpoint) -> Iterable[Field]:
    for block in endpoint.outputs.values():
        yield from block.fields
    yield from endpoint.unplaced


def _documented(entry: Endpoint) -> Iterable[str]:
    return (*entry.tr_real.values(), *entry.tr_paper.values())


def _others(entry: Endpoint) -> Iterable[str]:
    return (*entry.tr_other, *entry.tr_legacy)


def _distinct(pairs: list[tuple[str, object]]) -> Row:
    """An object of which no field hides another of the same name."""
    names = distinct_names(name for name, _ in pairs)
    return dict(zip(names, (value for _, value in pairs), strict=True))
