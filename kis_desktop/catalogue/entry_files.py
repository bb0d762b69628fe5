"""Where the catalogue's entries lie: an endpoint is `rest/<family>/<group>/<name>.toml`, a channel
`channels/<family>/<name>.toml`, and the id of both is family/name.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

_SUFFIX = ".toml"


@lru_cache(maxsize=1)
def endpoint_files() -> dict[str, Traversable]:
    """The files of all endpoints by id."""
    return {
        f"{family.name}/{name}": file
        for family in _folders(_root("rest"))
        for group in _folders(family)
        for name, file in _entries(group)
    }


@lru_cache(maxsize=1)
def channel_files() -> dict[str, Traversable]:
    """The files of all channels by id."""
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
