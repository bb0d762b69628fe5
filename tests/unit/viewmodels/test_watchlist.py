"""The watchlist: the shown group's prices, who is subscribed, and changes that are kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
import shiboken6
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kis_desktop.domain.connection import Budget, Feed, LinkState
from kis_desktop.domain.errors import StorageFailed
from kis_desktop.domain.message import message
from kis_desktop.services.topics import Topic
from kis_desktop.services.watchlists import WatchGroup
from kis_desktop.viewmodels.freshness import PanelState
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.watchlist import COLUMNS, Watchlist
from tests.unit.screen_desk import HYNIX, KODEX, SAMSUNG, Desk, quote

PLACES = {column.id: place for place, column in enumerate(COLUMNS)}


@pytest.fixture
async def desk(qtbot: QtBot) -> Desk:
    return Desk()


@pytest.fixture
async def watchlist(desk: Desk) -> AsyncIterator[Watchlist]:
    watchlist = Watchlist(desk.context)
    await desk.settle()
    yield watchlist
    shiboken6.delete(watchlist)  # with its timers, before the loop is gone that they ask


def cell_text(watchlist: Watchlist, symbol: str, column: str) -> str:
    row = watchlist.table.find(symbol)
    assert row is not None
    return row.cells[PLACES[column]].text


async def test_rows_stand_in_the_trader_s_order(watchlist: Watchlist) -> None:
    assert watchlist.table.ids() == (SAMSUNG, HYNIX, KODEX)
    assert watchlist.state is PanelState.LIVE


async def test_a_price_is_shown_with_sign_and_tone(desk: Desk, watchlist: Watchlist) -> None:
    desk.show(quote(HYNIX, 571_000, 580_000))
    row = watchlist.table.find(HYNIX)
    assert row is not None
    shown = [cell.text for cell in row.cells[:5]]
    assert shown == ["SK하이닉스", "571,000", "▼ 9,000", "−1.55%", "8,216"]
    assert row.cells[PLACES["last"]].tone is Tone.DOWN


async def test_what_is_not_known_is_a_dash(watchlist: Watchlist) -> None:
    assert [cell_text(watchlist, SAMSUNG, name) for name in ("last", "rate", "volume")] == ["—"] * 3


async def test_a_row_shows_how_its_price_comes(desk: Desk, watchlist: Watchlist) -> None:
    desk.feed(SAMSUNG, Feed.LIVE)
    desk.feed(HYNIX, Feed.POLLED)
    dots = [watchlist.table.cell(place, 0).dot for place in range(3)]
    assert dots == [Feed.LIVE, Feed.POLLED, Feed.WAITING]


async def test_the_use_of_registrations_is_told(desk: Desk, watchlist: Watchlist) -> None:
    assert watchlist.registrations_text == "실시간 —"
    desk.put(Topic.BUDGET, "", Budget(registrations=20))
    desk.frame()
    assert watchlist.registrations_text == "실시간 20/41"


async def test_visible_symbols_are_asked_for_before_the_others(
    desk: Desk, watchlist: Watchlist
) -> None:
    watchlist.set_visible((HYNIX,))
    await desk.until(lambda: "watchlist" in desk.services.interests)
    owners = list(desk.services.interests)
    assert owners.index("watchlist.visible") < owners.index("watchlist")
    assert desk.services.interests["watchlist.visible"].quotes == {HYNIX}
    assert desk.services.interests["watchlist"].quotes == {SAMSUNG, HYNIX, KODEX}


async def test_an_added_symbol_is_kept_once(desk: Desk, watchlist: Watchlist) -> None:
    watchlist.groups.show(1)
    assert watchlist.groups.add(KODEX)
    assert not watchlist.groups.add(KODEX)
    await desk.settle()
    assert desk.services.saved == [
        (WatchGroup("관심 1", (SAMSUNG, HYNIX, KODEX)), WatchGroup("반도체", (HYNIX, KODEX)))
    ]
    assert watchlist.table.ids() == (HYNIX, KODEX)


async def test_removed_and_moved_symbols_are_kept(desk: Desk, watchlist: Watchlist) -> None:
    watchlist.groups.move(KODEX, -1)
    assert watchlist.table.ids() == (SAMSUNG, KODEX, HYNIX)
    watchlist.groups.place(HYNIX, SAMSUNG)
    assert watchlist.table.ids() == (HYNIX, SAMSUNG, KODEX)
    watchlist.groups.remove([SAMSUNG])
    assert watchlist.table.ids() == (HYNIX, KODEX)
    await desk.settle()
    assert desk.services.saved[-1][0] == WatchGroup("관심 1", (HYNIX, KODEX))


async def test_a_move_beyond_the_end_stays_inside(desk: Desk, watchlist: Watchlist) -> None:
    watchlist.groups.move(SAMSUNG, -1)
    watchlist.groups.move(SAMSUNG, 99)
    assert watchlist.table.ids() == (HYNIX, KODEX, SAMSUNG)
    await desk.settle()


async def test_groups_are_added_renamed_and_removed(desk: Desk, watchlist: Watchlist) -> None:
    watchlist.groups.add_group()
    watchlist.groups.rename(2, " 단기 ")
    assert [group.name for group in watchlist.groups.groups] == ["관심 1", "반도체", "단기"]
    assert (watchlist.groups.shown, watchlist.state) == (2, PanelState.EMPTY)
    watchlist.groups.remove_group(2)
    assert watchlist.groups.shown == 1
    watchlist.groups.remove_group(0)
    watchlist.groups.remove_group(0)
    assert [group.name for group in watchlist.groups.groups] == ["반도체"]
    await desk.settle()


async def test_the_shown_group_is_remembered(desk: Desk, watchlist: Watchlist) -> None:
    watchlist.groups.show(1)
    again = Watchlist(desk.context)
    await desk.settle()
    assert again.groups.shown == 1


async def test_a_new_window_begins_with_a_symbol(qtbot: QtBot) -> None:
    desk = Desk(symbol="")
    watchlist = Watchlist(desk.context)
    await desk.settle()
    assert desk.link.symbol == SAMSUNG
    assert watchlist.groups.shown == 0


async def test_a_failed_reading_is_told(desk: Desk) -> None:
    failed = StorageFailed(message("storage.disk_full", code="E7", file="orders.db"))
    desk.services.failing["groups"] = failed
    watchlist = Watchlist(desk.context)
    states = [watchlist.state]
    await desk.settle()
    assert [*states, watchlist.state] == [PanelState.LOADING, PanelState.FAILED]
    assert "[E7]" in watchlist.state_text


async def test_a_broken_line_makes_prices_old(desk: Desk, watchlist: Watchlist) -> None:
    desk.show(quote())
    desk.line(LinkState.GAP, seconds=12)
    assert watchlist.state is PanelState.STALE
    assert "12초 전" in watchlist.state_text
    assert watchlist.table.cell(0, PLACES["last"]).stale
    desk.line(LinkState.LIVE)
    assert not watchlist.table.cell(0, PLACES["last"]).stale


async def test_hidden_columns_know_their_figures(desk: Desk, watchlist: Watchlist) -> None:
    desk.show(quote(turnover=Decimal(804_100_000_000), strength=Decimal("118.42")))
    assert cell_text(watchlist, SAMSUNG, "turnover") == "8,041억"
    assert cell_text(watchlist, SAMSUNG, "strength") == "118.42"


@pytest.mark.parametrize(
    ("feed", "told"),
    [
        (Feed.LIVE, "실시간"),
        (Feed.POLLED, "조회로 갱신"),
        (Feed.WAITING, "대기 중"),
        (Feed.GAP, "끊김"),
    ],
)
async def test_how_a_price_comes_is_told_in_words_and_spoken(
    desk: Desk, watchlist: Watchlist, feed: Feed, told: str
) -> None:
    desk.show(quote())
    desk.feed(SAMSUNG, feed)
    name = watchlist.table.index(0, 0)
    assert name.data(Qt.ItemDataRole.ToolTipRole).endswith(told)
    assert name.data(Qt.ItemDataRole.AccessibleTextRole).endswith(told)
