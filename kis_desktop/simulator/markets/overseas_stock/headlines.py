"""Headlines about foreign shares: what a title says is how the share stood at that moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.hours import HISTORY_START
from kis_desktop.simulator.markets.overseas_stock.exchanges import EXCHANGES
from kis_desktop.simulator.markets.overseas_stock.market import OverseasStocks
from kis_desktop.simulator.markets.overseas_stock.sectors import SECTORS
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare

_A_DAY = 64
_WEEKEND = 6
_FARTHEST = timedelta(days=90)
_DAY_SECONDS = 86_400
_MILLION, _HUNDRED_MILLION = 10**6, 10**8


@dataclass(frozen=True, slots=True)
class Headline:
    """One title; `number` counts within its day."""

    at: datetime
    number: int
    share: ForeignShare
    peer: ForeignShare | None
    """another share of the same sector that it names"""
    topic: str
    """시황, 종목, 산업"""
    title: str


class Headlines:
    """All titles of one simulated world."""

    def __init__(self, market: OverseasStocks) -> None:
        self._market = market
        self._key = noise.key(market.around.seed, "overseas_stock", "headlines")

    def until(
        self, at: datetime, *, symbol: str = "", exchange: str = "", country: str = ""
    ) -> Iterator[Headline]:
        """Titles up to a moment, newest first: of all shares, or of those that fit."""
        shares = [
            share
            for place in EXCHANGES
            for share in self._market.listed(place)
            if not share.is_index
        ]
        fitting = np.array([
            (not symbol or share.symbol == symbol)
            and (not exchange or share.exchange.code == exchange)
            and (not country or share.exchange.country.code == country)
            for share in shares
        ])  # fmt: skip
        day = at.astimezone(KST).date()
        last = max(day - _FARTHEST, HISTORY_START)
        while day > last:
            yield from self._of(day, at, shares, fitting)
            day -= timedelta(days=1)

    def _of(
        self,
        day: date,
        at: datetime,
        shares: list[ForeignShare],
        fitting: np.ndarray[tuple[int], np.dtype[np.bool_]],
    ) -> Iterator[Headline]:
        count = _WEEKEND if day.weekday() > 4 else _A_DAY  # noqa: PLR2004 — after Friday
        numbers = np.arange(count) + day.toordinal() * _A_DAY
        seconds = np.sort((noise.uniforms(self._key, numbers, 0) * _DAY_SECONDS).astype(int))
        places = (noise.uniforms(self._key, numbers, 1) * len(shares)).astype(int)
        topics = (noise.uniforms(self._key, numbers, 2) * 3).astype(int)
        midnight = datetime.combine(day, time(), tzinfo=KST)
        for number in range(count - 1, -1, -1):
            moment = midnight + timedelta(seconds=int(seconds[number]))
            if fitting[places[number]] and moment <= at:
                share = shares[places[number]]
                yield self._headline(moment, number, share, int(topics[number]))

    def _headline(self, at: datetime, number: int, share: ForeignShare, topic: int) -> Headline:
        quote = self._market.course(share).quote(at)
        last = share.money(quote.last)
        moved = f"{abs(quote.change_rate):.2f}% {'상승' if quote.change >= 0 else '하락'}"
        if topic == 0:
            stage = "장중" if quote.is_open else "마감"
            title = f"{share.name}, {stage} {moved}…{last} {share.currency}"
            return Headline(at, number, share, None, "시황", title)
        if topic == 1:
            money = int(share.money(quote.turnover)) / _MILLION
            title = f"{share.name} 거래대금 {money:,.1f}백만 {share.currency}, 주가 {moved}"
            return Headline(at, number, share, None, "종목", title)
        worth = int(last * share.shares) / _HUNDRED_MILLION
        peers = [
            one
            for one in self._market.listed(share.exchange)
            if one.sector == share.sector and one is not share
        ]
        peer = peers[number % len(peers)] if peers else None
        beside = f"·{peer.name}" if peer else ""
        title = (
            f"[{SECTORS[share.sector]}] {share.name}{beside}…"
            f"{share.name} 시총 {worth:,.0f}억 {share.currency}"
        )
        return Headline(at, number, share, peer, "산업", title)
