"""Every panel in every state, and the whole window, drawn to pictures.

`python -m kis_desktop.ui.gallery DIR [--panel ID] [--theme dark|light] [--language ko|en]`
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import qasync
from PySide6.QtCore import QSize, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from kis_desktop.ui import gallery_charts as charted
from kis_desktop.ui import gallery_explorer as explored
from kis_desktop.ui import gallery_ladder as laddered
from kis_desktop.ui.gallery_states import Stage, State, stage
from kis_desktop.ui.shell.dock_head import DockHead
from kis_desktop.ui.shell.main_window import MainWindow
from kis_desktop.ui.shell.panel_scan import PanelSpec, Place, scan_panels
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import ThemeName
from kis_desktop.viewmodels.words import Words

_WINDOW = QSize(1680, 1050)
_SMALL_WINDOW = QSize(1100, 700)
_WINDOWS = (
    (_WINDOW, State.LIVE),
    (_WINDOW, State.STALE),
    (_WINDOW, State.LOADING),
    (_SMALL_WINDOW, State.LIVE),
)
_SIZES = {
    Place.LEFT: QSize(384, 970),
    Place.CENTER: QSize(957, 690),
    Place.RIGHT: QSize(325, 670),
    Place.BOTTOM: QSize(957, 276),
}
_CHARTS = QSize(1400, 900)
_SETTLE = 0.45  # seconds for questions to be answered and flashes to fade
_TURNS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw what was asked for; 0 when every picture was written."""
    parser = argparse.ArgumentParser(prog="python -m kis_desktop.ui.gallery")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--panel", default="", help="one panel's id instead of all")
    parser.add_argument("--theme", choices=[name.value for name in ThemeName])
    parser.add_argument("--language", choices=["ko", "en"], default="ko")
    options = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    qInstallMessageHandler(_qt_says)
    themes = [ThemeName(options.theme)] if options.theme else list(ThemeName)
    gallery = Gallery(app, options.folder, options.language)
    return int(not qasync.run(gallery.draw(options.panel, themes)))


class Gallery:
    """Draws pictures into one folder."""

    def __init__(self, app: QApplication, folder: Path, language: str = "ko") -> None:
        self._folder = folder
        self._language = language
        self._theme = Theme()
        self._theme.apply(app)
        folder.mkdir(parents=True, exist_ok=True)

    async def draw(self, panel_id: str, themes: Sequence[ThemeName]) -> bool:
        """Draw one panel, or all and the window; whether there was one and all were written."""
        specs = [spec for spec in scan_panels() if panel_id in {"", spec.id}]
        written = [bool(specs) or not panel_id]
        for theme in themes:
            self._theme.switch(theme)
            written += [await self.panel(spec, state) for spec in specs for state in State]
            for spec in specs:
                if spec.id == "chart":
                    written += [await self.chart(spec, one) for one in charted.scenes()]
            if not panel_id:
                written += [await self.window(size, state) for size, state in _WINDOWS]
        return all(written)

    async def panel(self, spec: PanelSpec, state: State) -> bool:
        """One panel under its head, at its size in the default layout."""
        world = stage(state, self._language)
        panel = spec.create(world.context)
        frame = _framed(spec, panel, world, self._language)
        frame.resize(_SIZES[spec.place])
        return await self._picture(
            world, frame, f"{spec.id}-{state}", partial(_begin, panel, state)
        )

    async def chart(self, spec: PanelSpec, one: charted.ChartScene) -> bool:
        """The chart panel in a scene of its own."""
        world = stage(State.LIVE, self._language)
        world.services.kept_charts = one.kept
        world.services.kept_drawings = one.drawings
        panel = spec.create(world.context)
        frame = _framed(spec, panel, world, self._language)
        frame.resize(_CHARTS)
        acts = iter((lambda _panel: None, one.begin))  # once, when the bars are here

        def act() -> None:
            next(acts, lambda _panel: None)(panel)

        return await self._picture(world, frame, f"{spec.id}-{one.name}", act)

    async def window(self, size: QSize, state: State) -> bool:
        """The whole window."""
        world = stage(state, self._language)
        window = MainWindow(world.context, self._theme, scan_panels())
        window.resize(size)
        return await self._picture(world, window, f"window-{state}-{size.width()}")

    async def _picture(
        self, world: Stage, widget: QWidget, name: str, act: Callable[[], None] = lambda: None
    ) -> bool:
        widget.show()
        await asyncio.sleep(0)
        for _ in range(_TURNS):
            world.play()
            act()
            await asyncio.sleep(_SETTLE / _TURNS)
        world.context.clock.drain()
        await asyncio.sleep(_SETTLE)
        path = self._folder / f"{name}-{self._theme.name}.png"
        written = widget.grab().save(str(path), "PNG")
        for dialog in widget.findChildren(QDialog):
            if dialog.isVisible():
                dialog_path = self._folder / f"{name}-dialog-{self._theme.name}.png"
                written = dialog.grab().save(str(dialog_path), "PNG") and written
        widget.close()
        widget.deleteLater()
        await asyncio.sleep(0)
        return written


def _begin(panel: QWidget, state: State) -> None:
    """What a trader does in a panel before its picture is taken."""
    explored.begin(panel, asks=state not in {State.EMPTY, State.LOADING})
    asks = state is State.LONG_NAMES
    laddered.begin(panel, arms=asks or state is State.LIVE, asks=asks)


def _framed(spec: PanelSpec, panel: QWidget, world: Stage, language: str) -> QWidget:
    frame = QWidget()
    head = DockHead(spec.id, panel.windowTitle() or spec.titled(language), Words(language))
    head.set_symbol(world.context.link.symbol if spec.place is not Place.LEFT else "")
    offered = getattr(panel, "head_widgets", None)
    head.place_controls(offered() if offered is not None else ())
    head.set_title_shown(bool(getattr(panel, "head_title", True)))
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(panel, 1)
    panel.setFocus()
    return frame


def _qt_says(_kind: QtMsgType, _where: object, text: str) -> None:
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    raise SystemExit(main())
