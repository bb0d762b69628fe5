"""The explorer's panel, driven by keys and the mouse."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kis_desktop.domain.api_page import ApiBlock
from kis_desktop.domain.connection import Standing
from kis_desktop.domain.errors import TimedOut
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.message import message
from kis_desktop.ui.grid import Grid, GridState
from kis_desktop.ui.panels.api_explorer import ApiExplorerPanel
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.viewmodels.roles import Tone
from tests.unit.explorer_desk import CCLD, PRICE, TRADES, ExplorerDesk
from tests.unit.screen_desk import HYNIX, SAMSUNG
from tests.unit.viewmodels.api_pages import list_page, page, price_page
from tests.work import counted

NARROW, WIDE = QSize(690, 460), QSize(1400, 800)
LEFT = Qt.MouseButton.LeftButton
HANGUL = re.compile("[가-힣ㄱ-ㅎ]")
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication) -> AsyncIterator[ExplorerDesk]:
    Theme().apply(qapp)
    desk = ExplorerDesk()
    desk.source.pages[PRICE] = [price_page()]
    yield desk
    await desk.settle()


async def opened(
    desk: ExplorerDesk, qtbot: QtBot, size: QSize = WIDE, key: str = ""
) -> ApiExplorerPanel:
    panel = ApiExplorerPanel(desk.context)
    panel.resize(size)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    await desk.until(lambda: panel.model.is_loaded)
    desk.show_time()
    if key:
        panel.open(key)
    return panel


async def answered(desk: ExplorerDesk, panel: ApiExplorerPanel) -> None:
    QTest.keyClick(panel.form.send, Qt.Key.Key_Return, CONTROL)
    await desk.until(lambda: not panel.model.is_busy)


def field(panel: ApiExplorerPanel, name: str) -> QLineEdit:
    found = panel.form.findChild(QLineEdit, f"field_{name}")
    assert found is not None, name
    return found


def label(panel: QWidget, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


async def test_from_the_first_key_to_the_answer(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, NARROW)
    QTest.keyClicks(panel.finder.field, "fhkst01010100")
    assert panel.finder.grid.current_id() == PRICE
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Return)
    assert label(panel, "explorerTitle") == "주식현재가 시세"
    assert not panel.finder.isVisible()
    await answered(desk, panel)
    assert desk.source.asked[0][1]["FID_INPUT_ISCD"] == SAMSUNG
    table = panel.answer.grid("output").model()
    assert [table.index(1, column).data() for column in range(4)] == [
        "전일 대비", "−500", "prdy_vrss", "가격",
    ]  # fmt: skip
    assert label(panel, "explorerChip") == "정상"
    assert "응답 12ms · 대기 250ms" in label(panel, "explorerTiming")
    assert label(panel, "explorerSimulated") == "가상 데이터"
    assert label(panel, "explorerIds").startswith("실전 · 모의 · FHKST01010100")


async def test_arrows_move_in_the_list_and_escape_comes_back(
    desk: ExplorerDesk, qtbot: QtBot
) -> None:
    panel = await opened(desk, qtbot, NARROW)
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Down)
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Down)
    assert panel.finder.grid.current_id() == "group:국내주식주문"
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Return)
    assert panel.model.entries.table.rowCount() == 12 + 24
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Down)
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Return)
    assert panel.model.line is not None
    assert panel.model.line.group == "국내주식주문"
    QTest.keyClick(panel.form.send, Qt.Key.Key_Escape)
    assert panel.finder.isVisible()
    assert not panel.form.isVisible()
    assert panel.finder.field.hasFocus()


async def test_the_list_is_opened_and_closed_by_arrows_too(
    desk: ExplorerDesk, qtbot: QtBot
) -> None:
    panel = await opened(desk, qtbot)
    panel.finder.grid.select_id("group:ETF")
    QTest.keyClick(panel.finder.grid, Qt.Key.Key_Right)
    opened_rows = panel.model.entries.table.rowCount()
    QTest.keyClick(panel.finder.grid, Qt.Key.Key_Down)
    QTest.keyClick(panel.finder.grid, Qt.Key.Key_Left)
    assert (opened_rows, panel.model.entries.table.rowCount()) == (18, 12)
    QTest.keyClick(panel.finder.grid, Qt.Key.Key_E)
    assert panel.finder.field.text() == "e"


async def test_nothing_found_says_what_to_try(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot)
    QTest.keyClicks(panel.finder.field, "zzzz")
    assert panel.finder.grid.grid_state is GridState.EMPTY
    assert "초성" in panel.finder.grid.state_text
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Escape)
    assert panel.finder.field.text() == ""


async def test_wide_the_list_stays_beside_the_form(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, WIDE, PRICE)
    assert panel.finder.isVisible()
    assert panel.form.isVisible()
    panel.resize(NARROW)
    assert not panel.finder.isVisible()
    assert panel.form.list_button.isVisible()


async def test_a_wrong_field_is_told_and_keeps_the_question_back(
    desk: ExplorerDesk, qtbot: QtBot
) -> None:
    panel = await opened(desk, qtbot, key="domestic_stock/inquire_daily_itemchartprice")
    date = field(panel, "FID_INPUT_DATE_1")
    date.selectAll()
    QTest.keyClicks(date, "2026")
    assert label(panel, "remark_FID_INPUT_DATE_1") == "날짜 8자리로 적으세요: 20261120"
    assert not panel.form.send.isEnabled()
    QTest.keyClick(date, Qt.Key.Key_Return, CONTROL)
    await desk.settle()
    assert desk.source.asked == []
    QTest.keyClicks(date, "1102")
    assert panel.form.send.isEnabled()
    QTest.keyClick(date, Qt.Key.Key_Return, CONTROL)
    await desk.until(lambda: bool(desk.source.asked))
    assert desk.source.asked[0][1]["FID_INPUT_DATE_1"] == "20261102"


async def test_enter_asks_from_a_field_and_from_the_button(
    desk: ExplorerDesk, qtbot: QtBot
) -> None:
    panel = await opened(desk, qtbot, key=PRICE)
    QTest.keyClick(field(panel, "FID_INPUT_ISCD"), Qt.Key.Key_Return)
    await desk.until(lambda: panel.model.answer is not None)
    panel.form.send.setFocus()
    QTest.keyClick(panel.form.send, Qt.Key.Key_Return)
    await desk.until(lambda: len(desk.source.asked) == 2)


async def test_an_instrument_from_the_search_stands_in_the_form_ready_to_be_asked(
    desk: ExplorerDesk, qtbot: QtBot
) -> None:
    panel = await opened(desk, qtbot, NARROW)
    panel.finder.begin()
    desk.link.explore(Instrument("AAPL", "애플", Market.NASDAQ, InstrumentKind.STOCK))
    assert label(panel, "explorerTitle") == "해외주식 현재체결가"
    assert field(panel, "SYMB").text() == "AAPL"
    assert panel.form.isAncestorOf(QApplication.focusWidget() or panel)
    QTest.keyClick(panel.form.send, Qt.Key.Key_Return, CONTROL)
    await desk.until(lambda: bool(desk.source.asked))
    assert desk.source.asked[0][1] == {"AUTH": "", "EXCD": "NAS", "SYMB": "AAPL"}


async def test_a_code_is_chosen_from_its_list_or_typed(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key=PRICE)
    box = panel.form.findChild(QComboBox, "field_FID_COND_MRKT_DIV_CODE")
    assert box is not None
    assert [box.itemText(place) for place in range(2)] == ["J  KRX", "NX  NXT"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    form = panel.model.form
    assert form is not None
    chosen = form.text("FID_COND_MRKT_DIV_CODE")
    line = box.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "ZZ")
    assert (chosen, form.text("FID_COND_MRKT_DIV_CODE")) == ("NX", "ZZ")
    line.selectAll()
    QTest.keyClicks(line, "N")  # the beginning of a code is not taken for the whole
    assert (line.text(), form.text("FID_COND_MRKT_DIV_CODE")) == ("N", "N")
    assert "명세 목록에 없는" in label(panel, "remark_FID_COND_MRKT_DIV_CODE")
    assert panel.form.send.isEnabled()


async def test_the_symbol_follows_until_it_is_pinned(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key=PRICE)
    desk.link.select(HYNIX)
    followed = field(panel, "FID_INPUT_ISCD").text()
    QTest.mouseClick(panel.form.pin, LEFT)
    desk.link.select(SAMSUNG)
    assert (followed, field(panel, "FID_INPUT_ISCD").text()) == (HYNIX, HYNIX)


async def test_an_order_cannot_be_sent_and_leads_to_the_ticket(
    desk: ExplorerDesk, qtbot: QtBot
) -> None:
    panel = await opened(desk, qtbot, key="domestic_stock/order_cash")
    assert not panel.form.send.isEnabled()
    assert panel.form.ticket.isVisible()
    assert label(panel, "explorerHint").startswith("주문은 탐색기에서 보내지 않습니다")
    QTest.keyClick(panel.form.list_button, Qt.Key.Key_Return, CONTROL)
    await desk.settle()
    assert desk.source.asked == []
    assert panel.answer.stack.currentWidget() is panel.answer.documented
    assert panel.answer.documented.model().rowCount() == 3


async def test_the_account_is_never_shown(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key="domestic_stock/inquire_balance")
    assert label(panel, "field_CANO") == "자동 입력"
    assert panel.form.findChild(QLineEdit, "field_CANO") is None


async def test_further_pages_are_a_button_away(desk: ExplorerDesk, qtbot: QtBot) -> None:
    desk.source.pages[CCLD] = [list_page(1, 15, more=True), list_page(16, 2, more=False)]
    panel = await opened(desk, qtbot, key=CCLD)
    await answered(desk, panel)
    status = panel.answer.status
    assert status.next_page.isVisible()
    QTest.mouseClick(status.next_page, LEFT)
    await desk.until(lambda: not panel.model.is_busy)
    assert panel.answer.grid("output1").model().rowCount() == 17
    assert not status.next_page.isVisible()
    assert "2쪽 · 17행 · 마지막 쪽" in label(panel, "explorerTiming")


async def test_further_rows_come_under_a_table_that_stays_as_it_was_left(
    desk: ExplorerDesk, qtbot: QtBot
) -> None:
    desk.source.pages[CCLD] = [list_page(1, 15, more=True), list_page(16, 2, more=False)]
    panel = await opened(desk, qtbot, key=CCLD)
    await answered(desk, panel)
    grid = panel.answer.grid("output1")
    grid.model().sort(0, Qt.SortOrder.DescendingOrder)
    grid.select_id("3")
    panel.model.next_page()
    await desk.until(lambda: not panel.model.is_busy)
    assert panel.answer.grid("output1") is grid
    assert grid.current_id() == "3"
    qtbot.waitUntil(lambda: grid.model().index(0, 0).data() == "17")
    assert panel.answer.tabs.tabText(0) == "output1 17"


async def test_a_refusal_shows_advice_code_and_the_raw_answer(
    desk: ExplorerDesk, qtbot: QtBot
) -> None:
    body = '{"rt_cd":"1","msg_cd":"EGW00201"}'
    refused = page(ok=False, status=500, code="EGW00201", text="초당 초과", body=body)
    desk.source.pages[PRICE] = [refused]
    panel = await opened(desk, qtbot, key=PRICE)
    await answered(desk, panel)
    assert label(panel, "explorerChip") == "거절"
    assert "EGW00201" in label(panel, "explorerVerdict")
    panel.answer.turn_to("raw")
    assert '"msg_cd": "EGW00201"' in panel.answer.raw.text.toPlainText()


async def test_no_answer_offers_to_try_again(desk: ExplorerDesk, qtbot: QtBot) -> None:
    desk.source.pages[PRICE] = [TimedOut(message("kis.timed_out")), price_page()]
    panel = await opened(desk, qtbot, key=PRICE)
    await answered(desk, panel)
    assert label(panel, "explorerChip") == "실패"
    QTest.mouseClick(panel.answer.status.retry, LEFT)
    await desk.until(lambda: panel.model.answer is not None)
    assert label(panel, "explorerChip") == "정상"


async def test_the_raw_answer_is_searched_with_enter(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key=PRICE)
    await answered(desk, panel)
    panel.answer.turn_to("raw")
    raw = panel.answer.raw
    QTest.keyClicks(raw.field, "output")
    assert raw.text.textCursor().selectedText() == "output"
    QTest.keyClicks(raw.field, "zz")
    assert not raw.find_next()


async def test_the_tab_that_was_looked_at_stays_in_front(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key=PRICE)
    await answered(desk, panel)
    panel.answer.turn_to("headers")
    await answered(desk, panel)
    assert panel.answer.stack.currentWidget() is panel.answer.headers
    texts = {panel.answer.headers.model().index(0, 2).data()}
    assert texts == {"http://127.0.0.1:1/uapi/domestic-stock/v1/quotations/inquire-price"}


async def test_rows_are_copied_with_their_titles(desk: ExplorerDesk, qtbot: QtBot) -> None:
    desk.source.pages[CCLD] = [list_page(1, 2, more=False)]
    panel = await opened(desk, qtbot, key=CCLD)
    await answered(desk, panel)
    grid = panel.answer.grid("output1")
    grid.select_id("1")
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "주문수량\t주문단가\t상품번호\n2\t-2\t005930"


async def test_a_value_is_copied_whole_and_without_commas(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key=PRICE)
    await answered(desk, panel)
    grid = panel.answer.grid("output")
    menu = grid.cell_menu(grid.model().index(3, 1))
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "4208112"
    menu.close()


async def test_a_group_is_opened_by_a_double_click_too(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot)
    grid = panel.finder.grid
    where = grid.visualRect(grid.model().index(4, 0)).center()
    QTest.mouseClick(grid.viewport(), LEFT, pos=where)
    QTest.mouseDClick(grid.viewport(), LEFT, pos=where)
    assert panel.model.entries.table.rowCount() == 12 + 6


async def test_the_script_is_copied(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key=PRICE)
    QTest.mouseClick(panel.answer.python, LEFT)
    text = QGuiApplication.clipboard().text()
    assert 'TR_ID = "FHKST01010100"' in text
    assert "환경 변수" in label(panel, "explorerTold")


async def test_a_sorted_table_is_written_as_it_is_shown(
    desk: ExplorerDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.source.pages[CCLD] = [list_page(1, 3, more=False)]
    panel = await opened(desk, qtbot, key=CCLD)
    await answered(desk, panel)
    panel.answer.grid("output1").model().sort(0, Qt.SortOrder.DescendingOrder)
    panel.answer.save_csv(tmp_path / "fills.csv")
    await desk.until((tmp_path / "fills.csv").exists)
    lines = (tmp_path / "fills.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["주문수량 (ord_qty)", "3", "2", "1"]


async def test_a_call_before_is_opened_from_the_history(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key=PRICE)
    await answered(desk, panel)
    panel.open(CCLD)
    panel.answer.turn_to("history")
    panel.answer.history.select_id("1")
    QTest.keyClick(panel.answer.history, Qt.Key.Key_Return)
    assert label(panel, "explorerTitle") == "주식현재가 시세"
    assert "output" in panel.answer.tab_names()


@pytest.mark.parametrize("standing", [Standing.REFUSED, Standing.NO_ROOM])
async def test_a_registration_that_is_denied_turns_amber_until_it_stands(
    desk: ExplorerDesk, qtbot: QtBot, standing: Standing
) -> None:
    panel = await opened(desk, qtbot, key=f"channel:{TRADES}")
    QTest.mouseClick(panel.form.send, LEFT)
    await desk.until(lambda: bool(desk.line_.wanted))
    chip = panel.live.findChild(QToolButton, f"explorerKey_{SAMSUNG}")
    assert chip is not None
    shades = []
    for told in (Standing.CONFIRMED, standing, Standing.CONFIRMED):
        desk.registered(SAMSUNG, standing=told)
        shades.append(chip.palette().buttonText().color())
    dim, amber = Theme.current().tone(Tone.DIM), Theme.current().tone(Tone.UNCERTAIN)
    assert shades == [dim, amber, dim]
    panel.model.close()
    await desk.settle()


async def test_a_channel_runs_pauses_and_stops(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key=f"channel:{TRADES}")
    assert panel.right.currentWidget() is panel.live
    QTest.mouseClick(panel.form.send, LEFT)
    await desk.until(lambda: bool(desk.line_.wanted))
    desk.registered(SAMSUNG)
    desk.line_.bring((SAMSUNG, "101233", "96600"))
    grid = panel.live.grid
    assert grid is not None
    await desk.until(lambda: grid.model().rowCount() == 1)
    assert grid.model().index(0, 2).data() == "96,600"
    assert label(panel, "explorerPlaces") == "등록 12/41"
    assert "등록됨" in panel.live.findChildren(QWidget, f"explorerKey_{SAMSUNG}")[0].text()  # type: ignore[attr-defined]
    QTest.mouseClick(panel.live.pause, LEFT)
    desk.line_.bring((SAMSUNG, "101234", "96700"))
    known = panel.model.live.channels[TRADES]
    await desk.until(lambda: known.total == 2)
    assert grid.model().rowCount() == 1
    QTest.mouseClick(panel.live.pause, LEFT)
    assert grid.model().rowCount() == 2
    QTest.mouseClick(panel.live.stop, LEFT)
    await desk.until(lambda: desk.line_.wanted == ())


async def test_very_wide_and_very_long_answers_are_drawn(desk: ExplorerDesk, qtbot: QtBot) -> None:
    names = tuple(f"field_{number}" for number in range(112))
    rows = tuple(tuple(str(n * m) for m in range(112)) for n in range(5_000))
    desk.source.pages[CCLD] = [page(ApiBlock("output1", names, rows))]
    panel = await opened(desk, qtbot, key=CCLD)
    with counted() as work:
        await answered(desk, panel)
        panel.grab()
    assert work.calls < 5_000 * 112, "not every cell is made"
    assert panel.answer.grid("output1").model().columnCount() == 112


async def test_the_start_leads_somewhere(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot)
    assert panel.right.currentWidget() is panel.start
    button = panel.start.findChild(QWidget, f"start_{PRICE}")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    assert panel.model.key == PRICE


async def test_tab_reaches_every_field_and_the_button(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key="domestic_stock/inquire_daily_itemchartprice")
    reached: list[str] = []
    widget: QWidget | None = panel.form.star
    for _ in range(40):
        assert widget is not None
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.append(widget.objectName())
        widget = widget.nextInFocusChain()
    wanted = [
        "field_FID_COND_MRKT_DIV_CODE", "field_FID_INPUT_ISCD", "field_FID_INPUT_DATE_1",
        "field_FID_INPUT_DATE_2", "field_FID_PERIOD_DIV_CODE", "field_FID_ORG_ADJ_PRC",
        "explorerSend",
    ]  # fmt: skip
    assert [name for name in reached if name in wanted][: len(wanted)] == wanted


async def test_everything_has_a_name_to_be_spoken(desk: ExplorerDesk, qtbot: QtBot) -> None:
    panel = await opened(desk, qtbot, key="domestic_stock/inquire_daily_itemchartprice")
    boxes = [
        *panel.findChildren(QLineEdit, options=Qt.FindChildOption.FindChildrenRecursively),
        *panel.findChildren(QComboBox),
    ]
    nameless = [
        box.objectName()
        for box in boxes
        if not box.accessibleName() and not isinstance(box.parent(), QComboBox)
    ]
    assert nameless == []


async def test_opening_prepares_nothing_of_the_catalogue(desk: ExplorerDesk, qtbot: QtBot) -> None:
    for _ in range(2):
        with counted() as work:
            panel = ApiExplorerPanel(desk.context)
        qtbot.addWidget(panel)
        assert work.calls < 8_000, "not so many as the catalogue has fields"
        await desk.settle()


async def test_the_english_explorer_holds_no_hangul(qtbot: QtBot, qapp: QApplication) -> None:
    Theme().apply(qapp)
    desk = ExplorerDesk("en")
    desk.source.pages[PRICE] = [price_page()]
    panel = await opened(desk, qtbot, key=PRICE)
    await answered(desk, panel)
    panel.open(f"channel:{TRADES}")
    panel.open("domestic_stock/order_cash")
    panel.open(PRICE)
    texts: set[str] = set()
    for widget in panel.findChildren(QLabel):
        texts |= {widget.text(), widget.toolTip(), widget.accessibleName()}
    for button in panel.findChildren(QAbstractButton):
        texts |= {button.text(), button.toolTip(), button.accessibleName()}
    for box in panel.findChildren(QComboBox):
        texts |= {box.itemText(place) for place in range(box.count())}
    for table in panel.findChildren(Grid):
        model = table.model()
        for column in range(model.columnCount()):
            texts.add(str(model.headerData(column, Qt.Orientation.Horizontal)))
            texts |= {str(model.index(row, column).data()) for row in range(model.rowCount())}
    assert len(texts) > 60
    assert {text for text in texts if HANGUL.search(text)} == set()
    await desk.settle()
