"""해외선물옵션 장운영시간: when the products of an exchange trade, in Korean time.

The times are those of the session of today or the next one; a part after midnight is the next
day's. Classes are this simulator's own numbers.
"""

from datetime import date, datetime, time, timedelta

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.markets.overseas_futureoption.market import all_products
from kis_desktop.simulator.markets.overseas_futureoption.products import CLASS_NAMES, Product
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.trading_hours import SessionRule, TradingSession

_LAYOUT = layout("overseas_futureoption/market_time")
_ROWS = 30
_WIDTH = 200
_NOON = time(12)
_ANY = ("", "%", "%%")


def _answer(call: Call) -> Reply:
    market = call.market.others.overseas_derivatives
    group, class_, exchange, option = (
        call.text(name) for name in ("FM_PDGR_CD", "FM_CLAS_CD", "FM_EXCG_CD", "OPT_YN")
    )
    rows = []
    for product in all_products():
        if exchange not in (*_ANY, product.exchange) or group not in (*_ANY, product.code):
            continue
        if class_ not in (*_ANY, product.kind.value):
            continue
        session = _next(market.hours(product), call.now.date())
        if option != "Y":
            rows.append(_row(product, "선물", session))
        if product.strike_step and option in (*_ANY, "Y"):
            rows.append(_row(product, "옵션", session))
    page = page_of(call, rows, _ROWS, (group, class_, exchange, option), width=_WIDTH)
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _next(rule: SessionRule, day: date) -> TradingSession:
    session = rule(day)
    while session is None:
        day += timedelta(days=1)
        session = rule(day)
    return session


def _row(product: Product, kind: str, session: TradingSession) -> dict[str, str]:
    midnight = datetime.combine(session.start.date() + timedelta(days=1), time(), tzinfo=KST)
    parts: dict[str, tuple[datetime, datetime]] = {}
    for start, end in session.spans:
        if start < midnight:
            name = "am_mkmn" if start.time() < _NOON else "pm_mkmn"
            first, _ = parts.get(name, (start, end))
            parts[name] = first, min(end, midnight - timedelta(seconds=1))
        if end > midnight:
            first, _ = parts.get("mkmn_nxdy", (max(start, midnight), end))
            parts["mkmn_nxdy"] = first, end
    longest = max(session.spans, key=lambda span: span[1] - span[0])
    parts["base_mket"] = longest
    return _LAYOUT.row(
        "output",
        {
            "fm_pdgr_cd": product.code,
            "fm_pdgr_name": product.name,
            "fm_excg_cd": product.exchange,
            "fm_excg_name": product.floor,
            "fuop_dvsn_name": kind,
            "fm_clas_cd": product.kind.value,
            "fm_clas_name": CLASS_NAMES[product.kind],
        }
        | {
            f"{name}_{edge}_tmd": moment.time()
            for name, span in parts.items()
            for edge, moment in zip(("strt", "end"), span, strict=True)
        },
    )


ENDPOINT = served(
    "overseas_futureoption/market_time",
    _answer,
    example={"FM_EXCG_CD": "CME", "OPT_YN": "%"},
    other={"FM_EXCG_CD": "HKEx"},
)
