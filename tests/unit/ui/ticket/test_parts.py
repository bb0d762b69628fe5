"""The ticket's parts in a narrow panel: what must be read is never what is cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kis_desktop.domain.order import Side, Venue
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.ticket.choice_box import ChoiceBox
from kis_desktop.ui.ticket.fresh_key import FreshKey
from kis_desktop.ui.ticket.name_line import NameLine
from kis_desktop.ui.ticket.order_button import OrderButton
from kis_desktop.viewmodels.ticket_marks import Badge
from kis_desktop.viewmodels.ticket_session import Choice

LONG = "미래에셋 TIGER 미국나스닥100타겟데일리커버드콜(합성 H)레버리지"
BADGES = tuple(Badge(text) for text in ("거래정지", "투자위험", "관리", "단기과열", "신용불가"))


@pytest.fixture
def parent(qtbot: QtBot, qapp: QApplication) -> QWidget:
    Theme().apply(qapp)
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize("width", [240, 280, 340])
def test_the_button_cuts_the_name_and_keeps_quantity_and_side(parent: QWidget, width: int) -> None:
    button = OrderButton(FreshKey(), parent)
    button.resize(width, 38)
    button.show_side(Side.BUY)
    whole = f"{LONG} 120주 현금 매수"
    button.say(whole, LONG)
    assert button.text().endswith("… 120주 현금 매수")
    assert QFontMetrics(button.font()).horizontalAdvance(button.text()) <= width
    assert button.accessibleName() == whole
    button.resize(900, 38)
    button.say(whole, LONG)
    assert button.text() == whole


def test_badges_that_find_no_room_are_counted_and_told_in_the_tip(parent: QWidget) -> None:
    line = NameLine(parent)
    line.say(LONG, BADGES)
    line.resize(600, 20)
    assert line.shown_badges() == BADGES
    line.resize(240, 20)
    shown = [badge.text for badge in line.shown_badges()]
    assert shown[0] == "거래정지"
    assert shown[-1] == f"+{len(BADGES) - len(shown) + 1}"
    assert line.toolTip() == f"{LONG} · 거래정지 · 투자위험 · 관리 · 단기과열 · 신용불가"
    assert line.accessibleName() == line.toolTip()


def test_a_choice_that_became_impossible_stays_marked_and_cannot_be_chosen_again(
    parent: QWidget,
) -> None:
    picked: list[Venue] = []
    box: ChoiceBox[Venue] = ChoiceBox("venue", picked.append, "{} · 지금 불가".format, parent)
    krx, nxt = Choice(Venue.KRX, "KRX"), Choice(Venue.NXT, "NXT", "NXT: 장이 끝났습니다.")
    box.show_choices((krx, nxt), Venue.NXT)
    assert (box.currentText(), box.toolTip()) == ("NXT · 지금 불가", "NXT: 장이 끝났습니다.")
    box.activated.emit(0)
    assert picked == [Venue.KRX]
    box.show_choices((krx, nxt), Venue.KRX)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert (picked, box.currentText()) == ([Venue.KRX], "KRX")
    item = box.model().index(1, 0)
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    spoken = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "NXT. NXT: 장이 끝났습니다."
