"""The colour tokens of both themes."""

from __future__ import annotations

import pytest

from kis_desktop.ui.theme.contrast import contrast
from kis_desktop.ui.theme.tokens import COLOURS, TEXT_TOKENS, THIN, ThemeName, Token

_LEAST = 4.5


@pytest.mark.parametrize("theme", list(ThemeName))
@pytest.mark.parametrize("surface", [Token.PANEL, Token.RAISED])
@pytest.mark.parametrize("token", TEXT_TOKENS)
def test_every_text_is_legible_on_every_surface(
    theme: ThemeName, surface: Token, token: Token
) -> None:
    assert contrast(COLOURS[theme][token], COLOURS[theme][surface]) >= _LEAST


@pytest.mark.parametrize("theme", list(ThemeName))
@pytest.mark.parametrize("button", [Token.BUY, Token.SELL])
def test_the_words_on_a_money_button_are_legible(theme: ThemeName, button: Token) -> None:
    assert contrast(COLOURS[theme][Token.ON_BUTTON], COLOURS[theme][button]) >= _LEAST


@pytest.mark.parametrize("theme", list(ThemeName))
def test_a_theme_gives_every_token_a_colour(theme: ThemeName) -> None:
    assert COLOURS[theme].keys() | THIN[theme].keys() == set(Token)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#FFFFFF", 21.0), ("#0000FF", "#000000", 2.44)]
)
def test_contrast_agrees_with_known_values(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == pytest.approx(ratio, abs=0.01)
