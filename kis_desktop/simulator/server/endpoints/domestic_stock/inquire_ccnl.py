"""주식현재가 체결, v1_국내주식-009: the last thirty prints, newest first."""

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.figures import price_sign, quoted_board, quoted_listing
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.wire_text import clock_of_microseconds, rate, share, won
from kis_desktop.simulator.views import Print, Snapshot

ROWS = 30
_ROW = FieldBlock("""
    stck_cntg_hour stck_prpr=0 prdy_vrss=0 prdy_vrss_sign cntg_vol=0 tday_rltv=0.00
    prdy_ctrt=0.00
""")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    snapshot = call.market.snapshot(listing.symbol, quoted_board(call))
    prints = call.market.recent_prints(listing.symbol, ROWS, quoted_board(call))
    return done({"output": [_row(entry, snapshot) for entry in prints]})


def _row(entry: Print, snapshot: Snapshot) -> dict[str, str]:
    return _ROW.filled(
        {
            "stck_cntg_hour": clock_of_microseconds(entry.at),
            "stck_prpr": won(entry.price),
            "prdy_vrss": won(entry.change),
            "prdy_vrss_sign": price_sign(snapshot, entry.price),
            "cntg_vol": won(entry.size),
            "tday_rltv": rate(entry.strength),
            "prdy_ctrt": rate(share(entry.change, entry.price - entry.change)),
        }
    )


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/inquire-ccnl",
    real=("FHKST01010300",),
    paper=("FHKST01010300",),
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
    answer=_answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"},
)
