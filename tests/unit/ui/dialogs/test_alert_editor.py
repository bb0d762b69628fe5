"""The editor of alerts as it is handled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from kis_desktop.domain.alert import Alert, Channel, PriceCross
from kis_desktop.ui.dialogs.alert_editor import AlertEditor
from kis_desktop.viewmodels.alert_draft import AlertDraft
from kis_desktop.viewmodels.alert_fields import Field, Kind
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import SAMSUNG, Desk, quote, reading


@pytest.fixture
async def editor(desk: Desk) -> AsyncIterator[AlertEditor]:
    draft = AlertDraft(desk.context, SAMSUNG)
    made = AlertEditor(draft, Words("ko"))
    made.show()
    made.activateWindow()
    desk.show(quote(), reading())
    yield made
    made.close()
    await desk.settle()


def walked(start: QWidget, steps: int) -> list[QWidget]:
    start.setFocus()
    found, window = list[QWidget](), start.window()
    for _ in range(steps):
        here = window.focusWidget()
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Tab)
        after = window.focusWidget()
        assert after is not None
        found.append(after)
    return found


async def test_tab_goes_down_the_rows(editor: AlertEditor) -> None:
    editor.draft.choose(kind=Kind.MOVE_FROM)
    assert walked(editor.box("kind"), 9) == [
        *(editor.box("way"), editor.fields[Field.BASE], editor.fields[Field.PERCENT]),
        *(editor.box("often"), editor.box("until")),
        *(editor.channels[Channel.TOAST], editor.channels[Channel.SOUND]),
        *(editor.channels[Channel.LOG], editor.note),
    ]


async def test_a_row_that_does_not_belong_is_gone_with_its_label(editor: AlertEditor) -> None:
    def labels() -> set[str]:
        return {one.text() for one in editor.findChildren(QLabel) if one.isVisible()}

    level = editor.fields[Field.LEVEL]
    seen = [(level.isVisible(), level.accessibleName() in labels())]
    editor.draft.choose(kind=Kind.DAY_VOLUME)
    seen.append((level.isVisible(), level.accessibleName() in labels()))
    assert seen == [(True, True), (False, False)]
    assert editor.fields[Field.SHARES].accessibleName() in labels()


async def test_the_list_of_ends_names_the_day_that_the_alert_has(desk: Desk) -> None:
    alert = Alert("a", SAMSUNG, PriceCross(Decimal(98_400)), until=date(2026, 11, 27))
    made = AlertEditor(AlertDraft(desk.context, "", alert), Words("ko"))
    made.show()
    assert made.box("until").currentText() == "2026-11-27까지"
    made.close()
    await desk.settle()
