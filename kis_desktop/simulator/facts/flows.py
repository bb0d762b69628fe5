"""Who traded: investors, programs, houses, short sales, loans; sums agree with the tape."""

from dataclasses import replace
from datetime import date

import numpy as np

from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.flow_days import (
    NOTHING,
    ForeignHolding,
    HouseDay,
    InvestorDay,
    Moment,
    ProgramDay,
    Sides,
    Traded,
    columns,
    sides_of,
)
from kis_desktop.simulator.facts.houses import COMPANY, HOUSES, through_houses
from kis_desktop.simulator.facts.investors import (
    FOREIGNERS,
    Days,
    Ints,
    Investor,
    Split,
    columns_of,
    contract_habits,
    habits_of,
    keys_of,
    split,
)
from kis_desktop.simulator.facts.lenders import Lenders, eve
from kis_desktop.simulator.facts.market_sums import MarketSums
from kis_desktop.simulator.facts.programs import programs
from kis_desktop.simulator.history import History
from kis_desktop.simulator.hours import HISTORY_START, trading_days
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.universe import ANCHOR_DAY, Listing
from kis_desktop.simulator.venue import NXT_SHARE
from kis_desktop.simulator.views import Board

_BOARD_PARTS = {Board.KRX: 1.0, Board.NXT: NXT_SHARE, Board.UNIFIED: 1.0 + NXT_SHARE}
_KEPT = 512
_FOREIGN_LIMITS = {
    "015760": 40, "030200": 49, "017670": 49, "032640": 49, "036460": 30, "003490": 49.99,
}  # fmt: skip
"""where the law sets one, percent of the listed shares"""


class Flows(Lenders):
    """Made when first asked for; keeps nothing but what it has already reckoned.

    Every method raises `Refused` for an unknown symbol. Today is the regular session so far, as
    the daily chart has it; a day without a print yet has no row. A day's figures are told with it,
    short sales, loans and lending once its regular session is over.
    """

    def __init__(self, around: Surroundings) -> None:
        self.markets = MarketSums(around)
        """sums over whole markets"""
        super().__init__(around, self.markets.members)
        self._holdings: dict[tuple[str, date], tuple[tuple[date, ...], Ints, int]] = {}

    def investors(self, symbol: str, board: Board = Board.KRX) -> InvestorDay:
        """Today so far; nothing traded before the first print."""
        today = self._shares.trade_date
        found = self.investor_days(symbol, today, today, board)
        return found[0] if found else InvestorDay(today, 0, 0, (NOTHING,) * len(Investor))

    def investor_days(
        self, symbol: str, start: date, end: date, board: Board = Board.KRX
    ) -> tuple[InvestorDay, ...]:
        """The days in [start, end], oldest first."""
        bars = self._bars(symbol, start, end, board)
        return _investor_days(bars, self._split(symbol, bars, board)[1]) if bars else ()

    def program(self, symbol: str, board: Board = Board.KRX) -> ProgramDay:
        """Today so far; nothing traded before the first print."""
        today = self._shares.trade_date
        found = self.program_days(symbol, today, today, board)
        nothing = (NOTHING,) * len(Investor)
        return found[0] if found else ProgramDay(today, nothing, nothing)

    def program_days(
        self, symbol: str, start: date, end: date, board: Board = Board.KRX
    ) -> tuple[ProgramDay, ...]:
        """The days in [start, end], oldest first."""
        bars = self._bars(symbol, start, end, board)
        return self._programs(symbol, bars, board) if bars else ()

    def houses(self, symbol: str, board: Board = Board.KRX) -> HouseDay:
        """Today so far; nothing traded before the first print."""
        today = self._shares.trade_date
        found = self.house_days(symbol, today, today, board)
        return found[0] if found else self.no_houses()

    def no_houses(self) -> HouseDay:
        """Today before the first print."""
        nothing = (0,) * len(HOUSES)
        return HouseDay(self._shares.trade_date, 0, nothing, nothing)

    def house_days(
        self, symbol: str, start: date, end: date, board: Board = Board.KRX
    ) -> tuple[HouseDay, ...]:
        """The days in [start, end], oldest first."""
        bars = self._bars(symbol, start, end, board)
        return self._houses(symbol, bars, board) if bars else ()

    def investors_until(
        self, symbol: str, moments: Traded, board: Board = Board.KRX
    ) -> tuple[InvestorDay, ...]:
        """What each investor had traded at moments of days, oldest first."""
        return _investor_days(moments, self._split(symbol, moments, board)[1]) if moments else ()

    def programs_until(
        self, symbol: str, moments: Traded, board: Board = Board.KRX
    ) -> tuple[ProgramDay, ...]:
        """What programs had traded at moments of days, oldest first."""
        return self._programs(symbol, moments, board) if moments else ()

    def houses_until(
        self, symbol: str, moments: Traded, board: Board = Board.KRX
    ) -> tuple[HouseDay, ...]:
        """What had gone through each house at moments of days, oldest first."""
        return self._houses(symbol, moments, board) if moments else ()

    def company_trades(
        self, symbol: str, start: date, end: date, board: Board = Board.KRX
    ) -> tuple[int, int]:
        """Shares bought and sold through the house that serves this interface (당사)."""
        days = self.house_days(symbol, start, end, board)
        return sum(day.bought[COMPANY] for day in days), sum(day.sold[COMPANY] for day in days)

    def holding(self, symbol: str) -> ForeignHolding:
        """What foreigners hold now."""
        today = self._shares.trade_date
        return self.holdings(symbol, today, today)[-1]

    def holdings(self, symbol: str, start: date, end: date) -> tuple[ForeignHolding, ...]:
        """What foreigners hold at the end of each day in [start, end]; today as it stands.

        It moves by what they buy and sell on the KRX.
        """
        today = self._shares.trade_date
        days, held, limit = self._past_holdings(symbol, today)
        found = [
            ForeignHolding(day, int(one), limit)
            for day, one in zip(days, held, strict=True)
            if start <= day <= end
        ]
        if start <= today <= end:
            now = int(held[-1]) + self.investors(symbol).foreign.net
            found.append(ForeignHolding(today, min(max(now, 0), limit), limit))
        return tuple(found)

    def tape_sides(
        self, symbol: str, start: date, end: date, board: Board = Board.KRX
    ) -> tuple[tuple[date, int, int], ...]:
        """Days with the shares traded at the ask and at the bid, oldest first, today's so far."""
        history = self._shares.history(symbol)
        today = self._shares.trade_date
        part = _BOARD_PARTS[board] if self._shares.listing(symbol).on_nxt else 1.0
        found = [(day, *history.sides(day)) for day in trading_days(start, min(end, eve(today)))]
        if start <= today <= end:
            bought, sold = self._shares.traded_sides(symbol)
            if bought + sold:
                found.append((today, bought, sold))
        return tuple((day, int(bought * part), int(sold * part)) for day, bought, sold in found)

    def contracts(
        self, kind: str, day: date, volume: int, turnover: int, *, warrants: bool = False
    ) -> tuple[Sides, ...]:
        """What each investor has traded of futures, options or warrants of a kind: its volume in
        contracts or warrants, its turnover in won.
        """
        days = self._contract_days(kind, day, volume, turnover, warrants=warrants)
        return _sides(split(days), 0)

    def warrant_houses(self, code: str, traded: Moment) -> HouseDay:
        """What had gone through each house of a warrant at a moment."""
        days = self._contract_days(code, traded.day, traded.volume, traded.turnover, warrants=True)
        bought, sold = (one[0, 0].tolist() for one in through_houses(days, split(days)))
        return HouseDay(traded.day, traded.volume, tuple(bought), tuple(sold))

    def _contract_days(
        self, kind: str, day: date, volume: int, turnover: int, *, warrants: bool
    ) -> Days:
        reached = np.array([[volume]], dtype=np.int64)
        return Days(
            keys=np.array([noise.key(self.around.seed, "contracts", kind)], dtype=np.uint64),
            habits=np.array([contract_habits(warrants=warrants)]),
            numbers=np.array([day.toordinal()], dtype=np.int64),
            swing=np.zeros((1, 1)),
            reference=reached,
            volume=reached,
            turnover=np.array([[turnover]], dtype=np.int64),
        )

    def _split(self, symbol: str, traded: Traded, board: Board) -> tuple[Days, Split]:
        """The days of what was traded, and what each investor had a part of it."""
        numbers, volume, turnover = columns(traded)
        listing = self._shares.listing(symbol)
        part = _BOARD_PARTS[board] if listing.on_nxt else 1.0
        first, last = traded[0].day, traded[-1].day
        days = self._days(listing, self._shares.history(symbol), first, last, part)
        taken = np.searchsorted(days.numbers, numbers)
        days = replace(
            days,
            numbers=numbers,
            swing=days.swing[:, taken],
            reference=days.reference[:, taken],
            volume=volume[None],
            turnover=turnover[None],
        )
        return days, split(days)

    def _programs(self, symbol: str, traded: Traded, board: Board) -> tuple[ProgramDay, ...]:
        days, dealt = self._split(symbol, traded, board)
        sent = programs(days, dealt, np.array([self._shares.listing(symbol).in_kospi200]))
        return tuple(
            ProgramDay(one.day, _sides(sent.arbitrage, number), _sides(sent.other, number))
            for number, one in enumerate(traded)
        )

    def _houses(self, symbol: str, traded: Traded, board: Board) -> tuple[HouseDay, ...]:
        bought, sold = through_houses(*self._split(symbol, traded, board))
        return tuple(
            HouseDay(
                one.day,
                one.volume,
                tuple(bought[0, number].tolist()),
                tuple(sold[0, number].tolist()),
            )
            for number, one in enumerate(traded)
        )

    def _days(
        self, listing: Listing, history: History, start: date, end: date, part: float = 1.0
    ) -> Days:
        """All trading days of a share in [start, end], the volume times `part`."""
        traded = history.traded(start, end)
        usual = max(listing.volatility_bp, 1) / 10_000
        return Days(
            keys=keys_of(self.around.seed, (listing,)),
            habits=np.array([habits_of(self.around.seed, listing)]),
            numbers=np.array([day.toordinal() for day in traded.days], dtype=np.int64),
            swing=traded.latent_move[None] / usual,
            reference=(traded.latent_volume[None] * part).astype(np.int64),
            volume=traded.volume[None],
            turnover=traded.turnover[None],
        )

    @staticmethod
    def foreign_limit(listing: Listing) -> int:
        """How many shares foreigners may hold: all, where no law says less."""
        return int(listing.listed_shares * _FOREIGN_LIMITS.get(listing.symbol, 100) / 100)

    def _past_holdings(self, symbol: str, today: date) -> tuple[tuple[date, ...], Ints, int]:
        """The days before today, what foreigners held at their ends, and the limit."""
        known = self._holdings.get((symbol, today))
        if known is None:
            listing = self._shares.listing(symbol)
            last = max(ANCHOR_DAY, eve(today))
            days = self._days(listing, self._shares.history(symbol), HISTORY_START, last)
            dealt = split(days)
            foreign = list(FOREIGNERS)
            net = (dealt.bought[0] - dealt.sold[0])[:, foreign].sum(axis=-1)
            limit = self.foreign_limit(listing)
            whim = noise.uniform(int(days.keys[0]), 0, 0)
            start = limit * min(float(days.habits[0, foreign].sum()) * (0.8 + 1.2 * whim), 0.8)
            walk = np.cumsum(net)
            start = min(max(start, -float(walk.min()) * 1.05), limit - float(walk.max()) * 1.05)
            held = np.clip(int(start) + walk, 0, limit)
            past = trading_days(HISTORY_START, eve(today))
            known = (past, held[: len(past)], limit)
            self._holdings[symbol, today] = known
            if len(self._holdings) > _KEPT:
                del self._holdings[next(iter(self._holdings))]
        return known


def _sides(dealt: Split, number: int) -> tuple[Sides, ...]:
    return sides_of(Split(*(column[0, number] for column in columns_of(dealt))))


def _investor_days(traded: Traded, dealt: Split) -> tuple[InvestorDay, ...]:
    return tuple(
        InvestorDay(one.day, one.volume, one.turnover, _sides(dealt, number))
        for number, one in enumerate(traded)
    )
