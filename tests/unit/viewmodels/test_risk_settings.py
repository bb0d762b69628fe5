"""Limits as they are being set."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from kis_desktop.domain.errors import JournalFailed, ServiceStopped
from kis_desktop.domain.message import message
from kis_desktop.domain.risk_rules import SETTABLE, UNBOUNDED, Action, RiskDay, RiskRule, Rule
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.risk_settings import GROUPS, UNITS, RiskSettings
from tests.unit.limit_desk import USUAL, limit_desk
from tests.unit.screen_desk import Desk

pytestmark = pytest.mark.usefixtures("qapp")


async def loaded(desk: Desk, settings: RiskSettings) -> RiskSettings:
    settings.load()
    await desk.until(lambda: settings.is_loaded)
    return settings


def test_every_limit_stands_in_one_group_and_every_bound_has_a_unit() -> None:
    shown = [rule for rules in GROUPS.values() for rule in rules]
    assert sorted(shown) == sorted(SETTABLE)
    assert set(UNITS) == set(SETTABLE) - UNBOUNDED


async def test_the_limits_in_force_are_shown() -> None:
    desk, _, context = limit_desk()
    settings = RiskSettings(context)
    assert settings.problem(Rule.AMOUNT) == ""
    await loaded(desk, settings)
    assert settings.action(Rule.AMOUNT) is Action.WARN
    assert settings.text(Rule.AMOUNT) == "50,000,000"
    assert settings.text(Rule.AWAY_PERCENT) == "3"
    assert (settings.may_save, settings.may_reset) == (False, False)


async def test_a_change_is_saved_and_in_force() -> None:
    desk, services, context = limit_desk()
    settings = await loaded(desk, RiskSettings(context))
    told: list[bool] = []
    settings.saved.connect(lambda: told.append(True))
    settings.type(Rule.AMOUNT, "2,500,000.5")
    settings.choose(Rule.MARKS, Action.BLOCK)
    settings.show_sheet(always=False)
    settings.save()
    assert not settings.may_save
    await desk.until(lambda: bool(told))
    wanted = USUAL.setting(RiskRule(Rule.AMOUNT, Action.WARN, Decimal("2500000.5")))
    wanted = wanted.setting(RiskRule(Rule.MARKS, Action.BLOCK))
    assert services.in_force == msgspec.structs.replace(wanted, sheet=False)
    assert not settings.may_save


@pytest.mark.parametrize("text", ["", "abc", "-1", "0", "NaN", "Infinity", "1.5"])
async def test_a_bound_that_cannot_be_is_told_and_not_saved(text: str) -> None:
    desk, _, context = limit_desk()
    settings = await loaded(desk, RiskSettings(context))
    settings.type(Rule.QUANTITY, text)
    assert settings.problem(Rule.QUANTITY)
    assert not settings.may_save
    settings.choose(Rule.QUANTITY, Action.OFF)
    assert settings.problem(Rule.QUANTITY) == ""
    assert settings.may_save


@pytest.mark.parametrize(
    ("typed", "shown"), [("90000000", "90,000,000"), ("2.50", "2.5"), ("abc", "abc"), ("1", "1")]
)
async def test_a_bound_is_put_right_once_it_is_typed(typed: str, shown: str) -> None:
    desk, _, context = limit_desk()
    settings = await loaded(desk, RiskSettings(context))
    settings.type(Rule.AMOUNT, typed)
    settings.tidy(Rule.AMOUNT)
    assert settings.text(Rule.AMOUNT) == shown


async def test_the_bound_of_a_limit_that_is_off_is_kept() -> None:
    desk, services, context = limit_desk()
    settings = await loaded(desk, RiskSettings(context))
    settings.type(Rule.QUANTITY, "")
    settings.choose(Rule.QUANTITY, Action.OFF)
    settings.save()
    await desk.until(lambda: services.in_force != USUAL)
    assert services.in_force.find(Rule.QUANTITY) == RiskRule(
        Rule.QUANTITY, Action.OFF, Decimal(10_000)
    )


async def test_the_usual_limits_come_back() -> None:
    desk, services, context = limit_desk()
    services.in_force = USUAL.setting(RiskRule(Rule.MARGIN, Action.OFF))
    settings = await loaded(desk, RiskSettings(context))
    assert settings.may_reset
    settings.reset()
    assert settings.action(Rule.MARGIN) is Action.BLOCK
    assert settings.may_save
    assert not settings.may_reset


async def test_looser_limits_are_said() -> None:
    desk, _, context = limit_desk()
    settings = await loaded(desk, RiskSettings(context))
    settings.type(Rule.AMOUNT, "1")
    said = [settings.loosens]
    for text in ("60000000", ""):
        settings.type(Rule.AMOUNT, text)
        said.append(settings.loosens)
    assert said == [False, True, False]


async def test_what_could_not_be_kept_is_told_and_can_be_tried_again() -> None:
    desk, services, context = limit_desk("en")
    settings = await loaded(desk, RiskSettings(context))
    settings.choose(Rule.MARKS, Action.OFF)
    services.refusing = JournalFailed(message("storage.disk_full", file="orders.db"))
    settings.save()
    await desk.until(lambda: bool(settings.told))
    assert settings.told.startswith("There is no space left on the disk")
    assert settings.may_save
    services.refusing = None
    settings.save()
    await desk.until(lambda: services.in_force != USUAL)


async def test_limits_that_cannot_be_read_are_told() -> None:
    desk, services, context = limit_desk("en")
    services.refusing = ServiceStopped(message("program.stopped"))
    settings = RiskSettings(context)
    settings.load()
    settings.save()
    settings.reset()
    await desk.until(lambda: bool(settings.told))
    assert not settings.is_loaded
    assert not settings.may_save


async def test_a_lockout_is_shown() -> None:
    desk, _, context = limit_desk("en")
    settings = await loaded(desk, RiskSettings(context))
    desk.put(Topic.RISK_DAY, "", RiskDay(Decimal(5)))
    desk.frame()
    assert settings.told == ""
    desk.put(Topic.RISK_DAY, "", RiskDay(Decimal(5), locked=True))
    desk.frame()
    assert "locked" in settings.told
