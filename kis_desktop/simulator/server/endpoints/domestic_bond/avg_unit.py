"""장내채권 평균단가조회, 국내채권-158: what four valuation companies say of a bond, day by day.

Each strays a little from the closing yield. RF단가 is the price at the treasury's own yield;
평가금액 is taken for the whole issue, 단위가격 for one won of face value, 평가가격 for a hundred.
Newest first, a hundred days a page.
"""

from datetime import date
from typing import NamedTuple

from kis_desktop.simulator import noise
from kis_desktop.simulator.markets.domestic_bond import valuation
from kis_desktop.simulator.markets.domestic_bond.market import TradedBond
from kis_desktop.simulator.server.bond_rows import Row, asked, bonds
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Continuation, Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import padded, rate
from kis_desktop.simulator.views import DayBar

_LAYOUT = layout("domestic_bond/avg_unit")
_PAGE = 100
_COMPANIES = ("kis", "kbp", "nice", "fnp")
_STRAY = 0.4
"""basis points on either side"""
_EOK = 100_000_000
_YEAR = 365


class _Said(NamedTuple):
    rate: float
    price: float


def _answer(call: Call) -> Reply:
    one, market = asked(call, "PDNO"), bonds(call)
    start, end = call.day("INQR_STRT_DT"), call.day("INQR_END_DT")
    bars = one.course.bars(start, min(end, market.trade_date(call.now)), call.now)[::-1]
    first = max(call.number("CTX_AREA_NK30"), 0) if call.continued else 0
    page, rest = bars[first : first + _PAGE], bars[first + _PAGE :]
    said = [(bar, _opinions(market.around.seed, one, bar.day)) for bar in page]
    code = call.text("PDNO").upper()
    conditions = "^".join((code, call.text("INQR_STRT_DT"), call.text("INQR_END_DT")))
    return _LAYOUT.done(
        {
            "output1": [_prices(call, one, code, bar, each) for bar, each in said],
            "output2": [_amounts(one, code, bar, each) for bar, each in said],
            "output3": [_units(code, bar, each) for bar, each in said],
        },
        continuation=Continuation.MORE if rest else Continuation.LAST,
        before={
            "ctx_area_nk30": padded(str(first + _PAGE) if rest else "", 30),
            "ctx_area_fk100": padded(conditions, 100),
        },
    )


def _opinions(seed: int, one: TradedBond, day: date) -> dict[str, _Said]:
    """By company, and the average of all."""
    key = noise.key(seed, one.code, "opinions")
    found = {}
    for lane, company in enumerate(_COMPANIES):
        stray = (2 * noise.uniform(key, day.toordinal(), lane) - 1) * _STRAY / 10_000
        at = one.days.rate(day) + stray
        found[company] = _Said(100 * at, round(valuation.price(one.bond, at, day), 2))
    count = len(_COMPANIES)
    found["avg"] = _Said(
        sum(each.rate for each in found.values()) / count,
        round(sum(each.price for each in found.values()) / count, 2),
    )
    return found


def _head(code: str, bar: DayBar) -> Row:
    return {"evlu_dt": bar.day, "pdno": code, "prdt_type_cd": "302", "chng_yn": False}


def _prices(call: Call, one: TradedBond, code: str, bar: DayBar, said: dict[str, _Said]) -> Row:
    years = max((one.bond.due - bar.day).days / _YEAR, 0.0)
    free = bonds(call).curve.rate(years, bar.day) / 100
    riskless = valuation.price(one.bond, free, bar.day)
    found = _head(code, bar) | {"prdt_name": one.bond.name}
    for company in _COMPANIES:
        price = "nice_evlu_unpr" if company == "nice" else f"{company}_unpr"
        yield_ = "nice_evlu_erng_rt" if company == "nice" else f"{company}_erng_rt"
        found[price] = rate(said[company].price)
        found[yield_] = rate(said[company].rate, 3)
        found[f"{company}_crdt_grad_text"] = one.bond.rating
    for company in ("kis", "kbp", "nice", "avg"):
        evlu = "_evlu" if company in {"nice", "avg"} else ""
        found[f"{company}{evlu}_rf_unpr"] = rate(riskless + said[company].price - said["avg"].price)
    return found | {
        "avg_evlu_unpr": rate(said["avg"].price),
        "avg_evlu_erng_rt": rate(said["avg"].rate, 3),
    }


def _amounts(one: TradedBond, code: str, bar: DayBar, said: dict[str, _Said]) -> Row:
    whole = one.bond.amount * _EOK
    names = {"nice": "nice_evlu_amt"}
    return _head(code, bar) | {
        names.get(company, f"{company}_evlu_amt"): round(whole * each.price / valuation.FACE)
        for company, each in said.items()
    }


def _units(code: str, bar: DayBar, said: dict[str, _Said]) -> Row:
    found = _head(code, bar)
    for company in ("kis", "kbp", "nice", "avg"):
        price = said[company].price
        found[f"{company}_evlu_unit_pric"] = rate(price / valuation.FACE, 6)
        found[f"{company}_evlu_pric"] = rate(price / 100, 4)
        if company != "avg":
            found[f"{company}_crcy_cd"] = "KRW"
    return found


ENDPOINT = served(
    "domestic_bond/avg_unit",
    _answer,
    example={
        "INQR_STRT_DT": "20250101",
        "INQR_END_DT": "20250630",
        "PDNO": "KR103501GA03",
        "PRDT_TYPE_CD": "302",
        "VRFC_KIND_CD": "00",
    },
    other={"PDNO": "KR6000005A01"},
)
