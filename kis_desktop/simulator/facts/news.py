"""Headlines about what happens in the simulated market: day by day, newest first.

What a headline says is true: days, prices and figures are those that every other request gives.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.companies import Companies
from kis_desktop.simulator.facts.corporate_actions import COMMON, Action, ActionKind
from kis_desktop.simulator.facts.statements import Statement, period_ending
from kis_desktop.simulator.hours import HISTORY_START, MINUTE, SECOND, hours, session_day
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.universe import Listing
from kis_desktop.simulator.views import Snapshot, moment
from kis_desktop.simulator.volatility import ViKind

_INDICES = (("0001", "코스피"), ("1001", "코스닥"))
_WATCHED = 40
"""best known shares whose past days are looked through without a symbol"""
_GREAT = 5.0
"""percent of a day's move that is worth a headline"""
_SURGE = 2.5
"""times the volume of the day before"""
_VI = {ViKind.STATIC: "정적", ViKind.DYNAMIC: "동적"}
_FARTHEST = timedelta(days=400)
_FIRST_REPORT, _LAST_REPORT = 20, 44
"""days after a quarter's end on which preliminary figures come out"""
_DISCLOSED_FROM = 460 * MINUTE
_DISCLOSING = 37_200
"""seconds of a day in which companies disclose"""
_DECISIONS = {
    ActionKind.BONUS: "1주당 {0.new_for_one:g}주 무상증자 결정",
    ActionKind.RIGHTS: "주주배정 유상증자 결정",
    ActionKind.PUBLIC: "일반공모 유상증자 결정",
    ActionKind.ALLOTTED: "제3자배정 유상증자 결정",
    ActionKind.STOCK_DIVIDEND: "주식배당 결정",
    ActionKind.OPTION: "주식매수선택권 행사",
    ActionKind.CONVERSION: "전환청구권 행사",
    ActionKind.REDUCTION: "감자 결정",
    ActionKind.MERGER: "{0.partner} 흡수합병 결정",
    ActionKind.SPLIT: "물적분할({0.partner} 신설) 결정",
    ActionKind.FACE: "주식 액면가 변경 결정",
}


@dataclass(frozen=True, slots=True)
class Headline:
    """One title."""

    at: datetime
    title: str
    listing: Listing | None
    """the instrument it is about, None for the market"""
    disclosed: bool
    """공시, not 시황"""


class News:
    """Made when first asked for; keeps nothing."""

    def __init__(self, around: Surroundings, companies: Companies) -> None:
        self._around = around
        self._companies = companies

    def until(self, at: datetime, symbol: str | None = None) -> Iterator[Headline]:
        """Headlines up to a moment, now at most, newest first: of one instrument, or of all."""
        at = min(at, self._around.now)
        day = at.date()
        while day > max(HISTORY_START, at.date() - _FARTHEST):
            found = [one for one in self._of(day, symbol) if one.at <= at]
            yield from sorted(found, key=lambda one: (one.at, one.title), reverse=True)
            day -= timedelta(days=1)

    def _of(self, day: date, symbol: str | None) -> Iterator[Headline]:
        if not is_trading_day(day):
            return
        about = self._companies.listing(symbol) if symbol else None
        if symbol and about is None:
            return
        yield from self._disclosed(day, about)
        if day < self._around.shares.trade_date:
            watched = (about,) if about else self._around.shares.universe.listings[:_WATCHED]
            yield from chain.from_iterable(self._past(day, one) for one in watched)
        elif about is None:
            for one in self._around.shares.overview():
                yield from self._today(one)
        elif self._around.shares.universe.find(about.symbol) is not None:
            yield from self._today(self._around.shares.glance(about.symbol))
        if day == self._around.shares.trade_date:
            yield from self._stopped(day, about)
        if about is None:
            yield from self._indices(day)

    def _disclosed(self, day: date, about: Listing | None) -> Iterator[Headline]:
        """What companies decide and report."""
        actions = self._companies.actions
        found = actions.of(about.symbol) if about else actions.between(day, day)
        for action in found:
            listing = self._around.shares.universe.find(action.symbol)
            if action.announced == day and listing is not None:
                yield self._told(day, listing, _decision(action))
        end = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
        if not timedelta(days=_FIRST_REPORT - 5) < day - end < timedelta(days=_LAST_REPORT + 5):
            return
        for listing in (about,) if about else self._around.shares.universe.listings:
            report = self._reported(listing, end, day)
            if report is not None:
                yield self._told(day, listing, _earnings(report))

    def _reported(self, listing: Listing, end: date, day: date) -> Statement | None:
        """The statement of a quarter, if its preliminary figures (잠정실적) come out on a day."""
        accounts = self._companies.accounts(listing.symbol)
        if accounts is None or not listing.symbol.endswith(COMMON):
            return None
        key = noise.key(self._around.seed, listing.symbol, "report")
        span = _LAST_REPORT - _FIRST_REPORT
        days = _FIRST_REPORT + int(span * noise.uniform(key, end.toordinal(), 0))
        if session_day(end + timedelta(days=days)) != day:
            return None
        return accounts.statement(period_ending(end, accounts.closing_month))

    def _told(self, day: date, listing: Listing, words: str) -> Headline:
        key = noise.key(self._around.seed, listing.symbol, "told")
        seconds = int(_DISCLOSING * noise.uniform(key, day.toordinal(), 0))
        at = moment(day, _DISCLOSED_FROM + seconds * SECOND)
        return Headline(at, f"{listing.name}, {words}", listing, disclosed=True)

    def _past(self, day: date, listing: Listing) -> Iterator[Headline]:
        bars = self._around.shares.daily_bars(listing.symbol, day - timedelta(days=10), day)
        if not bars or bars[-1].day != day:
            return
        bar, at = bars[-1], moment(day, hours(day).close)
        change = (bar.close - bar.base) * 100 / bar.base
        if abs(change) >= _GREAT:
            words = "상승" if change > 0 else "하락"
            title = f"[특징주] {listing.name}, {abs(change):.2f}% {words} 마감…{bar.close:,}원"
            yield Headline(at + timedelta(minutes=4), title, listing, disclosed=False)
        if len(bars) > 1 and bar.volume >= _SURGE * bars[-2].volume > 0:
            yield _surge(at, listing, bar.volume, bars[-2].volume)

    def _today(self, now: Snapshot) -> Iterator[Headline]:
        """A share at its limit, a great move; after the close, a surge of volume."""
        listing = self._companies.listing(now.symbol)
        if listing is None or now.trade_date != now.time.date():
            return
        reached = {(now.high, now.high_time): "급등", (now.low, now.low_time): "급락"}
        for (price, at), words in reached.items():
            if price is None or at is None:
                continue
            change = (price - now.base) * 100 / now.base
            if price in {now.limit_up, now.limit_down}:
                limit = "상한가" if price == now.limit_up else "하한가"
                title = f"[특징주] {listing.name}, {limit} {price:,}원 도달"
                yield Headline(at, title, listing, disclosed=False)
            elif change >= _GREAT if words == "급등" else change <= -_GREAT:
                title = f"[특징주] {listing.name}, 장중 {abs(change):.2f}% {words}…{price:,}원"
                yield Headline(at, title, listing, disclosed=False)
        if now.volume >= _SURGE * now.previous_volume > 0:
            closed = moment(now.trade_date, hours(now.trade_date).close)
            yield _surge(closed, listing, now.volume, now.previous_volume)

    def _stopped(self, day: date, about: Listing | None) -> Iterator[Headline]:
        """Trading that gave way to an auction (VI)."""
        for event in self._around.shares.vi_events(day):
            listing = self._companies.listing(event.symbol)
            if listing is not None and about in {None, listing}:
                kind = _VI[event.kind]
                title = f"[VI] {listing.name}, {kind} VI 발동…{event.price:,}원"
                yield Headline(event.since, title, listing, disclosed=False)

    def _indices(self, day: date) -> Iterator[Headline]:
        """The open and the close of both indices, and today's course hour by hour."""
        shares = self._around.shares
        for code, name in _INDICES:
            bars = shares.index_bars(code, day, day)
            if not bars:
                continue
            bar, edges = bars[-1], hours(day)
            yield _index(moment(day, edges.open), name, bar.open, bar.base, "출발")
            yield _index(moment(day, edges.close), name, bar.close, bar.base, "마감")
            if day == shares.trade_date:
                for minute in shares.index_minutes(code)[1:]:
                    if minute.time.minute == 0:
                        yield _index(minute.time, name, minute.open, bar.base, "거래 중")


def _decision(action: Action) -> str:
    return _DECISIONS[action.kind].format(action)


def _earnings(report: Statement) -> str:
    part = "연간" if report.period.quarter == 4 else f"{report.period.quarter}분기 누적"  # noqa: PLR2004
    profit = "영업이익" if report.operating >= 0 else "영업손실"
    return f"{report.period.year}년 {part} {profit} {abs(report.operating) // 100:,}억원 (잠정)"


def _surge(closed: datetime, listing: Listing, volume: int, before: int) -> Headline:
    title = f"[특징주] {listing.name}, 거래량 전일의 {volume * 100 // before}%"
    return Headline(closed + timedelta(minutes=9), title, listing, disclosed=False)


def _index(at: datetime, name: str, value: int, base: int, when: str) -> Headline:
    change = (value - base) * 100 / base
    words = "오른" if change > 0 else "내린" if change < 0 else "보합인"
    title = f"{name}, {abs(change):.2f}% {words} {value / 100:,.2f} {when}".rstrip()
    return Headline(at, title, None, disclosed=False)
