"""The window's half of the program: opens at once, while the other half is still being built."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any, Self, cast

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from kis_desktop.app.freed_memory import give_back
from kis_desktop.app.hardening import forbid_core_dumps
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
from kis_desktop.domain.message import message
from kis_desktop.storage.log_file import Redactor, close_log, open_log
from kis_desktop.ui.collector import Collector
from kis_desktop.ui.shell.main_window import MainWindow
from kis_desktop.ui.shell.panel_scan import scan_panels
from kis_desktop.ui.theme import toolkit_texts
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.context import LinkGroup, ViewContext
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory
from kis_desktop.viewmodels.opening import Opening

_log = logging.getLogger(__name__)

_SWITCH_INTERVAL = 0.0005  # seconds; the I/O thread gets the interpreter soon enough
_INTERRUPTED = 130
_FAILED = 1
_MILLISECONDS = 1000
_BEGIN_ANYWAY = 3.0  # seconds after which services start even if some panel was never painted
_LAST_WORDS = 5.0  # seconds that what panels waited for has to end
_GRACE_MS = 400  # between the last frame and the picture, for fades to end


def run(options: Options) -> int:
    """Open the window and run until it is closed; the exit code."""
    forbid_core_dumps()
    sys.setswitchinterval(_SWITCH_INTERVAL)
    redactor = Redactor()
    if _lacks_display():
        sys.stderr.write(render(message("program.no_display"), options.locale) + "\n")
        return _FAILED
    try:
        profile = open_profile(options, redactor)
    except KisDesktopError as error:
        sys.stderr.write(render(error.message, options.locale) + "\n")
        return _FAILED
    try:
        with Terminal(options, profile, redactor) as terminal:
            return terminal.run()
    finally:
        profile.close()


class Terminal:
    """One window with its two threads; open as a context manager."""

    def __init__(self, options: Options, profile: Profile, redactor: Redactor) -> None:
        self._options = options
        self._profile = profile
        self._app = cast("QApplication", QApplication.instance() or QApplication(sys.argv[:1]))
        self._app.setApplicationName("kis-desktop")
        self._app.setQuitOnLastWindowClosed(False)
        self._mailbox = Mailbox()
        self._clock = FrameClock(self._mailbox)
        self._serving = Serving(profile, self._mailbox, redactor)
        self._io = IoThread()
        self._timers: list[QTimer] = []
        self._opening = Opening()
        self._collector = Collector()
        self._collector.collected.connect(give_back)
        self._redactor = redactor
        self.loop = QEventLoop(self._app)
        self.report = RunReport(self._clock, options.started, options.locale, redactor.clean)
        self.ended: asyncio.Future[int] = self.loop.create_future()

    def __enter__(self) -> Self:
        """Show the window and begin to serve it."""
        self._stack = contextlib.ExitStack()
        with self._stack:
            log = open_log(self._profile.folder.log, self._redactor)
            self._stack.callback(close_log, log)
            self._stack.enter_context(self._watched())
            self._collector.start()
            self._stack.callback(self._collector.stop)
            asyncio.set_event_loop(self.loop)
            self._stack.callback(asyncio.set_event_loop, None)
            self._stack.callback(self.loop.close)
            self._stack.callback(self._end_tasks)
            self._stack.callback(self._serving.close)
            self._stack.enter_context(toolkit_texts.spoken(self._app, self._options.locale))
            self._io.start(self._serving.run)
            self._stack.callback(self._end_io)
            self.window = self._made_window()
            self._stack.callback(self._end_window)
            self.window.show()
            self._clock.start()
            self._plan()
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def run(self) -> int:
        """Until the window is closed, the time is up, or Ctrl-C; the exit code."""
        code = int(self.loop.run_until_complete(self.ended))
        if self._options.seconds is not None:
            sys.stdout.write(json.dumps(self.report.line(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
        elif self._options.screenshot is not None:
            self._take_picture()
        return code

    def _made_window(self) -> MainWindow:
        theme = Theme.current()
        if self._options.theme:
            theme.use(self._options.theme)
        theme.apply(self._app)
        name = self._profile.identity.profile
        window = MainWindow(self._context(), theme, scan_panels(), profile=name)
        window.first_painted.connect(self._painted)
        window.closed.connect(lambda: self._finish(0))
        self._app.installEventFilter(self.report)
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
            clean=self._redactor.clean,
            recorded=self._profile.recorded,
            opening=self._opening,
        )

    def _painted(self) -> None:
        self.report.first_window_painted()
        self._begin()
        self._after(0, self._opening.end)
        self._collector.spare()

    def _begin(self) -> None:
        self._io.loop.call_soon_threadsafe(self._serving.begin)

    def _plan(self) -> None:
        options = self._options
        if options.seconds is not None:
            self._after(options.seconds, self._conclude)
        if options.status_every is not None:
            self._every(options.status_every, self._say_status)
        self._every(0.5, self._look_at_io)
        self._after(_BEGIN_ANYWAY, self._begin)
        self._after(_BEGIN_ANYWAY, self._opening.end)

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
        sys.stderr.write(self.report.status() + "\n")

    def _look_at_io(self) -> None:
        """Tell when the other half has ended, which it never does by itself."""
        if self._io.finished.done() and not self.ended.done():
            error = self._io.finished.exception()
            self.report.fail(f"{type(error).__name__}: {error}")
            _log.error("the I/O thread ended: %r", error)

    def _conclude(self) -> None:
        """The time is up: a picture once the fades have ended, then the end."""
        if self._options.screenshot is None:
            self._finish(0)
            return
        self._clock.stop()
        QTimer.singleShot(_GRACE_MS, self._picture_and_finish)

    def _picture_and_finish(self) -> None:
        self._take_picture()
        self._finish(0)

    def _take_picture(self) -> None:
        path = self._options.screenshot
        if path is not None and not self.window.grab_picture(path):
            self.report.fail(f"no picture could be written to {path}")

    def _finish(self, code: int) -> None:
        if not self.ended.done():
            self.ended.set_result(code)

    def _end_window(self) -> None:
        for timer in self._timers:
            timer.stop()
        self._clock.stop()
        self._app.removeEventFilter(self.report)
        self.window.leave()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _end_tasks(self) -> None:
        """Let what the panels still waited for end in order; what won't is left behind."""
        waiting = asyncio.all_tasks(self.loop)
        for task in waiting:
            task.cancel()
        if not waiting:
            return
        _, left = self.loop.run_until_complete(asyncio.wait(waiting, timeout=_LAST_WORDS))
        for task in left:
            _log.error("did not end: %s", task.get_coro())

    def _end_io(self) -> None:
        if not self._io.stop():
            _log.error("the I/O thread did not end in time")

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
        self.report.fail(f"{kind.__name__}: {error}")


def _lacks_display() -> bool:
    """Whether Qt would find nowhere to open a window."""
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in named)


def _qt_says(kind: QtMsgType, _where: object, text: str) -> None:
    if "propagateSizeHints" in text:
        return
    level = logging.INFO if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else logging.WARNING
    logging.getLogger("kis_desktop.qt").log(level, "%s", text)
