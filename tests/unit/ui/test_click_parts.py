"""The switch, the field and the presets of a place where clicks order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.ui.click_parts import ArmButton, ArmTexts, PresetChip, QuantityField
from kis_desktop.viewmodels.armed_place import ArmedPlace
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import Desk

ARM = ArmTexts("ladder.arm", "ladder.arm_on", "ladder.arm_off")
LEFT = Qt.MouseButton.LeftButton


class Place(ArmedPlace):
    """A place that a reason of its own keeps from ordering."""

    reason = ""

    @property
    def why_not_armed(self) -> str:
        return self.reason

    def stop(self, reason: str) -> None:
        """Something came between; it is told."""
        self.reason = reason
        self._disarm("ladder.off_halted")
        self.state_changed.emit()


class Parts(QWidget):
    """All of them over one place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words = Words("ko")
        self.place = Place(desk.context, "place.quantity")
        self.arm = ArmButton(self.place, ARM, words, self)
        self.field = QuantityField(self.place, "ladder.quantity", QSize(72, 30), words, self)
        self.chips = [PresetChip(self.place, shares, words, self) for shares in (1, 10)]
        column = QVBoxLayout(self)
        for part in (self.arm, self.field, *self.chips):
            column.addWidget(part)


@pytest.fixture
async def parts(desk: Desk, qtbot: QtBot) -> Parts:
    made = Parts(desk)
    qtbot.addWidget(made)
    made.show()
    return made


async def test_a_press_turns_it_on_and_what_turns_it_off_is_said(parts: Parts) -> None:
    off = parts.arm.text()
    QTest.mouseClick(parts.arm, LEFT)
    assert (parts.place.armed, parts.arm.isChecked()) == (True, True)
    assert parts.arm.text() != off
    parts.place.stop("긴급 정지 중입니다.")
    assert (parts.arm.isChecked(), parts.arm.isEnabled(), parts.arm.text()) == (False, False, off)
    assert parts.arm.toolTip() == "긴급 정지 중입니다."
    assert parts.arm.accessibleDescription().endswith("긴급 정지 중입니다.")


async def test_a_press_that_is_refused_leaves_it_off_for_the_eye_and_the_ear(parts: Parts) -> None:
    parts.place.reason = "시세가 오래되었습니다."  # nobody has told it yet
    QTest.mouseClick(parts.arm, LEFT)
    assert (parts.place.armed, parts.arm.isChecked(), parts.arm.isEnabled()) == (False,) * 3


async def test_field_and_presets_are_one_quantity(parts: Parts) -> None:
    one, ten = parts.chips
    QTest.keyClicks(parts.field, "10")
    assert (parts.place.quantity, one.isChecked(), ten.isChecked()) == (10, False, True)
    QTest.mouseClick(one, LEFT)
    assert (parts.field.text(), one.isChecked(), ten.isChecked()) == ("1", True, False)


async def test_a_preset_that_is_pressed_again_stays_the_chosen_one(parts: Parts) -> None:
    one = parts.chips[0]
    QTest.mouseClick(one, LEFT)
    QTest.mouseClick(one, LEFT)
    assert (parts.place.quantity, one.isChecked()) == (1, True)
