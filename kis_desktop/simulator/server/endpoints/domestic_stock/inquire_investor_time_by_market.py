"""시장별 투자자매매동향(시세), v1_국내주식-074: who traded of a market or a sector today so far."""

from kis_desktop.simulator.facts.flow_days import sides_of
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.flow_rows import THOUSAND, flows, investor_fields
from kis_desktop.simulator.server.index_rows import index_code
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, invalid_input
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Refused

_LAYOUT = layout("domestic_stock/inquire_investor_time_by_market")
_SHARES = {"KSP": "0001", "KSQ": "1001"}
_FUNDS = frozenset({"ETF", "ETN"})


def _answer(call: Call) -> Reply:
    market = call.text("FID_INPUT_ISCD").upper()
    if market in _FUNDS:
        group = market
    elif market in _SHARES:
        group = index_code(call.text("FID_INPUT_ISCD_2")) or _SHARES[market]
    else:
        raise CallRefused(invalid_input("FID_INPUT_ISCD"))
    try:
        traded = flows(call).markets.today(group)
    except Refused as error:
        raise CallRefused(invalid_input("FID_INPUT_ISCD_2")) from error
    row = investor_fields(_LAYOUT.id, "output", sides_of(traded.investors), shares=THOUSAND)
    return _LAYOUT.done({"output": row})


ENDPOINT = served(
    _LAYOUT.id, _answer, example={"FID_INPUT_ISCD": "KSP", "FID_INPUT_ISCD_2": "0001"}
)
