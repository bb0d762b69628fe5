"""Records that show how things stand: books, the indication of a call auction, halts and VI."""

from dataclasses import replace

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels import books, indications, status
from kis_desktop.simulator.server.channels.books import book_record
from kis_desktop.simulator.server.channels.indications import indication_record
from kis_desktop.simulator.server.channels.status import status_record
from kis_desktop.simulator.server.figures import status_code
from kis_desktop.simulator.server.registrations import Registration
from kis_desktop.simulator.views import Board

BOARDS = {**books.CHANNELS, **indications.CHANNELS, **status.CHANNELS}
_CHANNELS = (books.CHANNELS, indications.CHANNELS, status.CHANNELS)
OF_BOARD = {
    board: tuple(tr_id for tr_ids in _CHANNELS for tr_id, of in tr_ids.items() if of is board)
    for board in Board
}
"""the channels of a board, books first"""


_HALTED = "58"
"""ISCD_STAT_CLS_CODE of a code that is not listed any more"""


class Pictures:
    """Writes what has to be written, None for what has not changed or says nothing."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._told: dict[Registration, str] = {}
        """the last record of each status"""

    def begin(self, registration: Registration) -> None:
        """Takes a status as known: what changes from now on is told."""
        if registration[0] in status.CHANNELS:
            self._told[registration] = self._status(*registration)

    def record(self, registration: Registration, krx_width: int) -> str | None:
        """The record of a registration; `krx_width` is that of the KRX's books."""
        tr_id, symbol = registration
        if tr_id in status.CHANNELS:
            shown = self._status(tr_id, symbol)
            if self._told.get(registration) == shown:
                return None
            self._told[registration] = shown
            return shown
        board = BOARDS[tr_id]
        view = self._market.book(symbol, board)
        if tr_id in books.CHANNELS:
            width = krx_width if board is Board.KRX else books.OTHER_WIDTH
            return book_record(view, self._market.base_price(symbol), width)
        day = self._market.snapshot(symbol, board)
        return indication_record(view, day, board, halted=self._market.listing(symbol).halted)

    def first(self, registration: Registration, krx_width: int) -> str | None:
        """What is told of a registration that nothing happens to; None when there is nothing.

        Of an indication it is what the opening auction has matched.
        """
        tr_id, symbol = registration
        if tr_id in status.CHANNELS:
            return self._status(tr_id, symbol)
        if tr_id in books.CHANNELS:
            return self.record(registration, krx_width)
        board = indications.CHANNELS[tr_id]
        matched = self._market.indicated(symbol, closing=False)
        if matched is None or not self._market.is_on(symbol, board):
            return None
        day = self._market.snapshot(symbol, board)
        view = replace(
            self._market.book(symbol, board),
            time=matched.time,
            indicative_price=matched.price,
            indicative_size=matched.size,
            indicative_change=matched.price - day.base,
        )
        return indication_record(view, day, board, halted=False)

    def _status(self, tr_id: str, symbol: str) -> str:
        board = status.CHANNELS[tr_id]
        listing = self._market.universe.find(symbol)
        if listing is None:
            phase = self._market.phase(board)
            return status_record(symbol, board, phase, halted=True, status=_HALTED, vi=False)
        if not self._market.is_on(symbol, board):
            board = Board.KRX
        return status_record(
            symbol,
            status.CHANNELS[tr_id],
            self._market.phase(board),
            halted=listing.halted,
            status=status_code(listing),
            vi=self._market.vi(symbol, board) is not None,
        )
