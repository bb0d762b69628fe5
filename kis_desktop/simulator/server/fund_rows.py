"""What the requests about funds share: the fund asked for, its price, its value."""

from kis_desktop.simulator.facts.funds import Nav, NavPoint
from kis_desktop.simulator.server.call import Call, CallRefused, asked_listing
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.replies import invalid_input, refused
from kis_desktop.simulator.server.wire_text import rate, share, sign
from kis_desktop.simulator.universe import Listing

Fields = dict[str, Value]
HUNDRED_MILLION = 100_000_000
_DIVISIONS = frozenset({"J", "E", "NX", "UN"})


def asked_fund(call: Call) -> Listing:
    """The ETF or ETN of a request. Raises CallRefused for anything else."""
    if call.text("FID_COND_MRKT_DIV_CODE") not in _DIVISIONS:
        raise CallRefused(invalid_input("MRKT_DIV_CODE"))
    listing = asked_listing(call, "FID_INPUT_ISCD")
    if listing is None or not listing.is_etp:
        raise CallRefused(refused("MCA05918", "종목코드 오류입니다."))
    return listing


def nav_fields(nav: Nav) -> Fields:
    """NAV, 전일 대비, 부호, 대비율."""
    return {
        "nav": nav.value,
        "nav_prdy_vrss": nav.change,
        "nav_prdy_vrss_sign": sign(1 if nav.change > 0 else -1 if nav.change < 0 else 0),
        "nav_prdy_ctrt": nav.change_rate,
    }


def nav_span(nav: Nav) -> Fields:
    """시가, 고가, 저가."""
    return {"oprc_nav": nav.open, "hprc_nav": nav.high, "lprc_nav": nav.low}


def compared_fields(call: Call, point: NavPoint, base: int) -> Fields:
    """Price and value side by side; `base` is the close before."""
    change = point.price - base
    funds = call.market.others.funds
    return {
        **nav_fields(point.nav),
        "prdy_vrss": change,
        "prdy_vrss_sign": sign(change),
        "prdy_ctrt": share(change, base),
        "acml_vol": point.volume,
        "cntg_vol": point.size,
        "dprt": rate(funds.disparity(point.price, point.nav)),
        "nav_vrss_prpr": round(point.price - point.nav.value, 2),
    }
