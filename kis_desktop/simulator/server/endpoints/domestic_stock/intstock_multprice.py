"""관심종목(멀티종목) 시세조회, 국내주식-205: up to thirty instruments in one call."""

from kis_desktop.simulator.hours import hours
from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint, find_listing
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.figures import BOARDS, change_sign, price_sign
from kis_desktop.simulator.server.replies import Reply, done, invalid_input
from kis_desktop.simulator.server.wire_text import rate, share, won
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Board, Snapshot, moment

_PLACES = range(1, 31)
_ROW = FieldBlock("""
    kospi_kosdaq_cls_name mrkt_trtm_cls_name hour_cls_code=0 inter_shrn_iscd inter_kor_isnm
    inter2_prpr=0 inter2_prdy_vrss=0 prdy_vrss_sign prdy_ctrt=0.00 acml_vol=0 inter2_oprc=0
    inter2_hgpr=0 inter2_lwpr=0 inter2_llam=0 inter2_mxpr=0 inter2_askp=0 inter2_bidp=0
    seln_rsqn=0 shnu_rsqn=0 total_askp_rsqn=0 total_bidp_rsqn=0 acml_tr_pbmn=0
    inter2_prdy_clpr=0 oprc_vrss_hgpr_rate=0.00 intr_antc_cntg_vrss=0 intr_antc_cntg_vrss_sign=3
    intr_antc_cntg_prdy_ctrt=0.00 intr_antc_vol=0 inter2_sdpr=0
""")


def _answer(call: Call) -> Reply:
    """A code that is not listed keeps its place as a row of blanks and noughts."""
    rows: list[dict[str, str]] = []
    for place in _PLACES:
        symbol = call.text(f"FID_INPUT_ISCD_{place}")
        if not symbol:
            continue
        board = BOARDS.get(call.text(f"FID_COND_MRKT_DIV_CODE_{place}"))
        if board is None:
            raise CallRefused(invalid_input("MRKT_DIV_CODE"))
        listing = find_listing(call.market, symbol)
        if listing is None or not call.market.is_on(listing.symbol, board):
            rows.append(_ROW.filled({}))
        else:
            rows.append(_row(call, listing, board))
    return done({"output": rows})


def _row(call: Call, listing: Listing, board: Board) -> dict[str, str]:
    snapshot = call.market.snapshot(listing.symbol, board)
    values = {
        "kospi_kosdaq_cls_name": listing.market,
        "inter_shrn_iscd": listing.symbol,
        "inter_kor_isnm": listing.name,
    }
    values |= _prices(snapshot) | _sizes(snapshot) | _expected(call, snapshot)
    return _ROW.filled(values)


def _expected(call: Call, snapshot: Snapshot) -> dict[str, str]:
    """What the KRX's running auction indicates; after one what it has matched."""
    day = snapshot.trade_date
    closing = call.now >= moment(day, hours(day).closing_auction)
    seen = call.market.indicated(snapshot.symbol, closing=closing)
    if seen is None:
        return {}
    change = seen.price - snapshot.base
    return {
        "intr_antc_cntg_vrss": won(change),
        "intr_antc_cntg_vrss_sign": price_sign(snapshot, seen.price),
        "intr_antc_cntg_prdy_ctrt": rate(share(change, snapshot.base)),
        "intr_antc_vol": won(seen.size),
    }


def _prices(snapshot: Snapshot) -> dict[str, str]:
    opened, high = snapshot.open, snapshot.high
    climb = share(high - opened, opened) if opened and high else 0.0
    return {
        "inter2_prpr": won(snapshot.last),
        "inter2_prdy_vrss": won(snapshot.change),
        "prdy_vrss_sign": change_sign(snapshot),
        "prdy_ctrt": rate(snapshot.change_rate),
        "inter2_oprc": won(opened),
        "inter2_hgpr": won(high),
        "inter2_lwpr": won(snapshot.low),
        "inter2_llam": won(snapshot.limit_down),
        "inter2_mxpr": won(snapshot.limit_up),
        "inter2_askp": won(snapshot.ask),
        "inter2_bidp": won(snapshot.bid),
        "inter2_prdy_clpr": won(snapshot.base),
        "inter2_sdpr": won(snapshot.base),
        "oprc_vrss_hgpr_rate": rate(climb),
    }


def _sizes(snapshot: Snapshot) -> dict[str, str]:
    return {
        "acml_vol": won(snapshot.volume),
        "acml_tr_pbmn": won(snapshot.turnover),
        "seln_rsqn": won(snapshot.ask_size),
        "shnu_rsqn": won(snapshot.bid_size),
        "total_askp_rsqn": won(snapshot.total_ask),
        "total_bidp_rsqn": won(snapshot.total_bid),
    }


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/intstock-multprice",
    real=("FHKST11300006",),
    paper=(),
    required=("FID_COND_MRKT_DIV_CODE_1", "FID_INPUT_ISCD_1"),
    answer=_answer,
    example={"FID_COND_MRKT_DIV_CODE_1": "J", "FID_INPUT_ISCD_1": "005930"},
)
