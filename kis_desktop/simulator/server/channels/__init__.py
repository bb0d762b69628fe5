"""Writers of realtime records; one module per channel of the catalogue, `<family>/<name>.py`.

Each holds a `CHANNEL` (prices, figures) or a `NOTICE` (orders). The quickest ones, prints and
books of Korean shares, stand beside this one and are written by the feed itself.
"""

import importlib
import pkgutil
from functools import cache

from kis_desktop.catalogue.directory import channel_lines
from kis_desktop.simulator.server.channels.streamed import Noticed, Streamed
from kis_desktop.simulator.server.settings import World


def find_channel(tr_id: str, world: World) -> Streamed | Noticed | None:
    """The channel that a TR id registers in a world; None for one that is not served there."""
    id_ = _ids_by_tr(world).get(tr_id)
    return None if id_ is None else _load(id_)


def all_channels(world: World) -> dict[str, Streamed | Noticed]:
    """Every channel of these modules by its TR id."""
    return {tr_id: _load(id_) for tr_id, id_ in _ids_by_tr(world).items()}


@cache
def _ids_by_tr(world: World) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in channel_lines():
        tr_ids = line.all_real if world is World.REAL else line.all_paper
        if line.id in _written():
            found |= dict.fromkeys(tr_ids, line.id)
    return found


@cache
def _load(id_: str) -> Streamed | Noticed:
    module = importlib.import_module(f"{__name__}.{id_.replace('/', '.')}")
    found: Streamed | Noticed = getattr(module, "CHANNEL", None) or module.NOTICE
    return found


@cache
def _written() -> frozenset[str]:
    return frozenset(
        f"{family.name}/{module.name}"
        for family in pkgutil.iter_modules(__path__)
        if family.ispkg
        for module in pkgutil.iter_modules(
            importlib.import_module(f"{__name__}.{family.name}").__path__
        )
    )
