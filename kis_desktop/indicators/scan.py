"""Which indicators there are: every module of this package with an indicator's header."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, cast

import kis_desktop.indicators as package
from kis_desktop.indicators.study import GROUPS, Compute, Indicator, Output, Parameter, Resume


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators by id, in the order of their modules' names.

    Raises `ValueError` for a header that isn't whole.
    """
    found = (find_indicator(name) for name in sorted(_module_names()))
    return {indicator.id: indicator for indicator in found if indicator is not None}


@cache
def find_indicator(id_: str) -> Indicator | None:
    """One indicator, whose module alone is imported; None where there is none of this id.

    Raises `ValueError` for a header that isn't whole.
    """
    if id_ not in _module_names():
        return None
    header = vars(import_module(f"{package.__name__}.{id_}"))
    return _read(id_, header) if "INDICATOR_ID" in header else None


@cache
def _module_names() -> frozenset[str]:
    return frozenset(module_info.name for module_info in pkgutil.iter_modules(package.__path__))


def _read(name: str, header: Mapping[str, Any]) -> Indicator:
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
        daily=header.get("INDICATOR_DAILY", False),
    )
    _check(name, indicator)
    return indicator


def _check(name: str, indicator: Indicator) -> None:
    if indicator.id != name:
        raise ValueError(f"indicator {indicator.id} has to be in a module of this name, not {name}")
    if indicator.group not in GROUPS or indicator.pane not in {"price", "own"}:
        raise ValueError(f"indicator {indicator.id}: {indicator.group}, {indicator.pane}")
    if (indicator.reach is None) == (indicator.resume is None):
        raise ValueError(f"indicator {indicator.id} has to have one of reach and resume")
