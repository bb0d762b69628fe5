"""The explorer's model: opening, asking, following pages, listening."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import Standing
from kis_desktop.domain.errors import TimedOut
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.message import message
from kis_desktop.viewmodels.api_explorer import ApiExplorer, Asking, Barred
from kis_desktop.viewmodels.api_explorer_answer import MAX_PAGES
from tests.unit.explorer_desk import CCLD, PRICE, TRADES, ExplorerDesk
from tests.unit.screen_desk import HYNIX, SAMSUNG
from tests.unit.viewmodels.api_pages import list_page, price_page


async def opened(desk: ExplorerDesk, key: str = "") -> ApiExplorer:
    model = ApiExplorer(desk.context)
    model.load()
    await desk.until(lambda: model.is_loaded)
    desk.show_time()
    if key:
        assert model.open(key)
    return model


async def asked(desk: ExplorerDesk, model: ApiExplorer) -> None:
    model.send()
    await desk.until(lambda: not model.is_busy)


def names(model: ApiExplorer) -> list[str]:
    table = model.entries.table
    return [table.row(place).cells[0].text.strip() for place in range(table.rowCount())]


async def test_the_list_opens_by_groups_with_counts(qtbot: QtBot) -> None:
    model = await opened(ExplorerDesk())
    assert len(names(model)) == 12
    assert names(model)[1] == "▸ 국내주식주문"
    assert model.entries.table.row(0).cells[1].text == "4"
    assert model.entries.found_text().startswith("조회 27")


async def test_an_english_list_is_found_by_its_groups(qtbot: QtBot) -> None:
    model = await opened(ExplorerDesk("en"))
    assert names(model)[0] == "▸ OAuth"
    model.entries.search("exchange-traded bonds")
    assert "domestic_bond/inquire_price" in model.entries.table.ids()


@pytest.mark.parametrize(
    ("text", "is_paper", "note"),
    [
        ("주식현재가 시세", False, "FHKST01010100"),
        ("주식일별주문체결조회", False, "CTSC9215R, TTTC0081R"),
        ("주식일별주문체결조회", True, "VTSC9215R, VTTC0081R"),
        ("vttc0081r", False, "VTTC0081R"),
    ],
)
async def test_a_found_name_carries_its_tr_id(
    qtbot: QtBot, text: str, *, is_paper: bool, note: str
) -> None:
    model = await opened(ExplorerDesk(is_paper=is_paper))
    model.entries.search(text)
    assert model.entries.table.row(0).cells[0].note == note


async def test_a_name_in_its_group_stands_alone(qtbot: QtBot) -> None:
    model = await opened(ExplorerDesk())
    model.entries.toggle("group:ETF")
    table = model.entries.table
    assert not any(table.row(place).cells[0].note for place in range(table.rowCount()))


async def test_a_group_opens_and_closes(qtbot: QtBot) -> None:
    model = await opened(ExplorerDesk())
    assert model.entries.toggle("group:ETF")
    assert "▾ ETF" in names(model)
    assert model.entries.table.rowCount() == 12 + 6
    assert model.entries.group_of("etfetn/inquire_price") == "group:ETF"
    model.entries.toggle("group:ETF", opened=False)
    assert model.entries.table.rowCount() == 12
    assert not model.entries.toggle("etfetn/inquire_price")


async def test_recent_and_starred_ones_stand_first_and_are_kept(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, PRICE)
    model.open(CCLD)
    model.entries.star(PRICE)
    assert names(model)[:5] == [
        "▾ 즐겨찾기", "주식현재가 시세", "▾ 최근", "주식일별주문체결조회", "주식현재가 시세",
    ]  # fmt: skip
    again = await opened(desk)
    assert names(again)[1] == "주식현재가 시세"
    again.entries.star(PRICE)
    assert names(again)[0] == "▾ 최근"


async def test_what_paper_does_not_serve_is_greyed_and_not_asked(qtbot: QtBot) -> None:
    desk = ExplorerDesk(is_paper=True)
    model = await opened(desk, "domestic_stock/inquire_psbl_sell")
    assert (model.barred(), model.python()) == (Barred.NOT_SERVED, "")
    model.send()
    await desk.settle()
    assert desk.source.asked == []
    model.entries.search("매도가능수량")
    row = model.entries.table.row(0)
    assert (row.cells[1].text, "모의투자" in row.cells[0].tip) == ("실전만", True)


@pytest.mark.parametrize(
    ("key", "barred"),
    [("domestic_stock/order_cash", Barred.ORDER), ("auth/auth_token", Barred.OWN)],
)
async def test_orders_and_keys_are_read_but_never_sent(
    qtbot: QtBot, key: str, barred: Barred
) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, key)
    assert model.form is not None
    for field in model.form.fields:
        model.form.type_in(field.name, "1")
    model.send()
    await desk.settle()
    assert (model.barred(), model.can_send(), model.python()) == (barred, False, "")
    assert desk.source.asked == []


async def test_a_question_carries_the_linked_symbol(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    desk.source.pages[PRICE] = [price_page()]
    model = await opened(desk, PRICE)
    desk.link.select(HYNIX)
    await asked(desk, model)
    sent = {"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": HYNIX}
    assert desk.source.asked == [(PRICE, sent, "", None)]
    assert model.state is Asking.ANSWERED
    assert model.answer is not None
    assert model.answer.at is not None


async def test_the_next_page_goes_on_where_the_last_one_ended(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    desk.source.pages[CCLD] = [list_page(1, 15, more=True), list_page(16, 2, more=False)]
    model = await opened(desk, CCLD)
    await asked(desk, model)
    model.next_page()
    await desk.until(lambda: not model.is_busy)
    assert desk.source.asked[1][3] == {"CTX_AREA_NK100": "<KEY 1>"}
    assert model.answer is not None
    assert (model.answer.row_count, model.answer.more) == (17, False)
    model.next_page()
    await desk.settle()
    assert len(desk.source.asked) == 2


async def test_all_pages_end_at_a_bound_that_is_told(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    desk.source.pages[CCLD] = [list_page(1, 1, more=True)]
    model = await opened(desk, CCLD)
    told: list[str] = []
    model.told.connect(told.append)
    await asked(desk, model)
    model.all_pages()
    await desk.until(lambda: not model.is_busy)
    assert len(desk.source.asked) == MAX_PAGES
    assert told == ["100쪽까지 받고 멈췄습니다. 더 받으려면 '모두'를 다시 누르세요."]


async def test_following_all_pages_can_be_cancelled_and_what_came_stays(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    desk.source.pages[CCLD] = [list_page(1, 5, more=True)]
    model = await opened(desk, CCLD)
    await asked(desk, model)
    desk.source.held = asyncio.Event()
    model.all_pages()
    await desk.settle()
    model.cancel()
    await desk.settle()
    assert model.state is Asking.ANSWERED
    assert model.answer is not None
    assert model.answer.row_count == 5


async def test_a_first_question_that_is_cancelled_says_so(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    desk.source.held = asyncio.Event()
    model = await opened(desk, PRICE)
    model.send()
    await desk.settle()
    assert model.is_busy
    model.cancel()
    await desk.settle()
    assert model.state is Asking.CANCELLED


async def test_a_failure_is_told_and_can_be_tried_again(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    desk.source.pages[PRICE] = [TimedOut(message("kis.timed_out")), price_page()]
    model = await opened(desk, PRICE)
    await asked(desk, model)
    states, failure = [model.state], model.failure
    await asked(desk, model)
    assert [*states, model.state] == [Asking.FAILED, Asking.ANSWERED]
    assert failure
    assert model.failure == ""


async def test_a_call_before_is_shown_again_with_what_was_asked(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, PRICE)
    await asked(desk, model)
    desk.link.select(HYNIX)
    await asked(desk, model)
    model.open(CCLD)
    assert [call.id for call in model.calls] == ["2", "1"]
    model.reopen("1")
    assert model.form is not None
    assert (model.key, model.form.text("FID_INPUT_ISCD")) == (PRICE, SAMSUNG)
    assert model.answer is model.calls[1].answer


async def test_calls_with_very_many_rows_are_forgotten_first(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    desk.source.pages[CCLD] = [list_page(1, 25_000, more=False)]
    model = await opened(desk, CCLD)
    for _ in range(4):
        await asked(desk, model)
    assert [call.id for call in model.calls] == ["4", "3"]


async def test_an_entry_keeps_its_answer_while_another_is_looked_at(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, PRICE)
    await asked(desk, model)
    model.open(CCLD)
    states = [model.state]
    model.open(PRICE)
    assert [*states, model.state] == [Asking.NOTHING, Asking.ANSWERED]


async def test_an_instrument_of_another_market_opens_its_price(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = ApiExplorer(desk.context)
    apple = Instrument("AAPL", "애플", Market.NASDAQ, InstrumentKind.STOCK)
    desk.link.explore(apple)
    await desk.until(lambda: model.key == "overseas_stock/price")
    assert model.form is not None
    assert (model.form.text("EXCD"), model.form.text("SYMB")) == ("NAS", "AAPL")
    assert model.can_send()


async def test_the_script_has_host_and_tr_id_of_the_world(qtbot: QtBot) -> None:
    model = await opened(ExplorerDesk(is_paper=True), "domestic_stock/inquire_balance")
    assert 'HOST = "http://127.0.0.1:1"' in model.python()
    assert 'TR_ID = "VTTC8434R"' in model.python()


async def test_a_file_is_written_where_the_trader_said(qtbot: QtBot, tmp_path: Path) -> None:
    desk = ExplorerDesk()
    model = await opened(desk)
    told: list[str] = []
    model.told.connect(told.append)
    model.save(tmp_path / "a.csv", b"1")
    await desk.until(lambda: bool(told))
    model.save(tmp_path / "none" / "a.csv", b"1")
    await desk.until(lambda: len(told) == 2)
    assert told[0] == "a.csv 파일로 저장했습니다."
    assert "다른 폴더" in told[1]


async def test_a_channel_grows_and_is_given_back(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, f"channel:{TRADES}")
    model.send()
    await desk.until(lambda: desk.line_.wanted == ((TRADES, SAMSUNG),))
    desk.line_.bring((SAMSUNG, "101233", "96600"), (SAMSUNG, "101234", "96700"))
    known = model.live.channels[TRADES]
    await desk.until(lambda: known.total == 2)
    assert [known.table.cell(place, 2).text for place in (0, 1)] == ["96,700", "96,600"]
    assert model.live.summary(TRADES).startswith("2건 · 초당 0.4건 · 항목 3개")
    model.close()
    await desk.until(lambda: desk.line_.wanted == ())
    assert model.live.channels == {}


async def test_a_paused_channel_waits_and_loses_nothing(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, f"channel:{TRADES}")
    model.send()
    await desk.until(lambda: bool(desk.line_.wanted))
    known = model.live.channels[TRADES]
    model.live.pause(TRADES, paused=True)
    desk.line_.bring((SAMSUNG, "101233", "96600"))
    await desk.until(lambda: known.total == 1)
    assert known.table.rowCount() == 0
    assert model.live.summary(TRADES).endswith("멈춤 · 대기 1건")
    model.live.pause(TRADES, paused=False)
    assert known.table.rowCount() == 1
    model.close()
    await desk.settle()


async def test_records_that_came_too_fast_are_counted_as_missed(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, f"channel:{TRADES}")
    model.send()
    await desk.until(lambda: bool(desk.line_.wanted))
    desk.line_.bring(*[(SAMSUNG, "101233", str(n)) for n in range(3_000)])
    known = model.live.channels[TRADES]
    await desk.until(lambda: known.total == 3_000)
    assert (known.table.rowCount(), known.missed) == (2_000, 1_000)
    assert "놓친 1,000건" in model.live.summary(TRADES)
    model.close()
    await desk.settle()


async def test_a_wider_record_widens_the_table(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, f"channel:{TRADES}")
    model.send()
    await desk.until(lambda: bool(desk.line_.wanted))
    known = model.live.channels[TRADES]
    before = len(known.table.fields)
    names_ = tuple(field.name for field in known.table.fields)
    desk.line_.bring((SAMSUNG,) * (before + 1), columns=(*names_, "+1"))
    await desk.until(lambda: known.total == 1)
    assert known.table.titles[-1] == "+1 ?"
    assert known.table.rowCount() == 1
    model.close()
    await desk.settle()


async def test_the_standing_of_a_registration_and_the_places_are_told(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, f"channel:{TRADES}")
    assert model.live.places() == "등록 —"
    desk.registered(SAMSUNG, standing=Standing.NO_ROOM)
    assert model.live.places() == "등록 12/41"
    assert model.live.standing(TRADES, SAMSUNG) == "자리 없음"
    assert model.live.standing(TRADES, HYNIX) == "등록 중"


async def test_one_channel_too_many_is_refused_in_words(qtbot: QtBot) -> None:
    desk = ExplorerDesk()
    model = await opened(desk)
    told: list[str] = []
    model.live.failed.connect(told.append)
    for number in range(9):
        model.live.begin(TRADES, f"{number:06}")
    await desk.until(lambda: bool(told))
    assert told[0].startswith("탐색기는 실시간을 한 번에 8개까지")
    assert len(model.live.channels[TRADES].keys) == 8
    model.close()
    await desk.settle()


async def test_a_refused_registration_is_told_and_not_that_the_market_may_be_closed(
    qtbot: QtBot,
) -> None:
    desk = ExplorerDesk()
    model = await opened(desk, f"channel:{TRADES}")
    model.live.begin(TRADES, SAMSUNG)
    assert "장이 열려 있고" in model.live.empty_text(TRADES)
    desk.registered(SAMSUNG, standing=Standing.REFUSED)
    assert "거절" in model.live.empty_text(TRADES)
    model.close()
    await desk.settle()
