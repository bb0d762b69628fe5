"""HTS조회상위20종목, 국내주식-214: what is looked at most; J stands for KOSPI, Q for KOSDAQ."""

from kis_desktop.simulator.server.attention import views
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import best, candidates
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/hts_top_view")
_SHOWN = 20
_MARKETS = {"KOSPI": "J", "KOSDAQ": "Q"}


def _answer(call: Call) -> Reply:
    ranked = best(candidates(call), lambda one: views(call.market, one), _SHOWN)
    rows = [
        {
            "mrkt_div_cls_code": _MARKETS[one.listing.market],
            "mksc_shrn_iscd": one.listing.symbol,
        }
        for one in ranked
    ]
    return _LAYOUT.done({"output1": rows})


ENDPOINT = served("domestic_stock/hts_top_view", _answer, of_whole_market=True, example={})
