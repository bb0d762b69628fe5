"""회원사 실시간 매매동향(틱): what the houses have done lately in a share, newest first.

With 99999 the foreign houses, else the house of the code; a row is the house that moved most from
one moment to the next. FID_VOL_CNT leaves out what is smaller. A figure with a minus was sold.
"""

from itertools import pairwise

from kis_desktop.simulator.facts.flow_days import HouseDay
from kis_desktop.simulator.facts.houses import HOUSES
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.flow_rows import (
    ROWS,
    Fields,
    Reached,
    flows,
    last_moments,
)
from kis_desktop.simulator.server.house_rows import ALL_FOREIGN, of_house
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import sign
from kis_desktop.simulator.universe import Listing

_LAYOUT = layout("domestic_stock/frgnmem_trade_trend")


def _answer(call: Call) -> Reply:
    listing, board = quoted_listing(call), quoted_board(call)
    code = call.text("FID_INPUT_ISCD_2")
    today = of_house(flows(call).houses(listing.symbol, board), code)
    if today is None:
        raise CallRefused(invalid_input("FID_INPUT_ISCD_2"))
    places = [
        place
        for place, house in enumerate(HOUSES)
        if (house.foreign if code == ALL_FOREIGN else house.code == code.zfill(5))
    ]
    base = call.market.snapshot(listing.symbol, board).base
    moments = last_moments(call, listing.symbol, ROWS + 1)
    told = flows(call).houses_until(listing.symbol, moments, board)
    least = max(call.number("FID_VOL_CNT"), 1)
    steps = (
        _row(listing, at, base, places, before, now)
        for at, (before, now) in zip(moments[1:], pairwise(told), strict=True)
    )
    rows = [row for row in steps if abs(int(str(row["cntg_vol"]))) >= least]
    bought, sold = today
    return _LAYOUT.done(
        {
            "output1": {"total_seln_qty": sold, "total_shnu_qty": bought},
            "output2": reversed(rows),
        }
    )


def _row(
    listing: Listing,
    at: Reached,
    base: int,
    places: list[int],
    before: HouseDay,
    now: HouseDay,
) -> Fields:
    net = {place: now.bought[place] - now.sold[place] for place in places}
    moved = {place: net[place] - (before.bought[place] - before.sold[place]) for place in places}
    place = max(places, key=lambda one: abs(moved[one]))
    foreign = now.foreign_bought - now.foreign_sold
    return {
        "bsop_hour": at.time.time(),
        "mbcr_name": HOUSES[place].name,
        "hts_kor_isnm": listing.name,
        "stck_prpr": at.price,
        "prdy_vrss": at.price - base,
        "prdy_vrss_sign": sign(at.price - base),
        "cntg_vol": moved[place],
        "acml_ntby_qty": net[place],
        "glob_ntby_qty": foreign,
        "frgn_ntby_qty_icdc": foreign - (before.foreign_bought - before.foreign_sold),
    }


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_COND_SCR_DIV_CODE": "20432",
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_INPUT_ISCD": "005930",
        "FID_INPUT_ISCD_2": "99999",
        "FID_MRKT_CLS_CODE": "A",
    },
)
