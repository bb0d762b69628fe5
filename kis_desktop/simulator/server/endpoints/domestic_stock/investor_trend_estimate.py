"""종목별 외인기관 추정가집계, v1_국내주식-046: foreign and institutional net buying at set times.

Foreigners are told at 09:30, 11:20, 13:20 and 14:30, institutions at 10:00, 11:20, 13:20 and 14:30
(later on days that begin later); newest first. The estimates are what has been traded by then.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.hours import HOUR, hours
from kis_desktop.simulator.server.call import Call, CallRefused, asked_listing
from kis_desktop.simulator.server.flow_rows import Fields, flows, no_trade
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply, refused
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import MinuteBar

_LAYOUT = layout("domestic_stock/investor_trend_estimate")
_TIMES = (time(9, 30), time(10), time(11, 20), time(13, 20), time(14, 30))
_FOREIGN_ONLY, _INSTITUTIONS_ONLY = 0, 1


@dataclass(frozen=True, slots=True)
class _Reached:
    """What had been traded of a share at a moment."""

    day: date
    volume: int
    turnover: int


def _answer(call: Call) -> Reply:
    listing = asked_listing(call, "MKSC_SHRN_ISCD")
    if listing is None:
        raise CallRefused(refused("MCA05918", "종목코드 오류입니다."))
    day = call.market.trade_date
    late = timedelta(microseconds=hours(day).open - 9 * HOUR)
    told = [datetime.combine(day, one, tzinfo=KST) + late for one in _TIMES]
    told = [one for one in told if one <= call.now]
    if not told:
        return _LAYOUT.done({})
    bars = call.market.minute_bars(listing.symbol, day)
    reached = [_reached(bars, one, day) for one in told]
    known = {
        one.volume: traded
        for one, traded in zip(
            reached, flows(call).investors_until(listing.symbol, reached), strict=True
        )
    }
    rows: list[Fields] = []
    for number, one in enumerate(reached):
        foreign_at = reached[_FOREIGN_ONLY] if number == _INSTITUTIONS_ONLY else one
        foreign = known[foreign_at.volume].foreign.net
        seen = no_trade(day) if number == _FOREIGN_ONLY else known[one.volume]
        institutions = seen.institutions.net
        rows.append(
            {
                "bsop_hour_gb": str(number + 1),
                "frgn_fake_ntby_qty": foreign,
                "orgn_fake_ntby_qty": institutions,
                "sum_fake_ntby_qty": foreign + institutions,
            }
        )
    return _LAYOUT.done({"output2": reversed(rows)})


def _reached(bars: tuple[MinuteBar, ...], at: datetime, day: date) -> _Reached:
    passed = [bar for bar in bars if bar.time < at]
    if not passed:
        return _Reached(day, 0, 0)
    return _Reached(day, passed[-1].cumulative_volume, passed[-1].cumulative_turnover)


ENDPOINT = served(_LAYOUT.id, _answer, example={"MKSC_SHRN_ISCD": "005930"})
