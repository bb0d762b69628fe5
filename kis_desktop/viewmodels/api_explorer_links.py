"""Which endpoint shows the price of an instrument that no panel of the KRX's stocks shows."""

from __future__ import annotations

from dataclasses import dataclass

from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market

FOREIGN_STOCK_MARKETS = (
    Market.NASDAQ,
    Market.NYSE,
    Market.AMEX,
    Market.HONG_KONG,
    Market.TOKYO,
    Market.SHANGHAI,
    Market.SHENZHEN,
    Market.SHANGHAI_INDEX,
    Market.SHENZHEN_INDEX,
    Market.HANOI,
    Market.HO_CHI_MINH,
)

_SYMBOL, _EXCHANGE = "{symbol}", "{exchange}"

# The endpoint and what its fields are filled with, by market or kind of instrument; what an
# instrument is decides where its market doesn't.
_FOREIGN_STOCK = (
    "overseas_stock/price",
    {"AUTH": "", "EXCD": _EXCHANGE, "SYMB": _SYMBOL},
)
_PRICES: dict[Market | InstrumentKind, tuple[str, dict[str, str]]] = {
    **dict.fromkeys(FOREIGN_STOCK_MARKETS, _FOREIGN_STOCK),
    Market.FOREIGN_FUTURES: ("overseas_futureoption/inquire_price", {"SRS_CD": _SYMBOL}),
    Market.FOREIGN_OPTIONS: ("overseas_futureoption/opt_price", {"SRS_CD": _SYMBOL}),
    Market.SECTOR: (
        "domestic_stock/inquire_index_price",
        {"FID_COND_MRKT_DIV_CODE": "U", "FID_INPUT_ISCD": _SYMBOL},
    ),
    Market.ELW: (
        "domestic_stock/inquire_elw_price",
        {"FID_COND_MRKT_DIV_CODE": "W", "FID_INPUT_ISCD": _SYMBOL},
    ),
    Market.BOND: (
        "domestic_bond/inquire_price",
        {"FID_COND_MRKT_DIV_CODE": "B", "FID_INPUT_ISCD": _SYMBOL},
    ),
    InstrumentKind.FUTURE: (
        "domestic_futureoption/inquire_price",
        {"FID_COND_MRKT_DIV_CODE": "F", "FID_INPUT_ISCD": _SYMBOL},
    ),
    InstrumentKind.SPREAD: (
        "domestic_futureoption/inquire_price",
        {"FID_COND_MRKT_DIV_CODE": "F", "FID_INPUT_ISCD": _SYMBOL},
    ),
    InstrumentKind.OPTION: (
        "domestic_futureoption/inquire_price",
        {"FID_COND_MRKT_DIV_CODE": "O", "FID_INPUT_ISCD": _SYMBOL},
    ),
}


@dataclass(frozen=True, slots=True)
class Explored:
    """An endpoint, and what is to stand in its fields whatever their case."""

    endpoint_id: str
    values: dict[str, str]


def price_of(instrument: Instrument) -> Explored | None:
    """The endpoint that tells its price; None where there is none (a theme)."""
    known = _PRICES.get(instrument.market) or _PRICES.get(instrument.kind)
    if known is None:
        return None
    endpoint_id, fields = known
    places = {_SYMBOL: instrument.symbol, _EXCHANGE: instrument.market.value}
    return Explored(endpoint_id, {name: places.get(text, text) for name, text in fields.items()})
