"""The rules of the house that import-linter and ruff cannot say, as functions over one module.

Each yields a sentence for every place that breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.architecture.source_tree import (
    Module,
    calls_of,
    imports_of,
    strings_of,
    wide_handlers_of,
)

Rule = Callable[[Module], Iterator[str]]

THREADS = frozenset({"threading", "_thread", "concurrent", "multiprocessing"})
THREAD_HOMES = ("bridge/", "services/runtime.py", "services/runtime/")

QT = frozenset({"PySide6", "shiboken6", "qasync"})
QT_HOMES = (
    "app.py",
    "app/",
    "cli.py",
    "cli/",
    "__main__.py",
    "ui/",
    "viewmodels/",
    "bridge/frame_clock.py",
)

PURE_HOMES = ("domain/", "kis/protocol/")
CLOCKS_AND_DISKS = frozenset(
    {
        "asyncio",
        "httpx",
        "io",
        "logging",
        "os",
        "pathlib",
        "random",
        "secrets",
        "select",
        "shutil",
        "socket",
        "sqlite3",
        "subprocess",
        "tempfile",
        "time",
        "websockets",
    }
)
CLOCK_READINGS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|open|print|input)$")

LATE_HOMES = ("app.py", "app/", "cli.py", "cli/", "__main__.py", "simulator/cli.py")
# pyqtgraph and TA-Lib wait for their panels, keyring for a profile that has one, holidays for a
# year that the rules do not ship
LATE_PACKAGES = frozenset({"pyqtgraph", "talib", "keyring", "holidays"})

HEAVY = frozenset({"pandas", "exchange_calendars", "qtawesome", "pydantic", "qdarkstyle"})

BLIND_HOMES = (
    "bridge/commands.py",
    "bridge/io_thread.py",  # hands whatever ended the thread to the one who waits for it
    "kis/line_tap.py",  # the wire outlives who merely looks at it
    "kis/transport.py",  # the same, for requests
    "services/kill_switch.py",  # a cancel that breaks must not take those of the others with it
    "services/runtime.py",
    "services/runtime/",
)

NESTED_LOOPS = re.compile(
    r"(\.exec_?|^QMessageBox\.(information|question|warning|critical|about)"
    r"|QFileDialog\.get\w+|QInputDialog\.get\w+|QColorDialog\.getColor|QFontDialog\.getFont"
    r"|\.processEvents|QEventLoop)$"
)

LOOP_HOMES = ("app.py", "app/")  # qasync's loop, the one around everything

MACHINE_PATH = re.compile(r"^(/tmp|/home|/root|/work|/var/tmp|/Users|[A-Za-z]:[\\/])(/|\\|$|\w)")
EMPTY_NAMES = re.compile(r"(Manager|Helper|Helpers|Utils?|Data|Info)$")
MARKET_TERMS = frozenset({"MarketData"})  # 시세: the term of the trade, not a word for nothing
EMPTY_MODULES = frozenset({"common", "misc", "utils", "util", "helpers", "helper", "manager"})


def threads_have_two_homes(module: Module) -> Iterator[str]:
    if not module.is_under(*THREAD_HOMES):
        for found in imports_of(module):
            if found.root in THREADS:
                yield f"{module.path}:{found.line} imports {found.root}"


def qt_begins_at_the_frame_clock(module: Module) -> Iterator[str]:
    if not module.is_under(*QT_HOMES):
        for found in imports_of(module):
            if found.root in QT:
                yield f"{module.path}:{found.line} imports {found.name}"


def view_models_know_qtcore_alone(module: Module) -> Iterator[str]:
    if module.is_under("viewmodels/", "bridge/"):
        for found in imports_of(module):
            if found.root == "PySide6" and not found.name.startswith("PySide6.QtCore"):
                yield f"{module.path}:{found.line} imports {found.name}"


def rules_have_no_clock_and_no_disk(module: Module) -> Iterator[str]:
    if module.is_under(*PURE_HOMES):
        for found in imports_of(module):
            if found.root in CLOCKS_AND_DISKS:
                yield f"{module.path}:{found.line} imports {found.root}"
        for name, line in calls_of(module):
            if CLOCK_READINGS.search(name):
                yield f"{module.path}:{line} calls {name}"


def late_imports_are_named(module: Module) -> Iterator[str]:
    if not module.is_under(*LATE_HOMES):
        for found in imports_of(module):
            if found.in_function and found.root not in LATE_PACKAGES:
                yield f"{module.path}:{found.line} imports {found.name} inside a function"


def heavy_packages_stay_out(module: Module) -> Iterator[str]:
    for found in imports_of(module):
        if found.root in HEAVY:
            yield f"{module.path}:{found.line} imports {found.root}"


def blind_handlers_have_their_homes(module: Module) -> Iterator[str]:
    if not module.is_under(*BLIND_HOMES):
        for line in wide_handlers_of(module):
            yield f"{module.path}:{line} catches everything"


def no_second_event_loop(module: Module) -> Iterator[str]:
    """A nested Qt loop freezes the coroutines of the loop around it: `open()` instead."""
    for name, line in calls_of(module):
        is_the_one_loop = name == "QEventLoop" and module.is_under(*LOOP_HOMES)
        if NESTED_LOOPS.search(name) and not is_the_one_loop:
            yield f"{module.path}:{line} calls {name}"


def no_path_of_one_machine(module: Module) -> Iterator[str]:
    for text, line in strings_of(module):
        if MACHINE_PATH.match(text):
            yield f"{module.path}:{line} names {text!r}"


def names_say_something(module: Module) -> Iterator[str]:
    stem = module.path.rsplit("/", 1)[-1].removesuffix(".py")
    if stem in EMPTY_MODULES:
        yield f"{module.path} has a name that says nothing"
    for line, text in enumerate(module.text.splitlines(), 1):
        declared = re.match(r"\s*class (\w+)", text)
        if declared and EMPTY_NAMES.search(declared[1]) and declared[1] not in MARKET_TERMS:
            yield f"{module.path}:{line} class {declared[1]}"


def modules_say_what_they_are(module: Module) -> Iterator[str]:
    body = module.tree.body
    if not (body and module.text.lstrip().startswith(('"""', 'r"""'))):
        yield f"{module.path} has no docstring"
