"""The book under mouse and keyboard, and what its pixels say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from kis_desktop.domain.connection import LinkState
from kis_desktop.ui.panels.order_book import OrderBookPanel
from kis_desktop.ui.theme.theme import Theme, laid_over
from kis_desktop.ui.theme.tokens import Token
from kis_desktop.viewmodels.click_modes import ClickMode, ClickSettings
from tests.unit.screen_desk import Desk, account, book, order, position, quote

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
async def panel(desk: Desk) -> AsyncIterator[OrderBookPanel]:
    panel = OrderBookPanel(desk.context)
    panel.resize(326, 640)
    panel.show()
    desk.show(quote(), book())
    await desk.settle()
    yield panel
    panel.close()
    panel.deleteLater()


@pytest.fixture
async def picked(desk: Desk) -> list[object]:
    prices: list[object] = []
    desk.link.price_picked.connect(prices.append)
    return prices


def level(panel: OrderBookPanel, place: int) -> QPoint:
    return panel.view.row_rect(place).center()


def painted(panel: OrderBookPanel) -> QImage:
    return panel.view.viewport().grab().toImage()


async def test_all_twenty_levels_fit_without_scrolling(panel: OrderBookPanel) -> None:
    last = panel.view.row_rect(19)
    assert last.bottom() < panel.view.viewport().height()
    assert panel.view.verticalScrollBar().maximum() == 0


async def test_a_double_click_offers_the_price_once(
    panel: OrderBookPanel, picked: list[object]
) -> None:
    where = level(panel, 9)
    QTest.mouseClick(panel.view.viewport(), LEFT, pos=where)
    assert picked == []
    QTest.mouseDClick(panel.view.viewport(), LEFT, pos=where)
    assert picked == [Decimal(98_400)]


async def test_the_price_that_was_aimed_at_counts_though_the_book_moves(
    desk: Desk, panel: OrderBookPanel, picked: list[object]
) -> None:
    where = level(panel, 9)
    QTest.mouseClick(panel.view.viewport(), LEFT, pos=where)
    desk.show(quote(last=99_000), book(best=99_000))
    assert panel.model.book_row(9).price == Decimal(99_000)
    QTest.mouseDClick(panel.view.viewport(), LEFT, pos=where)
    assert picked == [Decimal(98_400)]


async def test_a_single_click_offers_it_where_that_is_wanted(
    desk: Desk, panel: OrderBookPanel, picked: list[object]
) -> None:
    ClickSettings(desk.kept, "book").set_mode(ClickMode.SINGLE)
    QTest.mouseClick(panel.view.viewport(), LEFT, pos=level(panel, 10))
    assert picked == [Decimal(98_300)]


async def test_clicks_can_be_turned_off_and_enter_still_works(
    desk: Desk, panel: OrderBookPanel, picked: list[object]
) -> None:
    ClickSettings(desk.kept, "book").set_mode(ClickMode.OFF)
    QTest.mouseDClick(panel.view.viewport(), LEFT, pos=level(panel, 10))
    assert picked == []
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert picked == [Decimal(98_300)]


async def test_arrows_move_the_cursor_and_speak_the_level(
    panel: OrderBookPanel, picked: list[object]
) -> None:
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Up)
    assert panel.view.accessibleDescription() == "매도호가 98,400 1.33 잔량 1,000"
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert picked == [Decimal(98_400)]


async def test_sellers_stand_on_blue_above_and_buyers_on_red_below(panel: OrderBookPanel) -> None:
    theme = Theme.current()
    surface = theme.color(Token.PANEL)
    image = painted(panel)
    left, right = panel.view.columns()
    ask = QColor(image.pixel(left + 2, level(panel, 3).y()))
    bid = QColor(image.pixel(right - 3, level(panel, 15).y()))
    assert _near(ask, laid_over(theme.color(Token.DOWN_GROUND), surface))
    assert _near(bid, laid_over(theme.color(Token.UP_GROUND), surface))
    assert _near(QColor(image.pixel(right + 40, level(panel, 3).y())), surface)


async def test_the_last_price_is_framed_in_amber(panel: OrderBookPanel) -> None:
    left, _ = panel.view.columns()
    framed = QColor(painted(panel).pixel(left, level(panel, 9).y()))
    assert _near(framed, Theme.current().color(Token.ACCENT))


async def test_old_levels_are_dimmed(desk: Desk, panel: OrderBookPanel) -> None:
    before = painted(panel)
    desk.line(LinkState.GAP, seconds=5)
    assert painted(panel) != before


async def test_the_pressed_venue_is_the_one_that_is_shown_and_written(
    desk: Desk, panel: OrderBookPanel
) -> None:
    buttons = {button.objectName(): button for button in panel.findChildren(QToolButton)}
    line = panel.findChild(QWidget, "bookVenue")
    assert line is not None
    assert buttons["venue_krx"].isChecked()
    assert line.accessibleName().startswith("KRX · ")
    buttons["venue_nxt"].click()
    await desk.settle()
    assert line.accessibleName().startswith("NXT · ")
    assert not buttons["venue_krx"].isChecked()
    desk.show(quote("005930@NXT"), book("005930@NXT", best=98_500))
    assert panel.model.book_row(9).price == Decimal(98_500)
    assert desk.kept.words["book.venue"] == "NXT"


async def test_click_and_confirmation_are_two_settings(desk: Desk, panel: OrderBookPanel) -> None:
    menu = panel.view.click_menu()
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == ["두 번 클릭", "주문 전 확인"]
    confirm = menu.actions()[-1]
    confirm.setChecked(False)
    kept = ClickSettings(desk.kept, "book")
    assert (kept.mode, kept.confirms) == (ClickMode.DOUBLE, False)
    ClickSettings(desk.kept, "book").set_mode(ClickMode.SINGLE)
    assert not ClickSettings(desk.kept, "book").confirms


@pytest.mark.parametrize(("width", "told"), [(460, "내 매수 200 (2건) ▶"), (240, "200/2 ▶")])
async def test_our_orders_at_a_level_are_never_cut(
    desk: Desk, panel: OrderBookPanel, width: int, told: str
) -> None:
    desk.show(order(), order(local_id="b", order_no="117060", quantity=80))
    panel.resize(width, 640)
    room = panel.view.columns()[0] - 12
    row = panel.model.book_row(10)
    shown = (
        row.own if panel.view.fontMetrics().horizontalAdvance(row.own) <= room else row.own_short
    )
    assert shown == told


async def test_the_average_price_is_a_line_across_the_book(
    desk: Desk, panel: OrderBookPanel
) -> None:
    before = painted(panel)
    desk.show(account(position(average_price=Decimal(98_050))))
    assert painted(panel) != before
    assert panel.model.book_row(13).is_average


async def test_a_low_window_scrolls_with_the_spread_in_sight(desk: Desk) -> None:
    panel = OrderBookPanel(desk.context)
    panel.resize(326, 260)
    panel.show()
    desk.show(quote(), book())
    await desk.settle()
    visible = panel.view.viewport().rect()
    assert visible.contains(level(panel, 9))
    assert visible.contains(level(panel, 10))
    panel.close()
    panel.deleteLater()


@pytest.mark.parametrize("heights", [(700, 380), (150, 380), (300, 700, 380)])
async def test_the_spread_is_in_the_middle_however_the_height_came_about(
    desk: Desk, heights: tuple[int, ...]
) -> None:
    panel = OrderBookPanel(desk.context)
    panel.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # with the keyboard a level is chosen
    panel.show()
    desk.show(quote(), book())
    for height in heights:
        panel.resize(326, height)
        await desk.settle()
    QApplication.processEvents()
    bar = panel.view.verticalScrollBar()
    assert bar.maximum() > 0
    assert not panel.view.currentIndex().isValid()
    assert bar.value() == bar.maximum() // 2
    panel.close()
    panel.deleteLater()


def _near(shown: QColor, wanted: QColor) -> bool:
    pairs = (
        (shown.red(), wanted.red()),
        (shown.green(), wanted.green()),
        (shown.blue(), wanted.blue()),
    )
    return all(abs(one - other) <= 2 for one, other in pairs)


async def test_prices_and_rates_end_inside_of_their_column(
    desk: Desk, panel: OrderBookPanel
) -> None:
    before = panel.view.columns()
    desk.show(quote(last=1_186_000, base=1_320_000), book(best=1_186_000))
    left, right = panel.view.columns()
    price_end, rate_end = panel.view.price_places()
    assert left < price_end < rate_end < right
    assert right - left > before[1] - before[0]


async def test_a_narrow_book_leaves_the_rates_out_before_it_cuts_sizes(
    desk: Desk, panel: OrderBookPanel
) -> None:
    shown = [panel.view.shows_rates()]
    desk.show(quote(last=1_186_000, base=1_320_000), book(best=1_186_000))
    panel.resize(240, 640)
    shown.append(panel.view.shows_rates())
    assert shown == [True, False]
    assert panel.view.columns()[0] >= 72


async def test_in_a_low_book_only_whole_levels_are_shown(panel: OrderBookPanel) -> None:
    panel.resize(326, 300)
    whole = [place for place in range(20) if panel.view.shows(place)]
    height = panel.view.viewport().height()
    assert 0 < len(whole) < 20
    assert all(panel.view.row_rect(place).top() >= 0 for place in whole)
    assert all(panel.view.row_rect(place).bottom() < height for place in whole)


async def test_rows_fill_a_tall_book(panel: OrderBookPanel) -> None:
    panel.resize(500, 860)
    gap = panel.view.viewport().height() - panel.view.row_rect(19).bottom()
    assert gap <= 20


async def test_what_is_old_says_so_above_the_levels(desk: Desk, panel: OrderBookPanel) -> None:
    desk.line(LinkState.LIVE)
    await desk.settle()
    before = panel.titles.grab().toImage()
    desk.line(LinkState.GAP)
    await desk.settle()
    assert panel.titles.grab().toImage() != before
