"""The dialog of announcements."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kis_desktop.ui.dialogs.announcement_settings import AnnouncementDialog
from kis_desktop.ui.sound import sound_file
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.announcements import AnnouncementSettings, Notable, Way
from kis_desktop.viewmodels.words import Words
from tests.unit.screen_desk import Kept


class Player:
    """Remembers what it was to play."""

    def __init__(self, *, can_play: bool = True) -> None:
        self.can_play = can_play
        self.played: list[Path] = []

    def play(self, file: Path) -> None:
        self.played.append(file)


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


def test_what_is_ticked_holds_at_once(qtbot: QtBot) -> None:
    settings, player = AnnouncementSettings(Kept()), Player()
    dialog = AnnouncementDialog(settings, player, Words("ko"))
    qtbot.addWidget(dialog)
    assert dialog.boxes[Notable.FILL, Way.SOUND].isChecked()
    assert not dialog.boxes[Notable.LINE_BACK, Way.SOUND].isChecked()
    dialog.boxes[Notable.FILL, Way.SOUND].click()
    dialog.mute.click()
    assert not settings.has(Notable.FILL, Way.SOUND)
    assert settings.has(Notable.FILL, Way.NOTE)
    assert settings.is_muted
    dialog.listen[Notable.UNKNOWN].click()
    assert player.played == [sound_file(Notable.UNKNOWN)]


def test_a_computer_without_sound_is_told_so(qtbot: QtBot) -> None:
    dialog = AnnouncementDialog(AnnouncementSettings(Kept()), Player(can_play=False), Words("ko"))
    qtbot.addWidget(dialog)
    assert not dialog.listen[Notable.FILL].isEnabled()
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert Words("ko")("announce.no_sound") in texts
