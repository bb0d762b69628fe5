"""The look in force."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import Environment
from kis_desktop.ui.theme.resources import find_icon, font_files, resources_folder
from kis_desktop.ui.theme.style_sheet import style_sheet
from kis_desktop.ui.theme.theme import Theme, laid_over, set_tone
from kis_desktop.ui.theme.tokens import Density, FontKind, ThemeName, Token
from kis_desktop.viewmodels.roles import Tone


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


def test_the_applied_theme_is_the_current_one(theme: Theme) -> None:
    assert Theme.current() is theme


def test_a_switch_changes_colours_and_tells_once(theme: Theme, qtbot: QtBot) -> None:
    told: list[ThemeName] = []
    theme.changed.connect(lambda: told.append(theme.name))
    theme.switch(ThemeName.LIGHT)
    theme.switch(ThemeName.LIGHT)
    assert told == [ThemeName.LIGHT]
    assert theme.color(Token.PANEL) == QColor("#FFFFFF")


def test_a_theme_of_no_known_name_changes_nothing(
    theme: Theme, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        theme.use("sepia")
    assert theme.name is ThemeName.DARK
    assert not theme.is_chosen
    assert "sepia" in caplog.text


def test_a_theme_named_at_the_start_is_chosen(theme: Theme) -> None:
    theme.use("light")
    assert theme.name is ThemeName.LIGHT
    assert theme.is_chosen


def test_buying_and_rising_share_a_colour_and_selling_and_falling_another(theme: Theme) -> None:
    assert theme.tone(Tone.BUY) == theme.tone(Tone.UP)
    assert theme.tone(Tone.SELL) == theme.tone(Tone.DOWN)
    assert theme.tone(Tone.BUY) != theme.tone(Tone.SELL)


def test_every_world_has_a_colour_of_its_own(theme: Theme) -> None:
    assert len({theme.environment(world).name() for world in Environment}) == 4


@pytest.mark.parametrize("kind", list(FontKind))
def test_all_digits_are_equally_wide(theme: Theme, kind: FontKind) -> None:
    metrics = QFontMetricsF(theme.font(kind))
    assert len({round(metrics.horizontalAdvance(digit * 4), 3) for digit in "0123456789"}) == 1


def test_the_shipped_font_is_the_one_that_is_used(theme: Theme) -> None:
    assert QFontInfo(theme.font(FontKind.BASE)).family() == "Pretendard"
    assert len(font_files()) >= 4


@pytest.mark.parametrize(
    ("density", "height"), [(Density.COMPACT, 22), (Density.NORMAL, 25), (Density.ROOMY, 30)]
)
def test_rows_have_the_height_of_their_density(theme: Theme, density: Density, height: int) -> None:
    theme.set_density(density)
    assert theme.row_height == height


def test_a_thin_colour_on_a_surface_is_opaque() -> None:
    thin = QColor(255, 0, 0)
    thin.setAlphaF(0.5)
    mixed = laid_over(thin, QColor(0, 0, 0))
    assert mixed.red() == pytest.approx(128, abs=1)
    assert mixed.alpha() == 255


def test_a_label_follows_its_tone_through_a_switch(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("71,900")
    qtbot.addWidget(label)
    set_tone(label, Tone.UP)
    assert label.palette().windowText().color() == QColor("#FF6464")
    theme.switch(ThemeName.LIGHT)
    label.ensurePolished()
    assert label.palette().windowText().color() == QColor("#CC2B2B")


@pytest.mark.parametrize("name", list(ThemeName))
def test_a_style_sheet_has_no_colour_left_open(name: ThemeName) -> None:
    sheet = style_sheet(name)
    assert "QMainWindow" in sheet
    assert "$" not in sheet


def test_a_missing_style_sheet_is_told_and_the_program_goes_on(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: object,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert style_sheet(ThemeName.DARK) == ""
    assert "kis-desktop.qss" in caplog.text


def test_a_frozen_program_finds_its_resources_in_the_bundle(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert str(resources_folder()).startswith(str(tmp_path))
    assert find_icon("kis-desktop") is None
