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

# The endpoint and what its fields are filled with, by market.
_FOREIGN_STOCK = (
    "overseas_stock/price",
    {"AUTH": "", "EXCD": _EXCHANGE, "SYMB": _SYMBOL},
)
_PRICES: dict[Market, tuple[str, dict[str, str]]] = {
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
}


_COMMODITY, _SHARE = 3, 6  # letters of the underlying's code; an index has four


@dataclass(frozen=True, slots=True)
class Explored:
    """An endpoint, and what is to stand in its fields whatever their case."""

    endpoint_id: str
    values: dict[str, str]


def price_of(instrument: Instrument) -> Explored | None:
    """The endpoint that tells its price; None where there is none (a theme)."""
    known = _PRICES.get(instrument.market)
    if instrument.market is Market.DERIVATIVES:
        known = _derivative(instrument)
    if known is None:
        return None
    endpoint_id, fields = known
    places = {_SYMBOL: instrument.symbol, _EXCHANGE: instrument.market.value}
    return Explored(endpoint_id, {name: places.get(text, text) for name, text in fields.items()})


def _derivative(instrument: Instrument) -> tuple[str, dict[str, str]] | None:
    """The Korean exchange's futures and options on indices and shares; commodities have none."""
    code = "O" if instrument.kind is InstrumentKind.OPTION else "F"
    match len(instrument.underlying):
        case n if n == _COMMODITY:
            return None
        case n if n >= _SHARE:
            code = f"J{code}"
    return (
        "domestic_futureoption/inquire_price",
        {"FID_COND_MRKT_DIV_CODE": code, "FID_INPUT_ISCD": _SYMBOL},
    )
