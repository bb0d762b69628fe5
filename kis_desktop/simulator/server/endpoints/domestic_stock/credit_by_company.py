"""국내주식 당사 신용가능종목, 국내주식-111: the shares that may be bought on a loan here, or not.

신용 비율 is what is bought on loans of all listed shares, percent, on the last finished day.
"""

from kis_desktop.simulator.facts.market_sums import ALL_STOCKS
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.flow_rows import flows
from kis_desktop.simulator.server.index_rows import index_code
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import rate
from kis_desktop.simulator.views import Refused

_LAYOUT = layout("domestic_stock/credit_by_company")
_BY_CODE, _NOT_POSSIBLE = "0", "1"


def _answer(call: Call) -> Reply:
    try:
        group = index_code(call.text("FID_INPUT_ISCD")) or ALL_STOCKS
        listings = flows(call).markets.members(group)
    except Refused as error:
        raise CallRefused(invalid_input("FID_INPUT_ISCD")) from error
    wanted = call.text("FID_SLCT_YN") != _NOT_POSSIBLE
    found = [one for one in listings if one.credit is wanted]
    by_code = call.text("FID_RANK_SORT_CLS_CODE") == _BY_CODE
    found.sort(key=lambda one: one.symbol if by_code else one.name)
    rows = [
        {
            "stck_shrn_iscd": one.symbol,
            "hts_kor_isnm": one.name,
            "crdt_rate": rate(loans, 4),
        }
        for one, loans in zip(found, flows(call).loan_rates(tuple(found)), strict=True)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _LAYOUT.id,
    _answer,
    example={
        "FID_RANK_SORT_CLS_CODE": "1",
        "FID_SLCT_YN": "0",
        "FID_INPUT_ISCD": "0000",
        "FID_COND_SCR_DIV_CODE": "20477",
        "FID_COND_MRKT_DIV_CODE": "J",
    },
)
