"""국내옵션전광판_콜풋, 국내선물-022: all strikes of a month, calls and puts."""

from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_boards import board_month, board_product
from kis_desktop.simulator.server.futureoption_rows import (
    expected_fields,
    fine,
    interest_fields,
    limit_fields,
    percent,
    points,
    session_fields,
    sign_of,
    standing_of,
    theory_fields,
    traded_fields,
)
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/display_board_callput")
_BLOCKS = {
    "output1": ("FID_MRKT_CLS_CODE", Right.CALL),
    "output2": ("FID_MRKT_CLS_CODE1", Right.PUT),
}
_RIGHTS = {"CO": Right.CALL, "PO": Right.PUT}
_WHOLE = {"2001": "0001", "3003": "1001"}


def _answer(call: Call) -> Reply:
    product = board_product(call, futures=False)
    last = board_month(call, product)
    derivatives = call.market.others.derivatives
    part, whole = (call.market.index(code).value for code in
                   (product.underlying, _WHOLE[product.underlying]))  # fmt: skip
    blocks: dict[str, list[Values]] = {}
    for block, (name, usual) in _BLOCKS.items():
        right = _RIGHTS.get(call.text(name).upper(), usual)
        listed = derivatives.board(product, last, right)
        blocks[block] = [_row(call, one, whole / part) for one in reversed(listed)]
    return _LAYOUT.done(blocks)


def _row(call: Call, instrument: Instrument, ratio: float) -> Values:
    """`ratio`: the level of the whole market's index over that of the underlying."""
    standing = standing_of(call, instrument)
    quote, greeks = standing.quote, standing.greeks
    book = instrument.course().book(call.now, 5)
    return {
        "acpr": points(instrument.contract.strike),
        "unch_prpr": points(instrument.contract.strike * ratio),
        "optn_shrn_iscd": instrument.contract.code,
        "optn_prpr": points(quote.last),
        "optn_prdy_vrss": points(quote.change),
        "prdy_vrss_sign": sign_of(standing),
        "optn_prdy_ctrt": quote.change_rate,
        "optn_bidp": points(quote.bid),
        "optn_askp": points(quote.ask),
        "tmvl_val": points(quote.last - standing.intrinsic),
        "nmix_sdpr": points(quote.base),
        **traded_fields(standing),
        "seln_rsqn": book.asks[0].size if book.asks else 0,
        "shnu_rsqn": book.bids[0].size if book.bids else 0,
        **interest_fields(standing),
        "delta_val": fine(greeks["delta"]),
        "gama": fine(greeks["gama"]),
        "vega": fine(greeks["vega"]),
        "theta": fine(greeks["theta"]),
        "rho": fine(greeks["rho"]),
        "hts_ints_vltl": percent(standing.implied),
        "invl_val": points(standing.intrinsic),
        "esdg": points(standing.gap),
        **theory_fields(standing),
        "hist_vltl": percent(standing.realized),
        **session_fields(standing, "optn"),
        **limit_fields(standing, "optn"),
        "atm_cls_name": standing.moneyness,
        "rgbf_vrss_icdc": standing.interest_step,
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
        **expected_fields(instrument.expectation(call.now)),
    }


ENDPOINT = served(
    "domestic_futureoption/display_board_callput",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "O",
        "FID_COND_SCR_DIV_CODE": "20503",
        "FID_MRKT_CLS_CODE": "CO",
        "FID_MTRT_CNT": "202612",
        "FID_MRKT_CLS_CODE1": "PO",
    },
    other={"FID_COND_MRKT_CLS_CODE": "WKI", "FID_MTRT_CNT": ""},
    required=(),
)
