"""Which tools there are: every module of `ui/chart/tools` with a tool's header."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import cast

import kis_desktop.ui.chart.tools as home
from kis_desktop.ui.chart.tool import ChartTool
from kis_desktop.ui.chart.view import ChartView

_Create = Callable[[ChartView], ChartTool]


def lay_tools(view: ChartView) -> None:
    """Lay every tool over a chart, those of lower order first."""
    for name, create in _scanned():
        view.lay(name, create(view))


@lru_cache(maxsize=1)
def _scanned() -> tuple[tuple[str, _Create], ...]:
    """The tools there are by their modules' names, lowest first: those painted and asked last."""
    found: list[tuple[int, str, _Create]] = []
    for entry in pkgutil.iter_modules(home.__path__):
        module = vars(import_module(f"{home.__name__}.{entry.name}"))
        if "TOOL_ORDER" in module:
            order = cast("int", module["TOOL_ORDER"])
            found.append((order, entry.name, cast("_Create", module["create"])))
    return tuple((name, create) for _, name, create in sorted(found, key=lambda one: one[:2]))
