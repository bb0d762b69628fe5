"""Which prices of an instrument may be quoted, as the screen knows it."""

from __future__ import annotations

from datetime import date, datetime

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.tick_size import TickBand, TickTable
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.instrument_directory import InstrumentDirectory

_MARKET = "krx"


def tick_table(instruments: InstrumentDirectory, symbol: str, quote: Quote) -> TickTable | None:
    """The table of the instrument's kind; of an unknown one the server's own tick, if it told one.

    None where nothing is known: then no price beside the quoted ones may be offered.
    """
    instrument = instruments.find(symbol)
    if instrument is not None:
        return load_market_rules(_MARKET).tick_table(instrument.kind.value, _day(quote))
    return None if quote.tick is None else (TickBand(None, quote.tick),)


def _day(quote: Quote) -> date:
    return quote.trade_date or datetime.now(EXCHANGE_ZONE).date()
