"""The window's half of the program: opens at once, while the other half is still being built."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, cast

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from kis_desktop.app.options import Options
from kis_desktop.app.profile import Profile, open_profile
from kis_desktop.app.report import RunReport
from kis_desktop.app.serving import Serving
from kis_desktop.bridge.commands import Commands
from kis_desktop.bridge.frame_clock import FrameClock
from kis_desktop.bridge.io_thread import IoThread
from kis_desktop.bridge.mailbox import Mailbox
from kis_desktop.bridge.promised import Promised
from kis_desktop.catalogue.message_texts import render
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.storage.log_file import Redactor, close_log, open_log
from kis_desktop.ui.shell.main_window import MainWindow
from kis_desktop.ui.shell.panel_scan import scan_panels
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.context import LinkGroup, ViewContext
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory

_log = logging.getLogger(__name__)

_SWITCH_INTERVAL = 0.0005  # seconds; the I/O thread gets the interpreter soon enough
_INTERRUPTED = 130
_FAILED = 1
_MILLISECONDS = 1000
_BEGIN_ANYWAY = 3.0  # seconds after which services start even if some panel was never painted
_GRACE_MS = 400  # between the last frame and the picture, for fades to end


def run(options: Options) -> int:
    """Open the window and run until it is closed; the exit code."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    redactor = Redactor()
    try:
        profile = open_profile(options, redactor)
    except KisDesktopError as error:
        sys.stderr.write(render(error.message, options.locale) + "\n")
        return _FAILED
    log = open_log(profile.folder.log, redactor)
    try:
        return _Session(options, profile, redactor).run()
    finally:
        profile.close()
        close_log(log)


class _Session:
    """One window with its two threads."""

    def __init__(self, options: Options, profile: Profile, redactor: Redactor) -> None:
        self._options = options
        self._profile = profile
        self._app = QApplication.instance() or QApplication(sys.argv[:1])
        self._app.setApplicationName("kis-desktop")
        cast("QApplication", self._app).setQuitOnLastWindowClosed(False)
        self._loop = QEventLoop(self._app)
        asyncio.set_event_loop(self._loop)
        self._mailbox = Mailbox()
        self._clock = FrameClock(self._mailbox)
        self._report = RunReport(self._clock, options.started, options.locale)
        self._serving = Serving(profile, self._mailbox, redactor)
        self._io = IoThread()
        self._ended: asyncio.Future[int] = self._loop.create_future()
        self._timers: list[QTimer] = []

    def run(self) -> int:
        """Until the window is closed, the time is up, or Ctrl-C."""
        with self._watched(), self._loop:
            self._io.start(self._serving.run)
            window = self._window()
            try:
                window.show()
                self._clock.start()
                self._plan(window)
                return int(self._loop.run_until_complete(self._ended))
            finally:
                self._end(window)

    def _window(self) -> MainWindow:
        theme = Theme.current()
        if self._options.theme:
            theme.use(self._options.theme)
        theme.apply(cast("QApplication", self._app))
        window = MainWindow(self._context(), theme, scan_panels())
        window.first_painted.connect(self._painted)
        window.closed.connect(lambda: self._finish(0))
        self._app.installEventFilter(self._report)
        if self._options.size is not None:
            window.resize(*self._options.size)
        return window

    def _context(self) -> ViewContext:
        commands = Commands(self._io)
        preferences = self._profile.preferences
        return ViewContext(
            services=cast("Any", Promised(self._serving.services)),
            commands=commands,
            clock=self._clock,
            link=LinkGroup(preferences.get("link.symbol") or self._profile.first_symbol),
            instruments=InstrumentDirectory(self._clock),
            preferences=preferences,
            language=self._options.locale,
            environment=self._profile.environment,
        )

    def _painted(self) -> None:
        self._report.first_window_painted()
        self._begin()

    def _begin(self) -> None:
        self._io.loop.call_soon_threadsafe(self._serving.begin)

    def _plan(self, window: MainWindow) -> None:
        options = self._options
        if options.seconds is not None:
            self._after(options.seconds, lambda: self._conclude(window))
        if options.status_every is not None:
            self._every(options.status_every, self._say_status)
        self._every(0.5, self._look_at_io)
        self._after(_BEGIN_ANYWAY, self._begin)

    def _after(self, seconds: float, call: Any) -> None:
        timer = self._timer(seconds, call)
        timer.setSingleShot(True)
        timer.start()

    def _every(self, seconds: float, call: Any) -> None:
        self._timer(seconds, call).start()

    def _timer(self, seconds: float, call: Any) -> QTimer:
        timer = QTimer()
        timer.setInterval(round(seconds * _MILLISECONDS))
        timer.timeout.connect(call)
        self._timers.append(timer)
        return timer

    def _say_status(self) -> None:
        sys.stderr.write(self._report.status() + "\n")

    def _look_at_io(self) -> None:
        """Tell when the other half has ended, which it never does by itself."""
        if self._io.finished.done() and not self._ended.done():
            error = self._io.finished.exception()
            self._report.fail(f"{type(error).__name__}: {error}")
            _log.error("the I/O thread ended: %r", error)

    def _conclude(self, window: MainWindow) -> None:
        """The time is up: a picture, the promised line, the end."""
        if self._options.screenshot is not None:
            self._clock.stop()
            QTimer.singleShot(_GRACE_MS, lambda: self._picture_and_finish(window))
        else:
            self._finish(0)

    def _picture_and_finish(self, window: MainWindow) -> None:
        assert self._options.screenshot is not None
        if not window.grab_picture(Path(self._options.screenshot)):
            self._report.fail(f"no picture could be written to {self._options.screenshot}")
        self._finish(0)

    def _finish(self, code: int) -> None:
        if not self._ended.done():
            self._ended.set_result(code)

    def _end(self, window: MainWindow) -> None:
        for timer in self._timers:
            timer.stop()
        self._clock.stop()
        if self._options.seconds is not None:
            sys.stdout.write(json.dumps(self._report.line(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
        elif self._options.screenshot is not None:
            window.grab_picture(Path(self._options.screenshot))
        window.close()
        if not self._io.stop():
            _log.error("the I/O thread did not end in time")
        self._serving.close()

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Nothing that goes wrong is lost: exceptions, Qt's own words, Ctrl-C."""
        old_hook, old_signal = sys.excepthook, signal.getsignal(signal.SIGINT)
        old_term = signal.getsignal(signal.SIGTERM)
        sys.excepthook = self._unexpected
        signal.signal(signal.SIGINT, self._interrupted)
        signal.signal(signal.SIGTERM, self._interrupted)
        qInstallMessageHandler(_qt_says)
        try:
            yield
        finally:
            sys.excepthook = old_hook
            signal.signal(signal.SIGINT, old_signal)
            signal.signal(signal.SIGTERM, old_term)
            qInstallMessageHandler(None)

    def _interrupted(self, _number: int, _frame: FrameType | None) -> None:
        self._finish(_INTERRUPTED)

    def _unexpected(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        _log.error("unexpected", exc_info=(kind, error, trace))
        self._report.fail(f"{kind.__name__}: {error}")


def _qt_says(kind: QtMsgType, _where: object, text: str) -> None:
    if "propagateSizeHints" in text:
        return
    level = logging.INFO if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else logging.WARNING
    logging.getLogger("kis_desktop.qt").log(level, "%s", text)
