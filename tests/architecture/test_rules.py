"""The house keeps its rules, and each rule sees what it forbids."""

from __future__ import annotations

import pytest

from tests.architecture import rules
from tests.architecture.source_tree import module_from, modules, unreadable_modules

ALL_RULES = (
    rules.threads_have_two_homes,
    rules.qt_begins_at_the_frame_clock,
    rules.view_models_know_qtcore_alone,
    rules.rules_have_no_clock_and_no_disk,
    rules.late_imports_are_named,
    rules.heavy_packages_stay_out,
    rules.blind_handlers_have_their_homes,
    rules.no_second_event_loop,
    rules.no_path_of_one_machine,
    rules.names_say_something,
    rules.modules_say_what_they_are,
)

BROKEN = [
    (rules.threads_have_two_homes, "kis/rest.py", "from concurrent.futures import Future"),
    (rules.threads_have_two_homes, "storage/a.py", "def f():\n    import threading"),
    (rules.qt_begins_at_the_frame_clock, "bridge/mailbox.py", "from PySide6.QtCore import QTimer"),
    (rules.view_models_know_qtcore_alone, "viewmodels/a.py", "from PySide6.QtGui import QColor"),
    (rules.view_models_know_qtcore_alone, "viewmodels/a.py", "from PySide6 import QtWidgets"),
    (rules.rules_have_no_clock_and_no_disk, "domain/a.py", "import time"),
    (rules.rules_have_no_clock_and_no_disk, "domain/a.py", "x = datetime.now(UTC)"),
    (rules.rules_have_no_clock_and_no_disk, "kis/protocol/a.py", "x = dt.datetime.now(UTC)"),
    (rules.late_imports_are_named, "ui/a.py", "def f():\n    from kis_desktop.ui import b"),
    (rules.heavy_packages_stay_out, "indicators/a.py", "import pandas as pd"),
    (
        rules.blind_handlers_have_their_homes,
        "kis/a.py",
        "try:\n    f()\nexcept Exception:\n    g()",
    ),
    (rules.blind_handlers_have_their_homes, "kis/a.py", "try:\n    f()\nexcept:\n    g()"),
    (
        rules.blind_handlers_have_their_homes,
        "kis/a.py",
        "try:\n    f()\nexcept (OSError, BaseException):\n    g()",
    ),
    (rules.no_second_event_loop, "ui/a.py", "dialog.exec()"),
    (rules.no_second_event_loop, "ui/a.py", "QMessageBox.question(None, '', '')"),
    (rules.no_second_event_loop, "ui/a.py", "QtWidgets.QFileDialog.getOpenFileName()"),
    (rules.no_second_event_loop, "ui/a.py", "loop = QEventLoop()"),
    (rules.no_path_of_one_machine, "storage/a.py", "HOME = '/home/trader/kis'"),
    (rules.no_path_of_one_machine, "storage/a.py", "HOME = 'C:\\\\kis'"),
    (rules.names_say_something, "services/utils.py", ""),
    (rules.names_say_something, "services/a.py", "class OrderManager:\n    pass"),
    (rules.modules_say_what_they_are, "services/a.py", "x = 1"),
]

KEPT = [
    (rules.threads_have_two_homes, "bridge/io_thread.py", "import threading"),
    (rules.threads_have_two_homes, "services/runtime.py", "import threading"),
    (rules.qt_begins_at_the_frame_clock, "bridge/frame_clock.py", "import PySide6.QtCore"),
    (rules.view_models_know_qtcore_alone, "viewmodels/a.py", "from PySide6.QtCore import Qt"),
    (rules.rules_have_no_clock_and_no_disk, "domain/a.py", "from datetime import time"),
    (rules.late_imports_are_named, "ui/a.py", "def f():\n    import pyqtgraph as pg"),
    (rules.late_imports_are_named, "app.py", "def f():\n    from kis_desktop.kis import rest"),
    (rules.blind_handlers_have_their_homes, "kis/a.py", "try:\n    f()\nexcept OSError:\n    g()"),
    (
        rules.blind_handlers_have_their_homes,
        "services/a.py",
        "try:\n    f()\nexcept BaseException:\n    g()\n    raise",
    ),
    (rules.no_second_event_loop, "ui/a.py", "dialog.open()"),
    (rules.no_second_event_loop, "app/window.py", "loop = QEventLoop(app)"),
    (rules.no_path_of_one_machine, "kis/a.py", "path = '/uapi/domestic-stock/v1/trading'"),
    (rules.modules_say_what_they_are, "services/a.py", '"""One idea."""'),
]


def test_there_is_a_package_to_look_at() -> None:
    assert {"__init__.py", "domain/order.py"} <= {module.path for module in modules()}


def test_the_oldest_supported_python_reads_every_module() -> None:
    assert unreadable_modules() == []


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: rules.Rule) -> None:
    assert [complaint for module in modules() for complaint in rule(module)] == []


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_the_rule_sees_what_it_forbids(rule: rules.Rule, path: str, text: str) -> None:
    assert len(list(rule(module_from(path, text)))) == 1


@pytest.mark.parametrize(("rule", "path", "text"), KEPT)
def test_the_rule_lets_pass_what_it_allows(rule: rules.Rule, path: str, text: str) -> None:
    assert list(rule(module_from(path, text))) == []


def test_every_rule_has_an_example_that_breaks_it() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(ALL_RULES)
