"""The NXT beside the KRX, and both seen as one."""

from itertools import pairwise

import pytest

from kis_desktop.simulator.book import Book, Resting
from kis_desktop.simulator.unified import merged_book, shown_boards
from kis_desktop.simulator.views import Board, OrderState, Phase, Print, Refusal, Refused, Side
from tests.unit.simulator.trading_floor import ACCOUNT, KODEX, SAMSUNG, Floor


class Ear:
    """What is told of the boards beside the KRX's."""

    def __init__(self, floor: Floor) -> None:
        self.prints: dict[Board, list[Print]] = {Board.NXT: [], Board.UNIFIED: []}
        self.books: set[Board] = set()
        floor.market.listeners.on_other_print = lambda board, _, prints: self.prints[board].extend(
            prints
        )
        floor.market.listeners.on_other_book = lambda board, _: self.books.add(board)


def book(*quotes: tuple[bool, int, int]) -> Book:
    made = Book()
    for buying, price, size in quotes:
        made.side(buying=buying).add(price, Resting(size))
    return made


def test_both_exchanges_stay_within_two_ticks_of_each_other() -> None:
    floor = Floor()
    floor.market.wake(SAMSUNG, Board.NXT)
    apart = []
    for _ in range(120):
        floor.go(5)
        krx, nxt = (floor.market.book(SAMSUNG, board) for board in (Board.KRX, Board.NXT))
        apart.append(abs(krx.asks[0].price - nxt.asks[0].price) / 100)
        assert nxt.asks[0].price > nxt.bids[0].price
    assert max(apart) <= 3
    assert sum(apart) / len(apart) <= 1


def test_the_nxt_trades_less_than_the_krx() -> None:
    floor = Floor()
    krx, nxt = (floor.market.snapshot(SAMSUNG, board) for board in (Board.KRX, Board.NXT))
    assert 0.2 < nxt.volume / krx.volume < 0.5
    assert (nxt.base, nxt.limit_up) == (krx.base, krx.limit_up)
    before = krx.volume, nxt.volume
    floor.go(600)
    krx, nxt = (floor.market.snapshot(SAMSUNG, board) for board in (Board.KRX, Board.NXT))
    assert 0 < nxt.volume - before[1] < krx.volume - before[0]


def test_the_unified_tape_is_both_tapes_in_their_order() -> None:
    floor = Floor()
    ear = Ear(floor)
    floor.market.wake(SAMSUNG, Board.UNIFIED)
    before = floor.market.snapshot(SAMSUNG, Board.UNIFIED)
    krx, nxt = (floor.market.snapshot(SAMSUNG, board) for board in (Board.KRX, Board.NXT))
    assert before.volume == krx.volume + nxt.volume
    for _ in range(60):
        floor.go(2)
    unified = ear.prints[Board.UNIFIED]
    assert len(unified) == len(floor.prints) + len(ear.prints[Board.NXT])
    assert all(left.volume + right.size == right.volume for left, right in pairwise(unified))
    assert floor.market.snapshot(SAMSUNG, Board.UNIFIED).volume == unified[-1].volume
    assert ear.books == {Board.NXT, Board.UNIFIED}
    recent = floor.market.recent_prints(SAMSUNG, 20, Board.UNIFIED)
    assert all(new.at >= old.at for new, old in pairwise(recent))


def test_an_issue_that_the_nxt_does_not_have_is_the_krxs_alone() -> None:
    floor = Floor()
    with pytest.raises(Refused) as refused:
        floor.market.wake(KODEX, Board.NXT)
    assert refused.value.reason is Refusal.NOT_ON_NXT
    assert floor.market.book(KODEX, Board.UNIFIED).asks == floor.market.book(KODEX).asks
    with pytest.raises(Refused) as order:
        floor.market.place(ACCOUNT, KODEX, Side.BUY, "00", 1, 50_000, "NXT")
    assert order.value.reason is Refusal.NOT_ON_NXT


def test_sor_buys_where_it_is_cheaper_and_sells_where_it_is_dearer() -> None:
    routed = set()
    floor = Floor()
    floor.market.wake(SAMSUNG, Board.NXT)
    for _ in range(80):
        floor.go(3)
        krx, nxt = (floor.market.book(SAMSUNG, board) for board in (Board.KRX, Board.NXT))
        order = floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "11", 1, krx.asks[9].price, "SOR")
        best = min(krx.asks[0].price, nxt.asks[0].price)
        assert order.exchange == "SOR"
        assert (order.state, order.filled_amount) == (OrderState.FILLED, best)
        routed.add(order.routed)
        sold = floor.market.place(ACCOUNT, SAMSUNG, Side.SELL, "11", 1, krx.bids[9].price, "SOR")
        routed.add(sold.routed)
        assert sold.filled_amount == max(krx.bids[0].price, nxt.bids[0].price)
    assert routed == {Board.KRX, Board.NXT}


def test_an_order_on_the_nxt_is_amended_and_cancelled_there() -> None:
    floor = Floor()
    bids = floor.market.book(SAMSUNG, Board.NXT).bids
    placed = floor.market.place(ACCOUNT, SAMSUNG, Side.BUY, "00", 30, bids[9].price, "NXT")
    amended = floor.market.amend(
        ACCOUNT, placed.number, quantity=10, price=bids[8].price, order_type="00"
    )
    assert (amended.exchange, amended.routed, amended.remaining) == ("NXT", Board.NXT, 10)
    floor.market.cancel(ACCOUNT, placed.number, quantity=None)
    floor.market.cancel(ACCOUNT, amended.number, quantity=None)
    assert floor.account.open_orders() == ()


def test_the_merged_book_has_the_sizes_of_both_and_is_never_crossed() -> None:
    one = book((True, 99, 5), (True, 98, 7), (False, 100, 4), (False, 102, 9))
    other = book((True, 100, 3), (True, 98, 2), (False, 101, 6))
    merged = merged_book([one, other])
    assert merged.bids.best_levels(10) == [(99, 5), (98, 9)]
    assert merged.asks.best_levels(10) == [(100, 1), (101, 6), (102, 9)]


@pytest.mark.parametrize(
    ("krx", "nxt", "shown"),
    [
        (Phase.CLOSED, Phase.PRE_MARKET, (Board.NXT,)),
        (Phase.OPENING_AUCTION, Phase.PAUSED, (Board.KRX,)),
        (Phase.CONTINUOUS, Phase.CONTINUOUS, (Board.KRX, Board.NXT)),
        (Phase.CLOSING_AUCTION, Phase.PAUSED, (Board.KRX,)),
        (Phase.CLOSING_PRICE_ORDERS, Phase.AFTER_AUCTION, (Board.NXT,)),
        (Phase.CLOSING_PRICE, Phase.AFTER_MARKET, (Board.NXT,)),
        (Phase.ENDED, Phase.ENDED, (Board.KRX,)),
    ],
)
def test_the_unified_book_shows_what_trades(
    krx: Phase, nxt: Phase, shown: tuple[Board, ...]
) -> None:
    assert shown_boards(krx, nxt) == shown


def test_the_minutes_of_both_add_up() -> None:
    floor = Floor()
    today = floor.market.trade_date
    bars = {board: floor.market.minute_bars(SAMSUNG, today, board=board) for board in Board}
    volumes = {board: sum(bar.volume for bar in bars[board]) for board in Board}
    assert volumes[Board.UNIFIED] == volumes[Board.KRX] + volumes[Board.NXT] > 0


def test_the_boards_are_the_same_in_any_chunks() -> None:
    outcomes = []
    for chunk in (0.7, 40.0):
        floor = Floor("09:00:20")
        ear = Ear(floor)
        floor.market.wake(SAMSUNG, Board.UNIFIED)
        for _ in range(round(120 / chunk)):
            floor.go(chunk)
        floor.go_to("09:02:30")
        shown = [floor.market.book(SAMSUNG, board).bids for board in Board]
        outcomes.append((ear.prints[Board.UNIFIED][-1].volume, len(ear.prints[Board.NXT]), shown))
    sizes = [
        [[(one.price, one.size) for one in levels] for levels in shown] for *_, shown in outcomes
    ]
    assert outcomes[0][:2] == outcomes[1][:2]
    assert sizes[0] == sizes[1]
