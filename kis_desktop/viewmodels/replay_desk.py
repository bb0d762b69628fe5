"""The paper account of a replay beside its tape: fed with what passes, restored where it goes back.

No order leaves this module: it knows the paper engine alone.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain import paper_engine as engine
from kis_desktop.domain.bar import Bar
from kis_desktop.domain.fee import FeeSchedule
from kis_desktop.domain.instrument import Instrument, InstrumentKind
from kis_desktop.domain.paper_engine import PaperAccount, PaperDay, PaperRules, Refusal
from kis_desktop.domain.paper_order import PaperTicket
from kis_desktop.domain.price_limit import price_limits
from kis_desktop.viewmodels.replay_tape import ReplayTape

START_CASH = Decimal(100_000_000)  # KRW
SHARE = Decimal("0.1")
"""the part of a bar's volume that paper orders may take"""
_MARKET = "krx"


def exact(price: float) -> Decimal:
    """A price of the history as it was read, without the float's noise."""
    whole = round(price)
    return Decimal(whole) if price == whole else Decimal(str(round(price, 4)))


class ReplayDesk:
    """One paper account; `cursor` counts the tape's units that are over. What of a longer one had
    been seen in shorter ones meets no order again.
    """

    def __init__(self, tape: ReplayTape, instrument: Instrument | None, fees: FeeSchedule) -> None:
        self._tape = tape
        self._kind = instrument.kind if instrument is not None else InstrumentKind.OTHER
        market = instrument.market.value if instrument is not None else ""
        rules = PaperRules(fees, market, self._kind.value, SHARE)
        self._days: dict[date, PaperDay] = {}
        self._moments: list[int] = []
        self._accounts: list[PaperAccount] = []
        self.account = engine.opened(rules, START_CASH)
        self._start = self.account
        self.cursor = 0
        self._seen = 0  # the moment (UTC epoch seconds) until which prices were seen

    def begin(self, cursor: int) -> None:
        """Stand at a moment with cash alone."""
        self._moments, self._accounts = [], []
        self.cursor, self._seen = cursor, self._moment(cursor)
        self.account = self._valued(self._start)

    def use(self, tape: ReplayTape, cursor: int) -> None:
        """Go on with bars of another length at the same moment, or before it where a longer one
        comes whole.
        """
        self._tape, self.cursor = tape, cursor
        self._days = {}

    def move(self, cursor: int) -> None:
        """Feed what passes until a later moment, or restore what was at an earlier one."""
        if cursor < self.cursor:
            self._restore(cursor)
        elif self.account.is_idle and cursor > self.cursor:
            self._advance(cursor)
            self._keep(self._valued(self.account))
        while self.cursor < cursor:
            bar, day = self._bar(self.cursor), self.day(self.cursor + 1)
            whole = bar.time >= self._seen
            self._advance(self.cursor + 1)
            met = (
                engine.after(self.account, bar, day) if whole else engine.passed(self.account, bar)
            )
            self._keep(met)

    def check(self, ticket: PaperTicket) -> Refusal | None:
        """Why an order is not taken now; None where it is."""
        return engine.check_new(self.account, ticket, self.day(self.cursor))

    def place(self, ticket: PaperTicket) -> Refusal | None:
        """Take an order, or say why not."""
        refusal = self.check(ticket)
        if refusal is None:
            day = self.day(self.cursor)
            self._keep(engine.place(self.account, ticket, day, self._seen))
        return refusal

    def amend(self, number: int, price: Decimal) -> Refusal | None:
        """Give an order another price, or say why not."""
        order = self.account.find(number)
        if order is None:
            return Refusal.GONE
        ticket, day = engine.moved(order, price), self.day(self.cursor)
        refusal = engine.check_amend(self.account, number, ticket, day)
        if refusal is None:
            self._keep(engine.amend(self.account, number, ticket, day))
        return refusal

    def cancel(self, number: int) -> None:
        """Take an order back."""
        self._keep(engine.cancel(self.account, number))

    def cancel_all(self) -> None:
        """Take all orders back."""
        self._keep(engine.cancel_all(self.account))

    def day(self, cursor: int) -> PaperDay:
        """The trading day at a cursor; its limits lie around the close of the day before."""
        on = self._tape.day(cursor)
        if on not in self._days:
            self._days[on] = self._rules_of(on, cursor)
        return self._days[on]

    def previous_close(self, cursor: int) -> Decimal | None:
        """The close of the day before; None where the tape begins with this day, or a step is
        longer than one.
        """
        first, _ = self._tape.day_span(cursor)
        if first == 1 or not self._tape.tells_day(cursor):
            return None
        return exact(float(self._tape.units.close[first - 2]))

    def _rules_of(self, on: date, cursor: int) -> PaperDay:
        rules = load_market_rules(_MARKET)
        try:
            table = rules.tick_table(self._kind, on)
            rate = rules.limit_rate(on)
        except LookupError:
            return PaperDay(on)
        base = self.previous_close(cursor)
        limits = price_limits(base, rate, table) if base is not None else None
        return PaperDay(on, table, limits)

    def _bar(self, place: int) -> Bar:
        units = self._tape.units
        return Bar(
            int(units.time[place]),
            exact(float(units.open[place])),
            exact(float(units.high[place])),
            exact(float(units.low[place])),
            exact(float(units.close[place])),
            int(units.volume[place]),
        )

    def _moment(self, cursor: int) -> int:
        return int(self._tape.ends[cursor - 1])

    def _advance(self, cursor: int) -> None:
        self.cursor, self._seen = cursor, max(self._seen, self._moment(cursor))

    def _keep(self, account: PaperAccount) -> None:
        self.account = account
        self._moments.append(self._seen)
        self._accounts.append(account)

    def _restore(self, cursor: int) -> None:
        """The account as it was last at a moment; what came later is gone."""
        moment = self._moment(cursor)
        kept = bisect_right(self._moments, moment)
        del self._moments[kept:], self._accounts[kept:]
        self.cursor, self._seen = cursor, moment
        self.account = self._valued(self._accounts[-1] if kept else self._start)

    def _valued(self, account: PaperAccount) -> PaperAccount:
        return replace(account, last=exact(float(self._tape.units.close[self.cursor - 1])))
