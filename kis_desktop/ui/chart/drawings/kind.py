"""What a kind of drawing says of itself, and what its shape is made from.

A module of `kinds` has `DRAWING_ID`, `DRAWING_TITLE` (Korean), `DRAWING_TITLE_EN`, `DRAWING_GROUP`
(one of `GROUPS`), `DRAWING_ORDER`, `DRAWING_POINTS` (what it stands on) and
`shape(Placed) -> Shape`. It may have `DRAWING_KEY`, `DRAWING_LOOK` (how one looks at first),
`DRAWING_CLICKS` with `complete(points, Placing)` where it is drawn with fewer presses than it has
points, `DRAWING_FREE` where it is drawn with one pull of the pen, `DRAWING_WRITES` where words are
asked for at once, and `DRAWING_LINE` where it is a line that prices cross, so that an alert can
lie on it. One that is pulled at other places than its points has
`handles(Placed)` and `pulled(points, handle, to)`, one of them where its points depend on each
other. `DRAWING_LOOKS` are those of `LOOKS` that mean something for it. Its icon is `draw-`
and the id.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import kis_desktop.ui.chart.drawings.kinds as home
from kis_desktop.domain.drawing import DrawingPoint, DrawingStyle
from kis_desktop.ui.chart.drawings.geometry import Places
from kis_desktop.ui.chart.drawings.placed import Placed, Placing
from kis_desktop.ui.chart.drawings.shape import Shape

Points = tuple[DrawingPoint, ...]
LOOKS = ("ink", "width", "dash", "text")
GROUPS = ("lines", "channels", "fibonacci", "shapes", "notes", "measures")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind as its module says it."""

    id: str
    title: str
    title_en: str
    group: str
    order: int
    points: int
    clicks: int
    shape: Callable[[Placed], Shape]
    complete: Callable[[Points, Placing], Points] | None
    look: DrawingStyle
    key: str
    free: bool
    line: bool
    writes: bool
    looks: frozenset[str]
    handles: Callable[[Placed], Places] | None
    pulled: Callable[[Points, int, DrawingPoint], Points] | None

    @property
    def icon(self) -> str:
        """The icon's name."""
        return f"draw-{self.id.replace('_', '-')}"

    def name(self, language: str) -> str:
        """The kind in the trader's language."""
        return self.title if language == "ko" else self.title_en


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """All kinds by id, by group and order. Raises `ValueError` for a header that isn't whole."""
    found = []
    for entry in pkgutil.iter_modules(home.__path__):
        header = vars(import_module(f"{home.__name__}.{entry.name}"))
        found.append(_read(header))
    found.sort(key=lambda kind: (GROUPS.index(kind.group), kind.order))
    known = {kind.id: kind for kind in found}
    if len(known) < len(found):
        raise ValueError(f"a kind stands twice among {[kind.id for kind in found]}")
    return known


def _read(header: Mapping[str, Any]) -> Kind:
    points = int(header["DRAWING_POINTS"])
    return Kind(
        id=str(header["DRAWING_ID"]),
        title=str(header["DRAWING_TITLE"]),
        title_en=str(header["DRAWING_TITLE_EN"]),
        group=str(header["DRAWING_GROUP"]),
        order=int(header["DRAWING_ORDER"]),
        points=points,
        clicks=int(header.get("DRAWING_CLICKS", points)),
        shape=header["shape"],
        complete=header.get("complete"),
        look=header.get("DRAWING_LOOK", DrawingStyle()),
        key=str(header.get("DRAWING_KEY", "")),
        free=bool(header.get("DRAWING_FREE", False)),
        line=bool(header.get("DRAWING_LINE", False)),
        writes=bool(header.get("DRAWING_WRITES", False)),
        handles=header.get("handles"),
        pulled=header.get("pulled"),
        looks=frozenset(header.get("DRAWING_LOOKS", LOOKS)),
    )
