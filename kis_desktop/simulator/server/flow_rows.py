"""Fields about who trades that several endpoints and channels share.

Of a share quantities are shares; of a market thousands of shares, as KIS's screens have them (the
portal names no units). Amounts are million won, but won where programs of a single share are told.
Net figures are the difference of the two figures beside them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from kis_desktop.catalogue import loader
from kis_desktop.simulator.facts.flow_days import NOTHING, InvestorDay, ProgramDay, Sides, total
from kis_desktop.simulator.facts.flows import Flows
from kis_desktop.simulator.facts.investors import FOREIGNERS, INSTITUTIONS, OTHERS, Investor
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_board
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import DayBar

THOUSAND, MILLION = 1_000, 1_000_000
MARKETS = {"K": "0001", "Q": "1001"}
"""FID_MRKT_CLS_CODE"""
ROWS = 30
WARRANTS = "W"
"""FID_COND_MRKT_DIV_CODE of an ELW"""
_PRINTS = 200

Fields = dict[str, Value]

KINDS: dict[str, tuple[Investor, ...]] = {
    "prsn": (Investor.INDIVIDUAL,),
    "frgn": FOREIGNERS,
    "frgn_reg": (Investor.FOREIGN,),
    "frgn_nreg": (Investor.FOREIGN_OTHER,),
    "orgn": INSTITUTIONS,
    "scrt": (Investor.SECURITIES,),
    "ivtr": (Investor.TRUST,),
    "pe_fund": (Investor.PRIVATE_FUND,),
    "bank": (Investor.BANK,),
    "insu": (Investor.INSURANCE,),
    "mrbn": (Investor.MERCHANT_BANK,),
    "fund": (Investor.PENSION,),
    "etc": OTHERS,
    "etc_orgt": (Investor.OTHER_BODY,),
    "etc_corp": (Investor.OTHER_COMPANY,),
}
"""what the fields call each kind of investor"""

_FIGURES: dict[str, Callable[[Sides], int]] = {
    "ntby_qty": lambda one: one.net,
    "ntby_vol": lambda one: one.net,
    "ntby_tr_pbmn": lambda one: one.net_amount,
    "ntby_pbmn": lambda one: one.net_amount,
    "shnu_vol": lambda one: one.bought,
    "shnu_tr_pbmn": lambda one: one.paid,
    "seln_vol": lambda one: one.sold,
    "seln_tr_pbmn": lambda one: one.received,
    "bidp_qty": lambda one: one.bought,
    "bidp_pbmn": lambda one: one.paid,
    "askp_qty": lambda one: one.sold,
    "askp_pbmn": lambda one: one.received,
}
_NAME = re.compile(f"({'|'.join(sorted(KINDS, key=len, reverse=True))})_({'|'.join(_FIGURES)})")


def in_units(one: Sides, shares: int, won: int) -> Sides:
    """In thousands of shares, in million won; what is left over is dropped."""
    return Sides(one.bought // shares, one.sold // shares, one.paid // won, one.received // won)


def investor_fields(
    id_: str, block: str, traded: tuple[Sides, ...], *, shares: int = 1, won: int = MILLION
) -> Fields:
    """All figures of investors that a block documents; groups are the sums of their parts."""
    parts = [in_units(one, shares, won) for one in traded]
    kinds = {
        kind: total(parts[investor] for investor in investors) for kind, investors in KINDS.items()
    }
    return {name: _FIGURES[figure](kinds[kind]) for name, kind, figure in _figures(id_, block)}


@cache
def _figures(id_: str, block: str) -> tuple[tuple[str, str, str], ...]:
    names = [field.name for field in loader.endpoint(id_).outputs[block].fields]
    found = [(name, _NAME.fullmatch(name)) for name in names]
    return tuple((name, match[1], match[2]) for name, match in found if match is not None)


def day_fields(bar: DayBar) -> Fields:
    """일자, 종가, 전일 대비, 부호."""
    change = bar.close - bar.base
    return {
        "stck_bsop_date": bar.day,
        "stck_clpr": bar.close,
        "prdy_vrss": change,
        "prdy_vrss_sign": sign(change),
    }


def rate_field(bar: DayBar) -> Fields:
    """전일 대비율."""
    return {"prdy_ctrt": share(bar.close - bar.base, bar.base)}


def range_fields(bar: DayBar) -> Fields:
    """시가, 고가, 저가."""
    return {"stck_oprc": bar.open, "stck_hgpr": bar.high, "stck_lwpr": bar.low}


def last_bars(call: Call, symbol: str, until: date, count: int = ROWS) -> tuple[DayBar, ...]:
    """The last days up to one, oldest first."""
    start = until - timedelta(days=count * 2 + 20)
    return call.market.daily_bars(symbol, start, until, board=quoted_board(call))[-count:]


def asked_day(call: Call, name: str) -> date:
    """A day of a request that may be left open: the running one. Raises CallRefused."""
    return call.day(name) if call.text(name) else call.market.trade_date


def flows(call: Call) -> Flows:
    """Who trades."""
    return call.market.others.flows


@dataclass(frozen=True, slots=True)
class Reached:
    """How a share stood at a moment of today; volume and turnover are cumulative."""

    time: datetime
    price: int
    volume: int
    turnover: int

    @property
    def day(self) -> date:
        """The trading day."""
        return self.time.date()


def last_moments(call: Call, symbol: str, count: int = ROWS) -> tuple[Reached, ...]:
    """The last prints, one a second, and the ends of the minutes before them; oldest first."""
    board, market = quoted_board(call), call.market
    found: dict[int, Reached] = {}
    for one in market.recent_prints(symbol, _PRINTS, board):
        reached = Reached(one.time, one.price, one.volume, one.turnover)
        found.setdefault(one.at // 1_000_000, reached)
    first = min((one.time for one in found.values()), default=call.now)
    moments = list(found.values())[:count]
    minutes = market.minute_bars(symbol, market.trade_date, board=board)
    for bar in reversed(minutes):
        ended = bar.time + timedelta(seconds=59)
        if len(moments) == count:
            break
        if ended < first:
            moments.append(
                Reached(ended, bar.close, bar.cumulative_volume, bar.cumulative_turnover)
            )
    return tuple(reversed(moments))


def moment_fields(one: Reached, base: int) -> Fields:
    """시간, 현재가, 전일 대비, 대비율, 누적 거래량."""
    change = one.price - base
    return {
        "bsop_hour": one.time.time(),
        "stck_prpr": one.price,
        "prdy_vrss": change,
        "prdy_vrss_sign": sign(change),
        "prdy_ctrt": share(change, base),
        "acml_vol": one.volume,
    }


def program_fields(one: ProgramDay) -> Fields:
    """전체 합계 of a share: shares and won."""
    whole = one.whole
    return {
        "whol_smtn_seln_vol": whole.sold,
        "whol_smtn_shnu_vol": whole.bought,
        "whol_smtn_ntby_qty": whole.net,
        "whol_smtn_seln_tr_pbmn": whole.received,
        "whol_smtn_shnu_tr_pbmn": whole.paid,
        "whol_smtn_ntby_tr_pbmn": whole.net_amount,
    }


def program_parts(arbitrage: tuple[Sides, ...], other: tuple[Sides, ...]) -> Mapping[str, Sides]:
    """차익, 비차익, 전체 by 위탁 and 자기, in thousands of shares and million won.

    Keys like arbt_entm, nabt_onsl, whol_smtn.
    """
    parts: dict[str, Sides] = {}
    for kind, traded in (("arbt", arbitrage), ("nabt", other)):
        own = traded[Investor.SECURITIES]
        rest = total(one for place, one in enumerate(traded) if place != Investor.SECURITIES)
        parts[f"{kind}_entm"] = in_units(rest, THOUSAND, MILLION)
        parts[f"{kind}_onsl"] = in_units(own, THOUSAND, MILLION)
    for kind in ("arbt", "nabt"):
        parts[f"{kind}_smtn"] = parts[f"{kind}_entm"] + parts[f"{kind}_onsl"]
    for owner in ("entm", "onsl", "smtn"):
        parts[f"whol_{owner}"] = parts[f"arbt_{owner}"] + parts[f"nabt_{owner}"]
    return parts


def no_trade(day: date) -> InvestorDay:
    """A day on which nobody has traded."""
    return InvestorDay(day, 0, 0, (NOTHING,) * len(Investor))
