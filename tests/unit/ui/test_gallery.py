"""The gallery draws what the scan finds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import qasync
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from kis_desktop.domain.bar import Interval
from kis_desktop.domain.kept_charts import FIRST_FAVOURITES
from kis_desktop.ui import gallery_scene as scene
from kis_desktop.ui.gallery import Gallery
from kis_desktop.ui.gallery_charts import scenes
from kis_desktop.ui.gallery_states import State
from kis_desktop.ui.shell.panel_scan import scan_panels
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import ThemeName, Token


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    yield loop
    asyncio.set_event_loop(None)
    loop.close()


def test_a_panel_is_drawn_in_every_state(
    qapp: QApplication, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    first = scan_panels()[0].id
    assert loop.run_until_complete(Gallery(qapp, tmp_path).draw(first, [ThemeName.DARK]))
    written = {path.stem for path in tmp_path.iterdir()}
    assert written == {f"{first}-{state}-dark" for state in State}
    live, empty = (QImage(str(tmp_path / f"{first}-{name}-dark.png")) for name in ("live", "empty"))
    assert live.size() == empty.size()
    assert live != empty


def test_the_ladder_is_drawn_turned_on_and_asking(
    qapp: QApplication, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    assert loop.run_until_complete(Gallery(qapp, tmp_path).draw("ladder", [ThemeName.DARK]))
    states = ("live", "stale", "long_names")
    pictures = [QImage(str(tmp_path / f"ladder-{state}-dark.png")) for state in states]
    accent = QColor(Theme.current().color(Token.ACCENT)).rgb()
    middle = pictures[0].width() - 24
    lit = [
        sum(picture.pixel(middle, row) == accent for row in range(picture.height()))
        for picture in pictures
    ]
    assert lit[0] > lit[1]
    assert pictures[2] != pictures[0]


def test_a_chart_is_drawn_with_what_was_drawn_on_it(
    qapp: QApplication, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    (chart,) = (spec for spec in scan_panels() if spec.id == "chart")
    wanted = [one for one in scenes() if one.name in {"drawings", "indicators"}]

    async def drawn() -> list[bool]:
        gallery = Gallery(qapp, tmp_path)
        return [await gallery.chart(chart, one) for one in wanted]

    assert loop.run_until_complete(drawn()) == [True, True]
    names = ("drawings", "indicators", "indicators-dialog")
    pictures = [QImage(str(tmp_path / f"chart-{name}-dark.png")) for name in names]
    assert not any(picture.isNull() for picture in pictures)
    assert pictures[0] != pictures[1]


def test_a_panel_that_does_not_exist_is_a_failure(
    qapp: QApplication, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    assert not loop.run_until_complete(Gallery(qapp, tmp_path).draw("none", [ThemeName.DARK]))


@pytest.mark.parametrize("interval", FIRST_FAVOURITES)
def test_the_scene_s_bars_hold_together_and_end_at_its_price(interval: Interval) -> None:
    bars = scene.bars(interval)
    assert (bars.high >= bars.close).all()
    assert (bars.low <= bars.open).all()
    assert (bars.time[1:] > bars.time[:-1]).all()
    assert bars.close[-1] == 98_400


def test_the_scene_s_tape_adds_up_to_its_volume() -> None:
    trades = scene.trades(10)
    volumes = [trade.volume or 0 for trade in trades]
    steps = [after - before for before, after in pairwise(volumes)]
    assert steps == [trade.size for trade in trades[1:]]
    assert volumes[-1] == 8_216_402
