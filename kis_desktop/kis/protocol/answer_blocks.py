"""The blocks of an answer as typed tables, and the names in it that the catalogue doesn't know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kis_desktop.catalogue.entry import Block, Endpoint, Shape
from kis_desktop.domain.api_page import ApiBlock
from kis_desktop.kis.protocol.block_rows import Row, block_rows
from kis_desktop.kis.protocol.typed import typed_block

_ENVELOPE = frozenset({"rt_cd", "msg_cd", "msg1", "error_code", "error_description"})
_CONTINUATION = "ctx_area_"
_TOP = "body"
_LONE = "value"  # the column of what stands in a list without a name


def blocks_of(endpoint: Endpoint, body: Mapping[str, object]) -> tuple[ApiBlock, ...]:
    """All blocks in the order of the wire, first what stands beside them at the top."""
    return tuple(
        typed_block(name, _documented(endpoint, name), rows) for name, rows in _blocks(body)
    )


def unknown_names(endpoint: Endpoint, body: Mapping[str, object]) -> tuple[str, ...]:
    """Names of fields that are new to the catalogue, as they came, each once."""
    paging = endpoint.paging
    keys = {name.lower() for name in (*paging.keys, *paging.sources)} if paging else set()
    found: dict[str, None] = {}
    for name, rows in _blocks(body):
        known = {field.name.lower() for field in _documented(endpoint, name).fields} | keys
        for row in rows:
            found |= dict.fromkeys(one for one in row if one.lower() not in known)
    return tuple(found)


def _documented(endpoint: Endpoint, name: str) -> Block:
    """What the catalogue says of a block; fields whose block is not known may stand in any."""
    block = endpoint.outputs.get(name, Block(Shape.LIST, ()))
    return Block(block.shape, block.fields + endpoint.unplaced)


def _blocks(body: Mapping[str, object]) -> Iterator[tuple[str, list[Row]]]:
    top = {name: value for name, value in body.items() if _is_of_top(name, value)}
    if top:
        yield _TOP, [top]
    for name, value in body.items():
        if isinstance(value, dict):
            yield name, block_rows(value)
        if isinstance(value, list):
            lone = [{_LONE: item} for item in value if not isinstance(item, dict)]
            yield name, block_rows(value) + lone


def _is_of_top(name: str, value: object) -> bool:
    """Whether it is a field of its own, not of the envelope and not a block."""
    lowered = name.lower()
    framing = lowered in _ENVELOPE or lowered.startswith(_CONTINUATION)
    return not framing and not isinstance(value, (dict, list))
