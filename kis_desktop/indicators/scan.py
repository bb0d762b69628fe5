"""Which indicators there are: every module of this package with an indicator's header."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

import kis_desktop.indicators as package
from kis_desktop.indicators.study import GROUPS, Compute, Indicator, Output, Parameter, Resume


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """All indicators by id, in the order of their modules' names.

    Raises `ValueError` for an id that stands twice or a header that isn't whole.
    """
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


def _read(header: Mapping[str, Any]) -> Indicator:
    indicator = Indicator(
        id=str(header["INDICATOR_ID"]),
        title=str(header["INDICATOR_TITLE"]),
        title_en=str(header["INDICATOR_TITLE_EN"]),
        group=str(header["INDICATOR_GROUP"]),
        pane=str(header["INDICATOR_PANE"]),
        parameters=cast("tuple[Parameter, ...]", header["INDICATOR_PARAMETERS"]),
        outputs=cast("tuple[Output, ...]", header["INDICATOR_OUTPUTS"]),
        compute=cast("Compute", header["compute"]),
        reach=cast("Callable[..., int] | None", header.get("reach")),
        resume=cast("Resume | None", header.get("resume")),
        guides=header.get("INDICATOR_GUIDES", ()),
        range=header.get("INDICATOR_RANGE"),
        beside=header.get("INDICATOR_BESIDE", ()),
        anchored=header.get("INDICATOR_ANCHORED", False),
    )
    _check(indicator)
    return indicator


def _check(indicator: Indicator) -> None:
    if indicator.group not in GROUPS or indicator.pane not in {"price", "own"}:
        raise ValueError(f"indicator {indicator.id}: {indicator.group}, {indicator.pane}")
    if (indicator.reach is None) == (indicator.resume is None):
        raise ValueError(f"indicator {indicator.id} has to have one of reach and resume")
