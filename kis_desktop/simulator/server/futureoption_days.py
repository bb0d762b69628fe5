"""Past days of the account of Korean futures and options, from its fills and the closes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from kis_desktop.simulator.dealing import DealFill
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.markets.domestic_futureoption.margins import (
    brokerage_rate,
    per_contract,
    upkeep_rate,
)
from kis_desktop.simulator.markets.domestic_futureoption.products import Product
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_account import FuturesAccount
from kis_desktop.simulator.server.futureoption_holding import (
    account_number,
    known_instrument,
    settled_of_closed,
)
from kis_desktop.simulator.server.layout import Value, Values
from kis_desktop.simulator.views import Side

_LOOKED_THROUGH = 30
_WAYS = {Side.BUY: 1, Side.SELL: -1}


@dataclass(slots=True)
class Line:
    """One contract on one day; prices in hundredths, counts below nought when short."""

    instrument: Instrument
    before: int = 0
    opened: int = 0
    closed: int = 0
    held: int = 0
    cost: int = 0
    """price times quantity of what is held"""
    realized: Decimal = Decimal(0)
    fees: Decimal = Decimal(0)
    option_money: int = 0
    marks: tuple[int, int] = (0, 0)
    """the closes of the day before and of the day"""
    fills: list[DealFill] = field(default_factory=list)

    @property
    def is_option(self) -> bool:
        return self.instrument.contract.right is not None

    def money(self, hundredths: float) -> int:
        """In won."""
        return round(hundredths * self.instrument.contract.product.multiplier / 100)

    @property
    def value(self) -> int:
        """At the close."""
        return self.money(self.marks[1] * abs(self.held))

    @property
    def gain(self) -> int:
        """At the close, against what was paid."""
        return self.money(self.marks[1] * self.held) - self.money(self.cost)

    @property
    def gained(self) -> int:
        """What closing has brought, of a future carried over against the close before."""
        contract = self.instrument.contract
        return int(self.realized) - settled_of_closed(
            contract, self.before, self.marks[0], self.fills
        )

    @property
    def kept(self) -> int:
        """Contracts that were held all day, with their side."""
        if self.before * self.held <= 0:
            return 0
        return min(abs(self.before), abs(self.held)) * (1 if self.held > 0 else -1)

    @property
    def renewed(self) -> int:
        """What the day has brought on a future that was held all day."""
        return 0 if self.is_option else self.money((self.marks[1] - self.marks[0]) * self.kept)


class SettledDay:
    """What the account held, opened and closed on one day."""

    def __init__(self, call: Call, day: date) -> None:
        self._call = call
        self._day = day
        dealer = call.market.others.derivatives.dealer
        lines: dict[str, Line] = {}
        for fill in dealer.held_over(account_number(call), day):
            line = lines.get(fill.code)
            if line is None:
                line = lines[fill.code] = Line(known_instrument(call, fill.code))
            _take(line, fill, today=fill.trade_date == day)
        shown = [one for one in lines.values() if one.held or one.fills or one.before]
        for line in shown:
            line.marks = self._closes(line.instrument)
        self.lines = tuple(shown)

    def rows(self) -> list[Values]:
        """One row for each contract that was held or traded."""
        return [
            {
                "pdno": one.instrument.contract.code,
                "prdt_name": one.instrument.contract.name,
                "trad_dvsn_name": "매도" if (one.held or one.before) < 0 else "매수",
                "bfdy_cblc_qty": abs(one.before),
                "new_qty": one.opened,
                "mnpl_rpch_qty": one.closed,
                "cblc_qty": abs(one.held),
                "cblc_amt": abs(one.money(one.cost)),
                "trad_pfls_amt": one.gained,
                "evlu_amt": one.value,
                "evlu_pfls_amt": one.gain,
            }
            for one in self.lines
        ]

    def totals(self) -> dict[str, Value]:
        """Money of the day; the deposit is that of now, less what has come in since."""
        account = FuturesAccount(self._call)
        today = self._day >= self._call.now.date()
        fees = int(sum((one.fees for one in self.lines), Decimal(0)))
        options = [one for one in self.lines if one.is_option]
        sold = sum(one.option_money for one in options if one.option_money > 0)
        bought = -sum(one.option_money for one in options if one.option_money < 0)
        gained = sum(one.gained for one in self.lines if not one.is_option)
        renewed = sum(one.renewed for one in self.lines)
        deposit = account.deposit if today else account.deposit - self._since()
        brokerage = self._margin(upkeep=False)
        upkeep = self._margin(upkeep=True)
        pledged = account.pledged
        return {
            "nxdy_dnca": deposit + gained + renewed + sold - bought - fees,
            "mmga_cash": upkeep - min(pledged, upkeep // 2),
            "brkg_mgna_cash": brokerage - min(pledged, brokerage // 2),
            "opt_buy_chgs": bought,
            "opt_lqd_evlu_amt": sum(one.money(one.marks[1] * one.held) for one in options),
            "dnca_sbst": pledged,
            "mmga_tota": upkeep,
            "brkg_mgna_tota": brokerage,
            "opt_sll_chgs": sold,
            "fee": fees,
            "thdt_dfpa": gained,
            "rnwl_dfpa": renewed,
            "dnca_cash": deposit,
        }

    def _since(self) -> int:
        """What trading has brought from the day on, after fees; a month of it is looked through."""
        dealer = self._call.market.others.derivatives.dealer
        yesterday = self._call.now.date() - timedelta(days=1)
        end = min(yesterday, self._day + timedelta(days=_LOOKED_THROUGH))
        fills = dealer.fills(account_number(self._call), self._day, end)
        return int(sum((one.realized - one.fee for one in fills), Decimal(0)))

    def _margin(self, *, upkeep: bool) -> int:
        seed = self._call.market.others.around.seed
        derivatives = self._call.market.others.derivatives
        total = 0.0
        for one in self.lines:
            if not one.held or (one.is_option and one.held > 0):
                continue
            contract = one.instrument.contract
            spot = derivatives.base_of(contract.product, self._day)
            bound = float(per_contract(seed, contract, self._day, one.marks[1], spot))
            part = _part(seed, contract.product, self._day) if upkeep else 1.0
            total += bound * abs(one.held) * part
        return round(total)

    def _closes(self, instrument: Instrument) -> tuple[int, int]:
        start = self._day - timedelta(days=14)
        bars = instrument.course().bars(start, self._day, self._call.now)
        if not bars:
            return 0, 0
        if bars[-1].day == self._day:
            return bars[-1].base, bars[-1].close
        return bars[-1].close, bars[-1].close


@dataclass(slots=True)
class DayTrades:
    """One contract's fills of one day, by side; money in won."""

    day: date
    instrument: Instrument
    sold: int = 0
    sold_fee: int = 0
    bought: int = 0
    bought_fee: int = 0
    gain: int = 0


def trades_by_day(call: Call, fills: Iterable[DealFill]) -> list[DayTrades]:
    """The fills summed up by day and contract, oldest first."""
    account = FuturesAccount(call)
    groups: dict[tuple[date, str], list[DealFill]] = defaultdict(list)
    for fill in fills:
        groups[fill.trade_date, fill.code].append(fill)
    found = []
    for (day, code), group in groups.items():
        one = DayTrades(day, known_instrument(call, code))
        for fill in group:
            value, fee = account.value_of(fill), int(fill.fee)
            if fill.side is Side.SELL:
                one.sold, one.sold_fee = one.sold + value, one.sold_fee + fee
            else:
                one.bought, one.bought_fee = one.bought + value, one.bought_fee + fee
            one.gain += int(fill.realized)
        found.append(one)
    return found


def _take(line: Line, fill: DealFill, *, today: bool) -> None:
    """Moves a line by one fill."""
    way = _WAYS[fill.side]
    closing = min(fill.quantity, max(-way * line.held, 0))
    if closing:
        released = round(line.cost * closing / abs(line.held))
        line.cost -= released
        line.held += way * closing
    opening = fill.quantity - closing
    line.held += way * opening
    line.cost += way * fill.price * opening
    if not today:
        line.before = line.held
        return
    line.opened += opening
    line.closed += closing
    line.realized += fill.realized
    line.fees += fill.fee
    line.fills.append(fill)
    if line.is_option:
        line.option_money -= way * line.money(fill.value)


def _part(seed: int, product: Product, day: date) -> float:
    return upkeep_rate(seed, product, day) / brokerage_rate(seed, product, day)
