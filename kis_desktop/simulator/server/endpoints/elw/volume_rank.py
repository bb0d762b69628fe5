"""ELW 거래량순위, 국내주식-168: what is traded most, against a day before.

FID_INPUT_DATE_1 is a day, or a number of trading days back, blank for yesterday. Sorts: 0 volume,
1 its growth, 2 turnover rate, 3 amount, 4 and 5 what more waits at the bid or at the ask.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import of_months_left, of_ranking, reference_bar
from kis_desktop.simulator.server.elw_rows import Row, view_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate, share

_ID = "elw/volume_rank"
_LAYOUT = layout(_ID)
_MOST = 100


@dataclass(frozen=True, slots=True)
class _Line:
    view: WarrantView
    before: int
    amount_before: int
    asked: int
    wanted: int

    @property
    def growth(self) -> float:
        return share(self.view.quote.volume - self.before, self.before)

    @property
    def values(self) -> Row:
        quote, waiting = self.view.quote, self.asked + self.wanted
        return {
            "n_prdy_vol": self.before,
            "n_prdy_vol_vrss": quote.volume - self.before,
            "vol_inrt": rate(self.growth, 4),
            "nday_vol_tnrt": share(self.before, self.view.warrant.issued),
            "n_prdy_tr_pbmn": self.amount_before,
            "n_prdy_tr_pbmn_vrss": quote.turnover - self.amount_before,
            "total_askp_rsqn": self.asked,
            "total_bidp_rsqn": self.wanted,
            "ntsl_rsqn": self.asked - self.wanted,
            "ntby_rsqn": self.wanted - self.asked,
            "seln_rsqn_rate": rate(share(self.asked, waiting), 4),
            "shnu_rsqn_rate": rate(share(self.wanted, waiting), 4),
        }


_KEYS: dict[str, Callable[[_Line], float]] = {
    "0": lambda one: one.view.quote.volume,
    "1": lambda one: one.growth,
    "2": lambda one: one.view.quote.volume / one.view.warrant.issued,
    "3": lambda one: one.view.quote.turnover,
    "4": lambda one: one.wanted - one.asked,
    "5": lambda one: one.asked - one.wanted,
}


def _answer(call: Call) -> Reply:
    views = of_months_left(of_ranking(call), call.text("FID_INPUT_RMNN_DYNU_1"))
    key = _KEYS.get(call.text("FID_RANK_SORT_CLS_CODE"), _KEYS["0"])
    lines = [_line(call, one) for one in views]
    lines.sort(key=lambda one: (-key(one), one.view.warrant.code))
    rows = [chosen(_ID, "output", view_values(one.view) | one.values) for one in lines[:_MOST]]
    return _LAYOUT.done({"output": rows})


def _line(call: Call, one: WarrantView) -> _Line:
    bar = reference_bar(one, call.text("FID_INPUT_DATE_1"))
    book = one.traded.course.book(call.now)
    return _Line(
        one,
        bar.volume if bar else 0,
        bar.turnover if bar else 0,
        book.total_ask,
        book.total_bid,
    )


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_COND_SCR_DIV_CODE": "20278",
        "FID_UNAS_INPUT_ISCD": "000000",
        "FID_INPUT_ISCD": "00000",
        "FID_DIV_CLS_CODE": "0",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_BLNG_CLS_CODE": "0",
        "FID_INPUT_ISCD_2": "0000",
    },
)
