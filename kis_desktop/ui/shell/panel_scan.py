"""Which panels there are: every module of `ui/panels` with a panel's header.

The header's constants are read from the source without running it. A build that carries no sources
has its modules imported instead. A panel with `PANEL_LATER = True` isn't part of the default
layout: it is made when it is first shown, as a tab behind the panels of its place.
"""

from __future__ import annotations

import ast
import enum
import logging
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Protocol, cast

from PySide6.QtWidgets import QWidget

import kis_desktop.ui.panels as home
from kis_desktop.viewmodels.context import ViewContext

_log = logging.getLogger(__name__)

_REQUIRED = ("PANEL_ID", "PANEL_TITLE", "PANEL_TITLE_EN", "PANEL_PLACE", "PANEL_ORDER")


class Place(enum.StrEnum):
    """Where a panel stands in the default layout."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    BOTTOM = "bottom"


class _Create(Protocol):
    def __call__(self, context: ViewContext, parent: QWidget | None = None) -> QWidget: ...


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """A panel as its header says; its module is imported when the panel is first created."""

    id: str
    title: str
    title_en: str
    place: Place
    order: int
    module: str
    later: bool = False  # not in the default layout, and made when it is first shown

    def create(self, context: ViewContext, parent: QWidget | None = None) -> QWidget:
        """The panel's widget; whatever its module raises comes out."""
        made = cast("_Create", import_module(self.module).create)(context, parent)
        made.setObjectName(self.id)
        return made

    def titled(self, language: str) -> str:
        """The title in the trader's language."""
        return self.title if language == "ko" else self.title_en


@lru_cache(maxsize=1)
def scan_panels() -> tuple[PanelSpec, ...]:
    """All panels, by place and order."""
    return scan_package(home)


def scan_package(package: ModuleType) -> tuple[PanelSpec, ...]:
    """The panels of a package. Raises `ValueError` for an id that stands twice.

    A module whose source cannot be read, or whose header is not whole, is left out and logged.
    """
    found: dict[str, PanelSpec] = {}
    for entry in pkgutil.iter_modules(package.__path__):
        name = f"{package.__name__}.{entry.name}"
        header = _header(name)
        spec = None if header is None else _read(name, header)
        if spec is None:
            continue
        if spec.id in found:
            raise ValueError(f"panel {spec.id} stands twice, again in {name}")
        found[spec.id] = spec
    places = list(Place)
    return tuple(
        sorted(found.values(), key=lambda spec: (places.index(spec.place), spec.order, spec.id))
    )


def constants(source: str) -> dict[str, object]:
    """The module-level names that are given a literal, without running the source."""
    found: dict[str, object] = {}
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value)):
                found[name] = value
    return found


def _header(name: str) -> Mapping[str, object] | None:
    spec = find_spec(name)
    try:
        source = None if spec is None else _source(name, spec)
        return vars(import_module(name)) if source is None else constants(source)
    except (ImportError, SyntaxError, OSError) as error:
        _log.warning("panel module %s cannot be read: %s", name, error)
        return None


def _source(name: str, spec: ModuleSpec) -> str | None:
    get_source = getattr(spec.loader, "get_source", None)
    return None if get_source is None else cast("str | None", get_source(name))


def _read(module: str, header: Mapping[str, object]) -> PanelSpec | None:
    if "PANEL_ID" not in header:
        return None
    match [header.get(key) for key in _REQUIRED]:
        case [str(id_), str(title), str(title_en), str(place), int(order)] if place in set(Place):
            later = header.get("PANEL_LATER") is True
            return PanelSpec(id_, title, title_en, Place(place), order, module, later)
        case told:
            _log.warning("panel module %s has no whole header: %s", module, told)
            return None
