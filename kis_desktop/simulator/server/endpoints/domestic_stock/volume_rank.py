"""거래량순위, v1_국내주식-047: by volume, by turnover, or by what part of the shares changed hands.

The averages are those of one day: KIS names no way to ask for more. The division W ranks warrants.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.rankings import (
    PAGE,
    SHARES,
    Ranked,
    candidates,
    quote_fields,
    top,
)
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign

_LAYOUT = layout("domestic_stock/volume_rank")
_WARRANTS = "W"


@dataclass(frozen=True, slots=True)
class _Traded:
    """What was traded of an instrument today."""

    last: int
    units: int
    """listed shares, issued warrants"""
    volume: int
    previous_volume: int
    turnover: int

    @property
    def growth(self) -> float:
        """거래량 증가율: percent of the day before."""
        return share(self.volume, self.previous_volume)

    @property
    def part(self) -> float:
        """거래량 회전율, percent."""
        return share(self.volume, self.units)

    @property
    def worth(self) -> float:
        """거래대금 회전율: percent of the market value."""
        return share(self.turnover, self.last * self.units)


_KEYS: dict[str, Callable[[_Traded], float]] = {
    "0": lambda one: one.volume,
    "1": lambda one: one.growth,
    "2": lambda one: one.part,
    "3": lambda one: one.turnover,
    "4": lambda one: one.worth,
}


def _answer(call: Call) -> Reply:
    key = _KEYS[call.choice("FID_BLNG_CLS_CODE", *_KEYS)]
    if call.text("FID_COND_MRKT_DIV_CODE") == _WARRANTS:
        views = [(_of_warrant(one), one) for one in call.market.others.warrants.views(call.now)]
        views.sort(key=lambda pair: key(pair[0]), reverse=True)
        rows = [
            _row(rank, one, _warrant_fields(view))
            for rank, (one, view) in enumerate(views[:PAGE], start=1)
        ]
    else:
        ranked = top(call, candidates(call, SHARES), lambda one: key(_of_share(one)))
        rows = [_row(rank, _of_share(one), _share_fields(one)) for rank, one in ranked]
    return _LAYOUT.done({"output": rows})


def _of_share(one: Ranked) -> _Traded:
    snapshot = one.snapshot
    return _Traded(
        last=snapshot.last,
        units=one.listing.listed_shares,
        volume=snapshot.volume,
        previous_volume=snapshot.previous_volume,
        turnover=snapshot.turnover,
    )


def _of_warrant(one: WarrantView) -> _Traded:
    quote = one.quote
    return _Traded(
        last=quote.last,
        units=one.warrant.issued,
        volume=quote.volume,
        previous_volume=quote.previous_volume,
        turnover=quote.turnover,
    )


def _share_fields(one: Ranked) -> dict[str, Value]:
    return {
        **quote_fields(one.snapshot),
        "hts_kor_isnm": one.listing.name,
        "mksc_shrn_iscd": one.listing.symbol,
        "n_befr_clpr_vrss_prpr_rate": one.snapshot.change_rate,
    }


def _warrant_fields(one: WarrantView) -> dict[str, Value]:
    quote = one.quote
    return {
        "hts_kor_isnm": one.warrant.name,
        "mksc_shrn_iscd": one.warrant.code,
        "stck_prpr": quote.last,
        "prdy_vrss": quote.change,
        "prdy_vrss_sign": sign(quote.change),
        "prdy_ctrt": quote.change_rate,
        "acml_vol": quote.volume,
        "n_befr_clpr_vrss_prpr_rate": quote.change_rate,
    }


def _row(rank: int, one: _Traded, quote: dict[str, Value]) -> dict[str, Value]:
    return {
        **quote,
        "data_rank": rank,
        "prdy_vol": one.previous_volume,
        "lstn_stcn": one.units,
        "avrg_vol": one.volume,
        "vol_inrt": one.growth,
        "vol_tnrt": one.part,
        "nday_vol_tnrt": one.part,
        "avrg_tr_pbmn": one.turnover,
        "tr_pbmn_tnrt": one.worth,
        "nday_tr_pbmn_tnrt": one.worth,
        "acml_tr_pbmn": one.turnover,
    }


ENDPOINT = served(
    "domestic_stock/volume_rank",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20171",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "0",
        "FID_BLNG_CLS_CODE": "0",
        "FID_TRGT_CLS_CODE": "111111111",
        "FID_TRGT_EXLS_CLS_CODE": "0000000000",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_BLNG_CLS_CODE"),
)
