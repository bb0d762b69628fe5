"""Positions: the server's own figures until a newer price is in, and their sum to the won."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.account import Position
from kis_desktop.domain.comparison import Comparison, Difference, DifferenceKind
from kis_desktop.domain.connection import Feed, LinkState
from kis_desktop.domain.errors import Unreachable
from kis_desktop.domain.fee import CommissionRate, FeeSchedule
from kis_desktop.domain.interest import Interest
from kis_desktop.domain.message import message
from kis_desktop.services.topics import Topic
from kis_desktop.viewmodels.account_strip import AccountStrip
from kis_desktop.viewmodels.comparison import ComparisonLine
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.position_rows import COLUMNS
from kis_desktop.viewmodels.positions import Positions
from kis_desktop.viewmodels.roles import Tone
from tests.unit.screen_desk import HYNIX, SAMSUNG, Desk, account, position, quote
from tests.unit.viewmodels.test_holdings import lot

PLACES = {column.id: place for place, column in enumerate(COLUMNS)}
OLD = {"received": 1.0}


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


def text(positions: Positions, column: str, row: int = 0) -> str:
    return positions.table.cell(row, PLACES[column]).text


def hynix() -> Position:
    return position(
        HYNIX,
        name="SK하이닉스",
        quantity=20,
        average_price=Decimal(548_000),
        cost=Decimal(10_960_000),
        last=Decimal(540_000),
        value=Decimal(10_800_000),
        unrealized_pnl=Decimal(-160_000),
        unrealized_rate=Decimal("-1.45"),
    )


async def test_until_the_account_is_read_nothing_is_claimed(desk: Desk) -> None:
    positions = Positions(desk.context)
    assert positions.state is PanelState.LOADING
    assert positions.title == "잔고 —"


async def test_the_server_s_own_figures_are_shown_as_they_came(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position()))
    assert text(positions, "value") == "7,840,000"
    assert text(positions, "pnl") == "▲ 92,000"
    assert text(positions, "rate") == "+1.18%"
    assert positions.title == "잔고 1"
    await desk.settle()
    assert desk.services.interests["positions"] == Interest(quotes=frozenset({SAMSUNG}))


async def test_a_newer_price_values_the_holding_anew(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position()))
    desk.show(quote(last=98_400))
    assert text(positions, "last") == "98,400"
    assert text(positions, "value") == "7,872,000"
    assert text(positions, "pnl") == "▲ 124,000"
    assert text(positions, "rate") == "+1.60%"
    assert text(positions, "after") == "▲ 107,150"
    await desk.settle()


async def test_a_price_older_than_the_account_changes_nothing(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(quote(last=90_000, received=time.monotonic() - 60))
    desk.show(account(position()))
    assert text(positions, "last") == "98,000"
    await desk.settle()


async def test_the_sum_is_the_sum_of_the_rows_to_the_won(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position(), hynix()))
    shown = [cell.text for cell in positions.sum.row(0).cells]
    assert shown[PLACES["purchase"]] == "18,708,000"
    assert shown[PLACES["value"]] == "18,640,000"
    assert shown[PLACES["pnl"]] == "▼ 68,000"
    assert shown[PLACES["rate"]] == "−0.36%"
    await desk.settle()


async def test_a_sum_without_what_is_not_known_says_that_it_is_partial(desk: Desk) -> None:
    positions = Positions(desk.context)
    blank = position(HYNIX, average_price=None, cost=None, value=None, last=None)
    desk.show(account(position(), blank))
    cells = positions.sum.row(0).cells
    assert (cells[0].text, cells[0].tone) == ("합계 (1종목 제외)", Tone.UNCERTAIN)
    assert (cells[PLACES["value"]].text, cells[PLACES["pnl"]].text) == ("7,840,000", "▲ 92,000")
    unpriced = positions.table.place_of(HYNIX)
    assert unpriced is not None
    assert text(positions, "last", unpriced) == "—"
    assert text(positions, "weight", unpriced) == "—"
    await desk.settle()


async def test_weights_are_of_all_holdings(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position(), hynix()))
    assert [text(positions, "weight", row) for row in (0, 1)] == ["42.06%", "57.93%"]
    await desk.settle()


async def test_breakeven_is_a_price_that_can_be_quoted(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position()))
    assert (text(positions, "average"), text(positions, "breakeven")) == ("96,850", "97,100")
    await desk.settle()


async def test_the_account_s_own_commission_counts_at_once(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position()))
    before = text(positions, "after")
    usual = load_market_rules("krx").fees()
    desk.put(
        Topic.FEES, "", FeeSchedule(usual.commission, usual.taxes, (CommissionRate(Decimal(0)),))
    )
    desk.frame()
    assert (before, text(positions, "after")) == ("▲ 75,219", "▲ 76,320")
    await desk.settle()


async def test_lots_stand_apart_when_asked(desk: Desk) -> None:
    positions = Positions(desk.context)
    whole = position(lots=(lot(50, 4_842_500), lot(30, 2_905_500, date(2026, 11, 5))))
    desk.show(account(whole))
    assert positions.table.rowCount() == 1
    assert positions.table.cell(0, 0).badges == ("신용",)
    positions.set_by_lots(True)
    assert [text(positions, "held", row) for row in (0, 1)] == ["50", "30"]
    assert [text(positions, "loan_date", row) for row in (0, 1)] == ["—", "2026-11-05"]
    assert text(positions, "dealing", 1) == "자기융자"
    assert positions.sum.cell(0, PLACES["value"]).text == "7,840,000"
    assert positions.title == "잔고 1"
    positions.pick(positions.table.row(1).id)
    assert desk.link.symbol == SAMSUNG
    await desk.settle()


async def test_the_reading_says_when_figures_are_ours(desk: Desk) -> None:
    positions = Positions(desk.context)
    assert positions.reading_text == ""
    desk.show(account(position()))
    assert positions.reading_text == "0초 전 조회"
    desk.show(quote(last=98_400))
    assert positions.reading_text == "0초 전 조회 · 이후 시세로 재평가한 잠정치"
    await desk.settle()


async def test_rows_that_differ_from_the_api_s_sum_are_told(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position(), value=Decimal(7_840_000)))
    assert positions.warning == ""
    desk.show(account(position(), value=Decimal(7_900_000)))
    assert positions.warning == "행 합계 7,840,000원 · API 합계 7,900,000원"
    await desk.settle()


async def test_the_comparison_tells_both_figures_and_can_be_accepted(desk: Desk) -> None:
    line = ComparisonLine(desk.context)
    assert (line.text, line.details) == ("", "체결과 서버 계좌를 아직 비교하지 못했습니다.")
    shares = Difference(DifferenceKind.POSITION, SAMSUNG, Decimal(80), Decimal(79))
    cash = Difference(DifferenceKind.CASH, "", Decimal(1_000_000), Decimal(900_000))
    desk.put(Topic.COMPARISON, "", Comparison(1.0, 1.0, (shares, cash)))
    desk.frame()
    assert line.differs
    assert line.text == "서버와 다른 값 2건 · 삼성전자 보유: 체결로 계산 80주 · 서버 79주"
    assert line.details.splitlines()[1] == (
        "D+2 예수금: 체결로 계산(추정) 1,000,000원 · 서버 900,000원"
    )
    desk.put(Topic.COMPARISON, "", Comparison(2.0, 1.0, (shares,)))
    desk.frame()
    assert line.text == "삼성전자 보유: 체결로 계산 80주 · 서버 79주"
    desk.put(Topic.COMPARISON, "", Comparison(3.0, 1.0, ()))
    desk.frame()
    assert (line.text, line.details) == ("", "체결과 서버 계좌가 같습니다.")


async def test_an_account_without_holdings_says_so(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account())
    assert positions.state is PanelState.EMPTY
    assert (positions.title, positions.state_text) == ("잔고 0", "보유 종목이 없습니다.")


async def test_a_price_that_comes_no_more_shows_its_age(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position(), received=time.monotonic() - 70))
    assert positions.table.cell(0, 0).note == ""
    desk.feed(SAMSUNG, Feed.GAP)
    desk.frame()
    assert positions.table.cell(0, 0).note == "1분 전"
    last = positions.table.cell(0, PLACES["last"])
    assert (last.text, last.stale, last.tip) == ("98,000", True, "1분 전 시세")
    await desk.settle()


async def test_a_broken_line_makes_values_old(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position()))
    desk.line(LinkState.GAP, seconds=61)
    assert positions.state is PanelState.STALE
    assert "1분 전" in positions.state_text
    assert positions.table.cell(0, PLACES["value"]).stale
    await desk.settle()


async def test_an_account_that_cannot_be_read_is_told(desk: Desk) -> None:
    desk.services.failing["refresh"] = Unreachable(message("kis.unreachable", code="E1"))
    positions = Positions(desk.context)
    positions.refresh()
    await desk.settle()
    assert positions.state is PanelState.FAILED
    assert "[E1]" in positions.state_text


async def test_the_strip_shows_the_account_in_one_line(desk: Desk) -> None:
    strip = AccountStrip(desk.context)
    assert {figure.text for figure in strip.figures} == {"—"}
    desk.show(account(position()))
    assert [(figure.label, figure.text) for figure in strip.figures] == [
        ("예수금", "48,210,400"),
        ("D+2", "41,882,150"),
        ("주문가능", "38,114,900"),
        ("평가손익", "▲ 92,000 (+1.18%)"),
        ("수수료·세금", "6,204"),
    ]
    assert strip.figures[3].tone is Tone.UP


async def test_the_strip_tells_how_old_it_is_while_the_line_is_down(desk: Desk) -> None:
    strip = AccountStrip(desk.context)
    desk.show(account(received=time.monotonic() - 90))
    assert strip.age_text == ""
    desk.line(LinkState.OFFLINE)
    assert strip.age_text == "1분 전 값"


async def test_the_strip_tells_how_old_it_is_while_the_account_cannot_be_read(desk: Desk) -> None:
    strip = AccountStrip(desk.context)
    desk.line(LinkState.LIVE)
    desk.show(account(received=time.monotonic() - 130))
    assert strip.age_text == "2분 전 값"
    desk.show(account(received=time.monotonic() - 31))
    assert strip.age_text == ""


async def test_a_sum_with_an_old_price_is_old(desk: Desk) -> None:
    positions = Positions(desk.context)
    desk.show(account(position(), hynix()))
    assert not positions.sum.cell(0, PLACES["value"]).stale
    desk.feed(SAMSUNG, Feed.GAP)
    desk.frame()
    old = [positions.sum.cell(0, PLACES[name]).stale for name in ("day", "value", "pnl", "rate")]
    assert old == [True] * 4
    assert positions.sum.cell(0, PLACES["after"]).stale
    assert positions.sum.cell(0, PLACES["after_rate"]).stale
    assert positions.table.cell(0, PLACES["weight"]).stale
    await desk.settle()


async def test_selling_is_not_reckoned_of_shares_that_are_owed(desk: Desk) -> None:
    positions = Positions(desk.context)
    short = lot(80, 7_748_000, date(2026, 11, 5), is_short=True)
    desk.show(account(position(lots=(short,)), hynix()))
    assert [text(positions, column) for column in ("after", "after_rate", "breakeven")] == ["—"] * 3
    assert positions.sum.cell(0, PLACES["after"]).text == "—"
    positions.set_by_lots(apart=True)
    assert text(positions, "after") == "—"
    desk.show(quote(last=98_400))
    assert text(positions, "pnl") == "▼ 124,000"
    await desk.settle()
