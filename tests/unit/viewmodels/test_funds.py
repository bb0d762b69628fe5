"""The account's money: every figure says where it comes from, and none is made up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.account import AccountDetails, AssetClass
from kis_desktop.domain.connection import LinkState
from kis_desktop.domain.errors import Unreachable
from kis_desktop.domain.message import message
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.account_strip import AccountStrip
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.funds import Fund, Funds
from tests.unit.screen_desk import HYNIX, Desk, account, position


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


def fund(funds: Funds, id_: str) -> Fund:
    return next(each for group in funds.groups().values() for each in group if each.id == id_)


def asset(place: int, name: str, net: int, *, is_sum: bool = False) -> AssetClass:
    money = Decimal(net)
    return AssetClass(place, name, money, money, Decimal(0), Decimal(0), money, Decimal(50), is_sum)


async def test_before_a_reading_every_figure_is_unknown(desk: Desk) -> None:
    funds = Funds(desk.context)
    assert funds.state is PanelState.LOADING
    assert {each.text for group in funds.groups().values() for each in group} == {"—"}


async def test_each_figure_names_its_endpoint_and_field(desk: Desk) -> None:
    funds = Funds(desk.context)
    desk.show(account(largest_order=Decimal(95_000_000), loans=Decimal(4_000_000)))
    cash, largest = fund(funds, "cash"), fund(funds, "largest")
    assert (cash.text, cash.tip) == ("48,210,400", "inquire_balance · dnca_tot_amt")
    assert (largest.text, largest.tip) == ("95,000,000", "inquire_psbl_order · max_buy_amt")
    assert fund(funds, "loans").text == "4,000,000"
    before = fund(funds, "before")
    assert before.text == "—"
    assert before.tip.startswith("inquire_balance · bfdy_tot_asst_evlu_amt\n")


async def test_what_stands_beside_the_holdings_comes_with_its_own_reading(desk: Desk) -> None:
    funds = Funds(desk.context)
    desk.show(account())
    assert fund(funds, "margin").tip == "intgr_margin · stck_cash_use_amt"
    told = AccountDetails(1.0, margin=Decimal(150), realized=Decimal(-42_150))
    desk.put(Topic.ACCOUNT_DETAILS, "", told)
    desk.frame()
    assert (fund(funds, "margin").text, fund(funds, "realized").text) == ("150", "▼ 42,150")
    assert "알려주지 않는" in fund(funds, "withdrawable").tip
    assert funds.assets_state is PanelState.EMPTY


async def test_assets_that_hold_nothing_are_left_out_and_the_sum_stays(desk: Desk) -> None:
    funds = Funds(desk.context)
    rows = (asset(1, "asset.stock", 500), asset(2, "asset.fund", 0), asset(3, "", 500))
    total = asset(20, "asset.sum", 0, is_sum=True)
    desk.put(Topic.ACCOUNT_DETAILS, "", AccountDetails(1.0, assets=(*rows, total)))
    desk.frame()
    names = [funds.assets.cell(row, 0).text for row in range(funds.assets.rowCount())]
    assert names == ["주식", "항목 3", "합계"]
    assert (funds.assets.cell(0, 2).text, funds.assets.cell(0, 2).bar) == ("50.00%", 0.5)


async def test_a_broken_line_makes_the_figures_old(desk: Desk) -> None:
    funds = Funds(desk.context)
    desk.show(account())
    desk.line(LinkState.GAP, seconds=61)
    assert (funds.state, funds.state_text) == (PanelState.STALE, "0초 전 조회")


async def test_a_failed_reading_says_why(desk: Desk) -> None:
    funds = Funds(desk.context)
    desk.services.failing["refresh"] = Unreachable(message("kis.unreachable"))
    funds.begin()
    await desk.settle()
    assert funds.state is PanelState.FAILED
    assert funds.state_text


async def test_the_strip_tells_what_today_realised_where_it_is_told(desk: Desk) -> None:
    strip = AccountStrip(desk.context)
    desk.show(account(position()))
    assert [each.label for each in strip.figures][-1] == "수수료·세금"
    desk.put(Topic.ACCOUNT_DETAILS, "", AccountDetails(1.0, realized=Decimal(-42_150)))
    desk.frame()
    told = [(each.label, each.text) for each in strip.figures]
    assert ("오늘 실현", "▼ 42,150") in told


async def test_the_strip_says_when_its_profit_leaves_a_holding_out(desk: Desk) -> None:
    strip = AccountStrip(desk.context)
    desk.show(account(position(), position(HYNIX, value=None, last=None)))
    assert strip.figures[3].label == "평가손익 (1종목 제외)"
