"""국내업종 현재지수, v1_국내주식-063: an index, its issues, its year, what waits.

Rates of the year tell how far the extreme lies from the level, in percent of the extreme.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.index_rows import (
    Fields,
    asked_index,
    current_fields,
    issue_fields,
    points,
    previous_fields,
    session_fields,
    waiting_sizes,
    year_fields,
    year_range,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import IndexView

_LAYOUT = layout("domestic_stock/inquire_index_price")


def _answer(call: Call) -> Reply:
    shown = asked_index(call)
    market = call.market
    year = year_range(market, shown)
    values = current_fields(shown) | session_fields(shown) | issue_fields(shown)
    values |= previous_fields(market, shown) | year_fields(market, shown) | _against_base(shown)
    values |= {
        "dryy_hgpr_vrss_prpr_rate": share(year.high - shown.value, year.high),
        "dryy_lwpr_vrss_prpr_rate": share(year.low - shown.value, year.low),
    }
    offered, bid = waiting_sizes(market, shown)
    values |= {
        "total_askp_rsqn": offered,
        "total_bidp_rsqn": bid,
        "seln_rsqn_rate": share(offered, offered + bid),
        "shnu_rsqn_rate": share(bid, offered + bid),
        "ntby_rsqn": bid - offered,
    }
    return _LAYOUT.done({"output": values})


def _against_base(shown: IndexView) -> Fields:
    """Open, high and low against the close of the day before; the base before the open."""
    opened, high, low = (
        (level or shown.base) - shown.base for level in (shown.open, shown.high, shown.low)
    )
    return {
        "prdy_nmix_vrss_nmix_oprc": points(opened),
        "oprc_vrss_prpr_sign": sign(opened),
        "bstp_nmix_oprc_prdy_ctrt": share(opened, shown.base),
        "prdy_nmix_vrss_nmix_hgpr": points(high),
        "hgpr_vrss_prpr_sign": sign(high),
        "bstp_nmix_hgpr_prdy_ctrt": share(high, shown.base),
        "prdy_clpr_vrss_lwpr": points(low),
        "lwpr_vrss_prpr_sign": sign(low),
        "prdy_clpr_vrss_lwpr_rate": share(low, shown.base),
    }


ENDPOINT = served(
    "domestic_stock/inquire_index_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "U", "FID_INPUT_ISCD": "0001"},
    other={"FID_INPUT_ISCD": "1001"},
)
