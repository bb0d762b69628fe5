"""The last prints of an instrument that has slept: a rehearsal, fitted to its figures."""

from random import Random

from msgspec.structs import replace

from kis_desktop.simulator.day_path import DayPath
from kis_desktop.simulator.hours import SECOND
from kis_desktop.simulator.orders import Order
from kis_desktop.simulator.price_grid import PriceGrid
from kis_desktop.simulator.tape import Tape
from kis_desktop.simulator.venue import Venue, warm_up
from kis_desktop.simulator.views import Board, Print, PrintSide


class _Nobody:
    """The order sink of a venue that no account can reach."""

    def filled(self, order: Order, price: int, quantity: int, at: int) -> None: ...
    def remainder_cancelled(self, order: Order, quantity: int, at: int) -> None: ...
    def rejected(self, order: Order, at: int) -> None: ...
    def expired(self, order: Order, at: int) -> None: ...


def rehearsed_prints(
    path: DayPath, grid: PriceGrid, random: Random, tape: Tape, at: int, board: Board
) -> list[Print]:
    """Prints of continuous trading right before `at`, oldest first, that end in the tape's figures.

    Traded by a venue of its own a little earlier; cumulative figures are counted back from the
    tape's, prices stay inside its range, the last price is the tape's last.
    """
    hours = path.hours
    end = min(at, hours.closing_auction)
    if end <= hours.open + SECOND or not tape.volume:
        return []
    start = max(end - warm_up(path.listing, board), hours.open + 1)
    venue = Venue(path, grid, random, _Nobody(), start, board)
    venue.run(end - 1)
    prints = list(venue.tape.recent)
    closing = path.closing_volume if at >= hours.close else 0
    return _fitted(prints, tape, closing)


def _fitted(prints: list[Print], tape: Tape, closing: int) -> list[Print]:
    volume, turnover = tape.volume - closing, tape.turnover - closing * tape.last
    bought, sold = tape.buy_volume, tape.sell_volume
    buys, sells = tape.buy_count, tape.sell_count
    fitted: list[Print] = []
    for number, one in enumerate(reversed(prints)):
        is_last = number == 0 and not closing
        price = tape.last if is_last else min(max(one.price, tape.low), tape.high)
        if one.size >= volume or min(bought, sold) < one.size:
            break
        fitted.append(
            replace(
                one,
                price=price,
                change=price - tape.base,
                volume=volume,
                turnover=turnover,
                open=tape.open,
                high=tape.high,
                low=tape.low,
                open_at=tape.open_at,
                high_at=tape.high_at,
                low_at=tape.low_at,
                buy_volume=bought,
                sell_volume=sold,
                buy_count=buys,
                sell_count=sells,
            )
        )
        volume -= one.size
        turnover -= price * one.size
        if one.side is PrintSide.BUY:
            bought, buys = bought - one.size, max(buys - 1, 0)
        else:
            sold, sells = sold - one.size, max(sells - 1, 0)
    fitted.reverse()
    return fitted
