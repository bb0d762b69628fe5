"""시장별 투자자매매동향(시세), v1_국내주식-074: who traded of a market or a sector today so far.

Beside the shares (KSP, KSQ with a sector), ETF and ETN: ELW, the futures, calls and puts of an
index (K2I, MKI, KQI, WKI, WKM with a code that begins F, OC or OP), of the dollar (CUR) and of
shares (999). Of these quantities are contracts or warrants.
"""

from collections.abc import Iterator

from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.facts.flow_days import Sides, sides_of
from kis_desktop.simulator.markets.domestic_futureoption.contracts import last_days
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.markets.domestic_futureoption.market import KoreanDerivatives
from kis_desktop.simulator.markets.domestic_futureoption.products import Group
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
_CONTRACTS = {"K2I": "01", "MKI": "05", "KQI": "06", "WKI": "09", "WKM": "AF", "CUR": "75"}
_SHARE_FUTURES, _WARRANTS = "999", "ELW"
_NEXT = 2
"""contracts of a product that are counted: nearly all is traded in the next ones"""


def _answer(call: Call) -> Reply:
    market = call.text("FID_INPUT_ISCD").upper()
    if market in _SHARES or market in _FUNDS:
        traded, shares = _shares(call, market), THOUSAND
    elif market in _CONTRACTS or market in (_SHARE_FUTURES, _WARRANTS):
        traded, shares = _contracts(call, market), 1
    else:
        raise CallRefused(invalid_input("FID_INPUT_ISCD"))
    return _LAYOUT.done({"output": investor_fields(_LAYOUT.id, "output", traded, shares=shares)})


def _shares(call: Call, market: str) -> tuple[Sides, ...]:
    sector = index_code(call.text("FID_INPUT_ISCD_2"))
    group = market if market in _FUNDS else sector or _SHARES[market]
    try:
        return sides_of(flows(call).markets.today(group).investors)
    except Refused as error:
        raise CallRefused(invalid_input("FID_INPUT_ISCD_2")) from error


def _contracts(call: Call, market: str) -> tuple[Sides, ...]:
    kind = call.text("FID_INPUT_ISCD_2").upper()
    day = call.market.trade_date
    if market == _WARRANTS:
        quotes = [one.quote for one in call.market.others.warrants.views(call.now)]
        volume, turnover = sum(one.volume for one in quotes), sum(one.turnover for one in quotes)
        return flows(call).contracts(market, day, volume, turnover, warrants=True)
    volume = turnover = 0
    for one in _instruments(call.market.others.derivatives, market, kind):
        quote = one.course(night=False).quote(call.now)
        volume += quote.volume
        turnover += quote.turnover * one.contract.product.multiplier // 100
    return flows(call).contracts(f"{market}/{kind[:2]}", day, volume, turnover)


def _instruments(traded: KoreanDerivatives, market: str, kind: str) -> Iterator[Instrument]:
    if market == _SHARE_FUTURES:
        for product in traded.products.values():
            if product.group is Group.SHARE and product.future_volume:
                yield from traded.futures(product, 1)
        return
    product = traded.products[_CONTRACTS[market]]
    if kind.startswith("O") or not product.future_volume:
        last = last_days(product, product.option_cycle, traded.today, 1)[0]
        yield from traded.board(product, last, Right.PUT if kind[:2] == "OP" else Right.CALL)
    else:
        yield from traded.futures(product, _NEXT)


ENDPOINT = served(
    _LAYOUT.id, _answer, example={"FID_INPUT_ISCD": "KSP", "FID_INPUT_ISCD_2": "0001"}
)
