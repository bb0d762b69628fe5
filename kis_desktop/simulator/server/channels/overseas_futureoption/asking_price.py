"""해외선물옵션 실시간호가, HDFFF010: five levels of a contract's book when it changes."""

from collections.abc import Iterator
from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.foreign_futures import AskedContract, book_rows
from kis_desktop.simulator.server.foreign_futures_stream import knows, streamed_contract
from kis_desktop.simulator.server.layout import Values

_LEVELS = 5


def _records(market: Market, key: str, since: datetime | None, now: datetime) -> Iterator[Values]:
    asked = streamed_contract(market, key, now)
    if asked is None:
        return
    if since is not None:
        before = AskedContract(asked.market, asked.contract, since).book
        if (before.asks, before.bids) == (asked.book.asks, asked.book.bids):
            return
    at = now if asked.quote.is_open else asked.book.time
    base = asked.price(asked.quote.base)
    yield {
        "series_cd": key,
        "recv_date": at.date(),
        "recv_time": at.time(),
        "prev_price": base,
        "sttl_price": base,
        **{
            f"{name}_{number}": value
            for number, row in enumerate(book_rows(asked), 1)
            for name, value in row.items()
        },
    }


CHANNEL = Streamed("overseas_futureoption/asking_price", knows, _records)
