"""Of all that is known of an instrument, what one request or channel documents."""

from functools import cache

from kis_desktop.catalogue import loader
from kis_desktop.simulator.server.layout import Value, Values


def chosen(id_: str, block: str, values: Values) -> dict[str, Value]:
    """Those of the values that a block of a reply has fields for."""
    names = _of_block(id_, block)
    return {name: value for name, value in values.items() if name in names}


def streamed(id_: str, values: Values) -> dict[str, Value]:
    """Those of the values that a channel has fields for."""
    names = _of_channel(id_)
    return {name: value for name, value in values.items() if name in names}


@cache
def _of_block(id_: str, block: str) -> frozenset[str]:
    return frozenset(field.name for field in loader.endpoint(id_).outputs[block].fields)


@cache
def _of_channel(id_: str) -> frozenset[str]:
    return frozenset(field.name for field in loader.channel(id_).fields)
