"""The limits on the disk: plain text, and never silently off."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.risk_defaults import default_profile
from kis_desktop.domain.risk_rules import Action, RiskRule, Rule
from kis_desktop.storage.risk_file import RiskFile

USUAL = default_profile(Environment.REAL)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "real.limits.toml"


def test_without_a_file_the_usual_limits_hold(path: Path) -> None:
    assert RiskFile(path).load(USUAL) == (USUAL, ())


def test_limits_come_back_as_they_were_set(path: Path) -> None:
    profile = USUAL.setting(RiskRule(Rule.AWAY_PERCENT, Action.BLOCK, Decimal("2.5")))
    profile = profile.setting(RiskRule(Rule.QUANTITY, Action.OFF, Decimal(7)))
    profile = msgspec.structs.replace(profile, sheet=False)
    RiskFile(path).save(profile)
    assert RiskFile(path).load(USUAL) == (profile, ())


def test_the_file_reads_well_and_keeps_what_is_not_ours(path: Path) -> None:
    RiskFile(path).save(USUAL)
    text = path.read_text("utf-8")
    assert text.startswith('sheet = true\n\n[quantity]\naction = "warn"\nbound = 10000\n')
    path.write_text(text + '\n[note]\nmine = "kept"\n', "utf-8")
    RiskFile(path).save(USUAL)
    assert 'mine = "kept"' in path.read_text("utf-8")


def test_a_damaged_file_leaves_the_usual_limits_and_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[quantity\n", "utf-8")
    profile, told = RiskFile(path).load(USUAL)
    assert profile == USUAL
    assert [one.id for one in told] == ["storage.text_damaged", "risk.defaults_in_force"]
    assert path.with_name("real.limits.toml.damaged-1").exists()


@pytest.mark.parametrize(
    "line",
    [
        'quantity = "off"',
        "quantity = 5",
        "quantity = {}",
        'quantity = { action = "sometimes", bound = 5 }',
        'quantity = { action = "warn" }',
        'quantity = { action = "warn", bound = -5 }',
        'quantity = { action = "warn", bound = true }',
        'quantity = { action = "warn", bound = "many" }',
        'quantity = { action = "warn", bound = [1] }',
    ],
)
def test_a_value_that_cannot_be_used_falls_back_alone(path: Path, line: str) -> None:
    path.parent.mkdir()
    path.write_text(f'{line}\n[amount]\naction = "block"\nbound = 1.5\n', "utf-8")
    profile, told = RiskFile(path).load(USUAL)
    assert profile == USUAL.setting(RiskRule(Rule.AMOUNT, Action.BLOCK, Decimal("1.5")))
    assert [(one.id, one.arguments["key"]) for one in told] == [("risk.value_unusable", "quantity")]


def test_a_sheet_that_is_neither_on_nor_off_is_on(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('sheet = "never"\n', "utf-8")
    profile, told = RiskFile(path).load(USUAL)
    assert profile.sheet
    assert [one.arguments["key"] for one in told] == ["sheet"]
