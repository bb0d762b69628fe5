"""The part of a chart's menus that says how it is drawn: style, scale, market and switches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from kis_desktop.domain.chart_setup import ChartStyle, PriceScale, VolumeColours
from kis_desktop.domain.feed_key import MarketView
from kis_desktop.viewmodels.chart import ChartModel

T = TypeVar("T")
_SWITCHES = ("inverted", "adjusted", "session_breaks", "volume")


def add_setup(menu: QMenu, model: ChartModel) -> None:
    """Submenus for what is one of several, and a check for what is on or off."""
    words = model.words
    styles = [(words(f"chart_panel.style.{one}"), one) for one in ChartStyle]
    scales = [(words(f"chart_panel.scale.{one}"), one) for one in PriceScale]
    markets = [(words(f"chart_panel.market.{one}"), one) for one in MarketView]
    _add_choices(menu.addMenu(words("chart.style_menu")), model, "style", styles)
    _add_choices(menu.addMenu(words("chart_panel.scale_menu")), model, "scale", scales)
    _add_choices(menu.addMenu(words("chart_panel.market_menu")), model, "view", markets)
    told = [(words(f"chart_panel.volume.{one}"), one) for one in VolumeColours]
    _add_choices(menu.addMenu(words("chart_panel.volume_menu")), model, "volume_colours", told)
    for name in _SWITCHES:
        action = menu.addAction(words(f"chart_panel.switch.{name}"))
        action.setObjectName(f"chart-{name}")
        action.setCheckable(True)
        action.setChecked(bool(getattr(model.setup, name)))
        action.toggled.connect(lambda on, name=name: _set(model, name, on))


def _add_choices(
    menu: QMenu, model: ChartModel, name: str, choices: Iterable[tuple[str, object]]
) -> None:
    menu.setObjectName(f"chart-{name}")
    group = QActionGroup(menu)
    for text, value in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(getattr(model.setup, name) == value)
        action.triggered.connect(lambda _=False, chosen=value: _set(model, name, chosen))
        group.addAction(action)


def _set(model: ChartModel, name: str, value: object) -> None:
    model.set_setup(replace(model.setup, **{name: value}))
