"""The head above the charts of Korean futures and options."""

from datetime import timedelta

from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.markets.domestic_futureoption.standing import Standing
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_rows import (
    basis,
    change_fields,
    index_fields,
    interest_fields,
    limit_fields,
    points,
    session_fields,
    strength,
    theory_fields,
    traded_fields,
)
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.views import DayBar

_INDEX = (
    "kospi200_nmix", "kospi200_prdy_vrss", "kospi200_prdy_vrss_sign", "kospi200_prdy_ctrt",
)  # fmt: skip
_KOSPI200 = "2001"


def chart_head(call: Call, instrument: Instrument, standing: Standing, *, night: bool) -> Values:
    """The contract as it stands, with the session before."""
    quote = standing.quote
    before = instrument.course(night=night).bars(
        quote.trade_date - timedelta(days=14), quote.trade_date - timedelta(days=1), call.now
    )
    return {
        **change_fields(standing),
        "futs_prdy_clpr": points(quote.base),
        **traded_fields(standing),
        "hts_kor_isnm": instrument.contract.name,
        "futs_shrn_iscd": call.text("FID_INPUT_ISCD"),
        "prdy_vol": quote.previous_volume,
        **limit_fields(standing),
        **session_fields(standing),
        **_session_before(before),
        "futs_askp": points(quote.ask),
        "futs_bidp": points(quote.bid),
        "basis": basis(standing),
        **index_fields(call.market, _KOSPI200, _INDEX),
        **interest_fields(standing),
        "tday_rltv": strength(standing),
        **theory_fields(standing),
    }


def _session_before(bars: tuple[DayBar, ...]) -> Values:
    """Of the last of these bars; nothing before the first day of all."""
    if not bars:
        return {}
    return {
        "futs_prdy_oprc": points(bars[-1].open),
        "futs_prdy_hgpr": points(bars[-1].high),
        "futs_prdy_lwpr": points(bars[-1].low),
    }
