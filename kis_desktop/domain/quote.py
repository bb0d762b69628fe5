"""Market prices: one trade (체결) and the running quote (현재가) of an instrument."""

from __future__ import annotations

import enum
from datetime import date, time
from decimal import Decimal

import msgspec


class Aggressor(enum.StrEnum):
    """Who crossed the spread."""

    BUY = "buy"
    SELL = "sell"
    AUCTION = "auction"
    UNKNOWN = "unknown"


class Source(enum.StrEnum):
    """How a number reached us."""

    STREAM = "stream"
    REST = "rest"


class Sign(enum.StrEnum):
    """The server's own word on the change against the previous close; never inferred."""

    LIMIT_UP = "1"
    UP = "2"
    FLAT = "3"
    LIMIT_DOWN = "4"
    DOWN = "5"
    UNKNOWN = ""


class Trade(msgspec.Struct, frozen=True, gc=False):
    """One print of the tape with the day's running figures as the server sent them.

    Prices in KRW, `change` signed, `change_rate` and `strength` in percent, `volume` in shares and
    `turnover` in KRW since the day's start, `time` exchange time. None: not in the record.
    `received` is the monotonic second at which the frame arrived. `vi_base` is the price that a
    static volatility interruption (VI) is measured from.
    """

    symbol: str
    time: time
    price: Decimal
    size: int
    aggressor: Aggressor
    sign: Sign
    change: Decimal | None
    change_rate: Decimal | None
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    volume: int | None
    turnover: Decimal | None
    strength: Decimal | None
    ask: Decimal | None
    bid: Decimal | None
    trade_date: date | None
    received: float
    venue: str = "KRX"
    vi_base: Decimal | None = None


class Quote(msgspec.Struct, frozen=True, gc=False):
    """What is known of an instrument's price now; None: not known.

    Units as in `Trade`. `received` is the monotonic second of the newest figure and `source` its
    way.
    """

    symbol: str
    last: Decimal | None = None
    sign: Sign = Sign.UNKNOWN
    change: Decimal | None = None
    change_rate: Decimal | None = None
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    volume: int | None = None
    turnover: Decimal | None = None
    strength: Decimal | None = None
    ask: Decimal | None = None
    bid: Decimal | None = None
    previous_close: Decimal | None = None
    limit_up: Decimal | None = None
    limit_down: Decimal | None = None
    tick: Decimal | None = None
    time: time | None = None
    trade_date: date | None = None
    venue: str = "KRX"
    source: Source = Source.REST
    received: float = 0.0
    vi_base: Decimal | None = None

    def after(self, trade: Trade) -> Quote:
        """This quote with a newer print applied; what the print doesn't say is kept."""
        return Quote(
            symbol=self.symbol,
            last=trade.price,
            sign=trade.sign,
            change=trade.change,
            change_rate=trade.change_rate,
            open=trade.open if trade.open is not None else self.open,
            high=trade.high if trade.high is not None else self.high,
            low=trade.low if trade.low is not None else self.low,
            volume=trade.volume if trade.volume is not None else self.volume,
            turnover=trade.turnover if trade.turnover is not None else self.turnover,
            strength=trade.strength if trade.strength is not None else self.strength,
            ask=trade.ask if trade.ask is not None else self.ask,
            bid=trade.bid if trade.bid is not None else self.bid,
            previous_close=_previous_close(trade, self.previous_close),
            limit_up=self.limit_up,
            limit_down=self.limit_down,
            tick=self.tick,
            time=trade.time,
            trade_date=trade.trade_date or self.trade_date,
            venue=trade.venue,
            source=Source.STREAM,
            received=trade.received,
            vi_base=trade.vi_base if trade.vi_base is not None else self.vi_base,
        )


def _previous_close(trade: Trade, known: Decimal | None) -> Decimal | None:
    if known is not None or trade.change is None:
        return known
    return trade.price - trade.change
