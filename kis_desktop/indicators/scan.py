"""Which indicators there are: every module of this package with an indicator's header."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

import kis_desktop.indicators as package
from kis_desktop.indicators.series import Floats


class Compute(Protocol):
    """An indicator's function: NaN where there is no value."""

    def __call__(self, close: Floats, length: int) -> Floats:
        """One value a bar."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as its header says: `pane` is "price" or "own", `warm_up` counts lengths."""

    id: str
    title: str
    title_en: str
    pane: str
    length: int
    warm_up: int
    compute: Compute


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """All indicators by id. Raises `ValueError` for an id that stands twice."""
    found: dict[str, Indicator] = {}
    for module_info in pkgutil.iter_modules(package.__path__):
        header = vars(import_module(f"{package.__name__}.{module_info.name}"))
        if "INDICATOR_ID" not in header:
            continue
        indicator = _read(header)
        if indicator.id in found:
            raise ValueError(f"indicator {indicator.id} stands twice, again in {module_info.name}")
        found[indicator.id] = indicator
    return found


def _read(header: dict[str, object]) -> Indicator:
    return Indicator(
        id=str(header["INDICATOR_ID"]),
        title=str(header["INDICATOR_TITLE"]),
        title_en=str(header["INDICATOR_TITLE_EN"]),
        pane=str(header["INDICATOR_PANE"]),
        length=cast("int", header["INDICATOR_LENGTH"]),
        warm_up=cast("int", header["INDICATOR_WARM_UP"]),
        compute=cast("Compute", header["compute"]),
    )
