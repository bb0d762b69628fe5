"""The last event in the status line."""

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.ui.shell.status_line import NewsLabel

TEXT = "23:19:08 계좌번호가 앱키의 계좌와 다릅니다. 설정에서 계좌번호를 확인하세요. — [IGW00002]"


@pytest.mark.parametrize(("width", "whole"), [(1200, True), (200, False)])
def test_an_event_without_room_is_cut_at_its_end(qtbot: QtBot, width: int, *, whole: bool) -> None:
    label = NewsLabel()
    qtbot.addWidget(label)
    label.setText(TEXT)
    label.resize(width, 20)
    shown = label.shown_text()
    assert shown.startswith("23:19:08 계좌번호")
    assert (shown == TEXT) is whole
    assert shown.endswith("…") is not whole
