"""What holds for every test: a home of its own, the loopback alone, and nothing left behind."""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
import ipaddress
import itertools
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.patience import PATIENCE_S

_HOMES = itertools.count()


class ForeignAddressError(Exception):
    """A test reached for a machine other than this one."""


def pytest_configure() -> None:
    sys.addaudithook(refuse_foreign_addresses)
    settings.register_profile(
        "no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("no clock")  # a machine that is slow for a moment is no failure


def refuse_foreign_addresses(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse every connection but to 127.0.0.0/8 and ::1; files as sockets are no concern."""
    if event not in {"socket.connect", "socket.getaddrinfo"}:
        return
    target = arguments[1] if event == "socket.connect" else arguments[:1]
    if isinstance(target, tuple) and not is_here(target[0]):
        raise ForeignAddressError(f"tests may only talk to this machine, not to {target[0]!r}")


def is_here(host: object) -> bool:
    if host in {None, "", "localhost", b"localhost"}:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name).is_loopback or name == "0.0.0.0"  # noqa: S104
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def home_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Everything that the program writes goes here, never into the user's own folders; made by who
    writes first, for most tests write nothing.
    """
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(_HOMES))
    monkeypatch.setenv("KIS_DESKTOP_HOME", str(home))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return home


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Waits for what must come as long as any other test does."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
        patient = functools.partial(getattr(qtbot, name), timeout=int(PATIENCE_S * 1000))
        setattr(qtbot, name, patient)
    return qtbot


@pytest.fixture(autouse=True, scope="module")
def what_stands_is_not_looked_at_again() -> None:
    """A collection between tests goes through what has come since its module began, and not through
    all that is imported and kept: with windows there is one after each test.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def widgets_end_on_their_own_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Python collects garbage on whatever thread allocates; a timer of Qt that ends on another than
    its own is still called. Where windows are tested it is collected between the tests.
    """
    if not {"flow", "ui"} & set(request.path.parts):
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A test ends the threads that it began."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(PATIENCE_S)
    names = [thread.name for thread in left if thread.is_alive()]
    assert not names, f"left running: {names}"


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """A test closes the top-level widgets that it opened."""
    before = {id(widget) for widget in top_level_widgets()}
    yield
    if all(id(widget) in before for widget in top_level_widgets()):
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    left = [widget for widget in top_level_widgets() if id(widget) not in before]
    names = [f"{type(widget).__name__} {widget.objectName()!r}" for widget in left]
    assert not names, f"left open: {names}"


def top_level_widgets() -> list[QWidget]:
    return QApplication.topLevelWidgets() if QApplication.instance() else []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """A coroutine test is run with a look at the tasks that it leaves."""
    if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
        item.obj = leaving_no_task(item.obj)


def leaving_no_task(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    @functools.wraps(test)
    async def watched(*args: object, **kwargs: object) -> None:
        before = asyncio.all_tasks()
        await test(*args, **kwargs)
        left = [task for task in asyncio.all_tasks() - before if not task.done()]
        if left:
            await asyncio.wait(left, timeout=PATIENCE_S)
        names = [task.get_name() for task in left if not task.done()]
        assert not names, f"left running: {names}"

    return watched
