"""What tests of widgets share."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kis_desktop.ui.theme.theme import Theme
from tests.unit.screen_desk import Desk


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication) -> Desk:
    """Services and a link of their own, under the dark theme."""
    Theme().apply(qapp)
    return Desk()
