"""Sounds: a file for every event, and a player that is really started."""

from __future__ import annotations

import sys
import wave
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.ui.sound import SystemPlayer, sound_file
from kis_desktop.viewmodels.announcements import Notable
from tests.patience import PATIENCE_S


@pytest.mark.parametrize("kind", list(Notable))
def test_every_event_has_a_short_sound(kind: Notable) -> None:
    with wave.open(str(sound_file(kind)), "rb") as file:
        seconds = file.getnframes() / file.getframerate()
        loudest = max(abs(value) for value in memoryview(file.readframes(10**6)).cast("h"))
    assert 0.1 < seconds < 1
    assert 3_000 < loudest < 20_000


@pytest.mark.skipif(sys.platform == "win32", reason="a call of the system is made there")
def test_the_player_is_given_the_file(qtbot: QtBot, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    player = tmp_path / "aplay"
    player.write_text(f'#!/bin/sh\nprintf "%s|%s" "$1" "$2" > "{heard}"\n')
    player.chmod(0o700)
    found = {"aplay": str(player)}
    SystemPlayer(find=found.get).play(sound_file(Notable.FILL))
    qtbot.waitUntil(
        lambda: heard.exists() and bool(heard.read_text()), timeout=round(PATIENCE_S * 1000)
    )
    assert heard.read_text() == f"-q|{sound_file(Notable.FILL)}"


@pytest.mark.skipif(sys.platform == "win32", reason="the system has a call of its own there")
def test_a_computer_without_a_player_is_silent(tmp_path: Path) -> None:
    player = SystemPlayer(find=lambda _: None)
    assert not player.can_play
    player.play(sound_file(Notable.FILL))
    player.play(tmp_path / "missing.wav")
