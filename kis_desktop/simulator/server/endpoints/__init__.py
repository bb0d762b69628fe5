"""One module per REST endpoint, `<family>/<name>.py` as in the catalogue: each holds an `ENDPOINT`.

A module is imported when its endpoint is first asked for: the start reads none of them.
"""

import importlib
import pkgutil
from functools import cache

from kis_desktop.catalogue.directory import endpoint_lines
from kis_desktop.simulator.server.call import Endpoint

_RETIRED = "retired"


def find_endpoint(method: str, path: str, tr_id: str) -> Endpoint | None:
    """The endpoint that a request asks for; None for a path that is not served.

    What is only read is found by its TR id where the path is another's of the same family:
    clients exist that ask so.
    """
    asked = "/" + path.lstrip("/")
    id_ = _ids_by_path().get((method, asked))
    if id_ is None or id_ not in _served_ids():
        return next((one for one in _retired() if (one.method, one.path) == (method, asked)), None)
    endpoint = load(id_)
    if method == "POST" or tr_id in endpoint.real or tr_id in endpoint.paper:
        return endpoint
    meant = _ids_by_tr().get(tr_id, id_)
    same_family = meant.partition("/")[0] == id_.partition("/")[0]
    return load(meant) if same_family and meant in _served_ids() else endpoint


def all_endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint that is served, by id."""
    return tuple(load(id_) for id_ in sorted(_served_ids()))


def load(id_: str) -> Endpoint:
    """The endpoint of an id. Raises ModuleNotFoundError for one that is not served."""
    module = importlib.import_module(f"{__name__}.{id_.replace('/', '.')}")
    endpoint: Endpoint = module.ENDPOINT
    return endpoint


@cache
def _ids_by_path() -> dict[tuple[str, str], str]:
    return {(line.method, line.path): line.id for line in endpoint_lines()}


@cache
def _ids_by_tr() -> dict[str, str]:
    """By today's real TR ids of what is read; of one that several endpoints have, the first."""
    found: dict[str, str] = {}
    for line in endpoint_lines():
        if line.method == "GET":
            for tr_id in line.tr_real:
                found.setdefault(tr_id, line.id)
    return found


@cache
def _retired() -> tuple[Endpoint, ...]:
    names = pkgutil.iter_modules(importlib.import_module(f"{__name__}.{_RETIRED}").__path__)
    return tuple(load(f"{_RETIRED}/{module.name}") for module in names)


@cache
def _served_ids() -> frozenset[str]:
    return frozenset(
        f"{family.name}/{module.name}"
        for family in pkgutil.iter_modules(__path__)
        if family.name != _RETIRED
        for module in pkgutil.iter_modules(
            importlib.import_module(f"{__name__}.{family.name}").__path__
        )
    )
