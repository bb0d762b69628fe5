"""Fields about member houses that REST and the channels share: the five busiest of a side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from kis_desktop.simulator.facts.flow_days import HouseDay
from kis_desktop.simulator.facts.houses import HOUSES, House
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.flow_rows import Reached
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.views import Board

ALL_FOREIGN = "99999"
"""회원사 코드 of all foreign houses together (외국계)"""
_TOP = 5

Fields = dict[str, Value]


@dataclass(frozen=True, slots=True)
class HousePicture:
    """A share's houses now and a minute before; the change tells what a house has done since."""

    now: HouseDay
    before: HouseDay

    def top(self, side: Callable[[HouseDay], tuple[int, ...]]) -> list[tuple[House, int, int]]:
        """The five busiest of a side: house, shares, and shares since a minute ago."""
        rows = zip(HOUSES, side(self.now), side(self.before), strict=True)
        found = [(house, now, now - before) for house, now, before in rows]
        found.sort(key=lambda row: -row[1])
        return found[:_TOP]


def house_picture(market: Market, symbol: str, board: Board) -> HousePicture:
    """As it stands now. Raises `Refused`."""
    flows = market.others.flows
    now = market.clock.now()
    minutes = market.minute_bars(symbol, market.trade_date, board=board)
    ended = [bar for bar in minutes if bar.time <= now - timedelta(minutes=1)]
    today = flows.houses(symbol, board)
    if not ended or not today.volume:
        return HousePicture(today, flows.no_houses())
    bar = ended[-1]
    reached = Reached(bar.time, bar.close, bar.cumulative_volume, bar.cumulative_turnover)
    return HousePicture(today, flows.houses_until(symbol, (reached,), board)[0])


def warrant_picture(market: Market, code: str) -> HousePicture:
    """Of the ELW of a code, or of the one that stands for it."""
    flows, now = market.others.flows, market.clock.now()
    one = market.others.warrants.find(code, now)
    quote = one.course.quote(now)
    minutes = one.course.minutes(quote.trade_date, now)
    today = Reached(quote.time, quote.last, quote.volume, quote.turnover)
    ended = [bar for bar in minutes if bar.time <= now - timedelta(minutes=1)]
    picture = flows.warrant_houses(one.code, today)
    if not ended:
        return HousePicture(picture, flows.no_houses())
    bar = ended[-1]
    reached = Reached(bar.time, bar.close, bar.cumulative_volume, bar.cumulative_turnover)
    return HousePicture(picture, flows.warrant_houses(one.code, reached))


def bought(day: HouseDay) -> tuple[int, ...]:
    """By house."""
    return day.bought


def sold(day: HouseDay) -> tuple[int, ...]:
    """By house."""
    return day.sold


def side_fields(picture: HousePicture, side: str) -> Fields:
    """Of the five busiest: 회원사 번호, 수량, 비중, 증감, 외국계 여부; `side` is seln or shnu."""
    fields: Fields = {}
    rows = picture.top(bought if side == "shnu" else sold)
    for place, (house, shares, change) in enumerate(rows, start=1):
        fields |= {
            f"{side}_mbcr_no{place}": house.code,
            f"total_{side}_qty{place}": shares,
            f"{side}_mbcr_rlim{place}": share(shares, picture.now.volume),
            f"{side}_qty_icdc{place}": change,
            f"{side}_mbcr_glob_yn_{place}": house.foreign,
        }
    return fields


def foreign_fields(picture: HousePicture) -> Fields:
    """외국계: sums over the foreign houses."""
    now, before = picture.now, picture.before
    return {
        "glob_total_seln_qty": now.foreign_sold,
        "glob_seln_rlim": share(now.foreign_sold, now.volume),
        "glob_ntby_qty": now.foreign_bought - now.foreign_sold,
        "glob_total_shnu_qty": now.foreign_bought,
        "glob_shnu_rlim": share(now.foreign_bought, now.volume),
        "glob_total_seln_qty_icdc": now.foreign_sold - before.foreign_sold,
        "glob_total_shnu_qty_icdc": now.foreign_bought - before.foreign_bought,
    }


def of_house(day: HouseDay, code: str) -> tuple[int, int] | None:
    """Shares bought and sold through a house, or through all foreign ones; None: no such house."""
    if code == ALL_FOREIGN:
        return day.foreign_bought, day.foreign_sold
    for house, through, given in zip(HOUSES, day.bought, day.sold, strict=True):
        if house.code == code.zfill(len(house.code)):
            return through, given
    return None
