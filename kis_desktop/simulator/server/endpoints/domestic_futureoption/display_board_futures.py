"""국내옵션전광판_선물, 국내선물-023: all months of one future."""

from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_boards import board_product
from kis_desktop.simulator.server.futureoption_rows import (
    change_fields,
    expected_fields,
    interest_fields,
    points,
    standing_of,
)
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/display_board_futures")
_MONTHS = 7


def _answer(call: Call) -> Reply:
    product = board_product(call, futures=True)
    listed = call.market.others.derivatives.futures(product, _MONTHS)
    return _LAYOUT.done({"output": [_row(call, one) for one in listed]})


def _row(call: Call, instrument: Instrument) -> Values:
    standing = standing_of(call, instrument)
    quote, book = standing.quote, instrument.course().book(call.now, 5)
    return {
        "futs_shrn_iscd": instrument.contract.code,
        "hts_kor_isnm": instrument.contract.name,
        **change_fields(standing),
        "hts_thpr": points(standing.theory),
        "acml_vol": quote.volume,
        "futs_askp": points(quote.ask),
        "futs_bidp": points(quote.bid),
        "hts_otst_stpl_qty": interest_fields(standing)["hts_otst_stpl_qty"],
        "futs_hgpr": points(quote.high),
        "futs_lwpr": points(quote.low),
        "hts_rmnn_dynu": standing.days_left,
        "total_askp_rsqn": book.total_ask,
        "total_bidp_rsqn": book.total_bid,
        **expected_fields(instrument.expectation(call.now)),
    }


ENDPOINT = served(
    "domestic_futureoption/display_board_futures",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "F",
        "FID_COND_SCR_DIV_CODE": "20503",
        "FID_COND_MRKT_CLS_CODE": "MKI",
    },
    other={"FID_COND_MRKT_CLS_CODE": ""},
    required=(),
)
