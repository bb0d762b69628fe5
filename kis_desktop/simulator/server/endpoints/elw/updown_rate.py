"""ELW 상승률순위, 국내주식-167: what has risen or fallen most since a day.

FID_INPUT_DATE_1 is a day, or a number of trading days back; the reference (기준가) is the close
then, and 기간등락 is what has been gained since. FID_RANK_SORT_CLS_CODE: 0 risen most, 1 fallen
most, 2 and 3 the same against the open, 4 moved most.
"""

from collections.abc import Callable

from kis_desktop.simulator.markets.elw.market import WarrantView
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import of_months_left, of_ranking, reference_bar
from kis_desktop.simulator.server.elw_rows import Row, ranked, view_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate, share, sign

_ID = "elw/updown_rate"
_LAYOUT = layout(_ID)
_MOST = 100
_KEYS: dict[str, Callable[[int, WarrantView], float]] = {
    "0": lambda base, one: share(one.quote.last - base, base),
    "1": lambda base, one: share(base - one.quote.last, base),
    "2": lambda _, one: share(one.quote.last - one.quote.open, one.quote.open),
    "3": lambda _, one: share(one.quote.open - one.quote.last, one.quote.open),
    "4": lambda base, one: abs(share(one.quote.last - base, base)),
}


def _answer(call: Call) -> Reply:
    views = of_months_left(of_ranking(call), call.text("FID_INPUT_RMNN_DYNU_1"))
    bases = {one.warrant.code: _base(call, one) for one in views}
    key = _KEYS.get(call.text("FID_RANK_SORT_CLS_CODE"), _KEYS["0"])
    best = ranked(views, lambda one: key(bases[one.warrant.code], one))[:_MOST]
    rows = [
        chosen(_ID, "output", view_values(one) | _against(one, bases[one.warrant.code]))
        for one in best
    ]
    return _LAYOUT.done({"output": rows})


def _base(call: Call, one: WarrantView) -> int:
    bar = reference_bar(one, call.text("FID_INPUT_DATE_1"))
    return one.quote.base if bar is None else bar.close


def _against(one: WarrantView, base: int) -> Row:
    gained, since_open = one.quote.last - base, one.quote.last - one.quote.open
    return {
        "stck_sdpr": base,
        "sdpr_vrss_prpr_sign": sign(gained),
        "sdpr_vrss_prpr": gained,
        "sdpr_vrss_prpr_rate": rate(share(gained, base), 4),
        "oprc_vrss_prpr_sign": sign(since_open),
        "oprc_vrss_prpr": since_open,
        "oprc_vrss_prpr_rate": rate(share(since_open, one.quote.open), 4),
        "prd_rsfl_sign": sign(gained),
        "prd_rsfl": gained,
        "prd_rsfl_rate": rate(share(gained, base), 4),
    }


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_COND_SCR_DIV_CODE": "20277",
        "FID_UNAS_INPUT_ISCD": "000000",
        "FID_INPUT_ISCD": "00000",
        "FID_INPUT_RMNN_DYNU_1": "0",
        "FID_DIV_CLS_CODE": "0",
        "FID_INPUT_DATE_1": "1",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_BLNG_CLS_CODE": "0",
    },
)
