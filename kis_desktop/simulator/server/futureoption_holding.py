"""A position in Korean futures or options and what it is worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kis_desktop.simulator.dealing import DealFill, DealPosition
from kis_desktop.simulator.markets.domestic_futureoption.contracts import Contract
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.markets.domestic_futureoption.products import Group
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.replies import refused
from kis_desktop.simulator.views import Side

PRODUCT_TYPE = "301"


@dataclass(frozen=True)
class Holding:
    """One position and what it is worth; prices in hundredths."""

    position: DealPosition
    instrument: Instrument
    last: int
    base: int

    @property
    def is_option(self) -> bool:
        """An option is paid for, a future is settled daily."""
        return self.instrument.contract.right is not None

    @property
    def count(self) -> int:
        """Contracts, without the side."""
        return abs(self.position.quantity)

    @property
    def side(self) -> Side:
        """Which way it stands."""
        return Side.BUY if self.position.quantity >= 0 else Side.SELL

    @property
    def before(self) -> int:
        """Contracts held over from the day before, with the side."""
        position = self.position
        return position.quantity - position.bought_today + position.sold_today

    @cached_property
    def settled(self) -> float:
        """정산단가: of a future carried over the close before, else what was paid."""
        if self.is_option or not self.before:
            return self.position.average_price
        return float(self.base)

    def money(self, hundredths: float) -> int:
        """So much a contract, for all of them."""
        return round(hundredths * self.count * self.instrument.contract.product.multiplier / 100)

    @property
    def is_delivered(self) -> bool:
        """A currency or a share changes hands at the end (인수도)."""
        return self.instrument.contract.product.group is not Group.INDEX

    @property
    def bought(self) -> int:
        """매입금액."""
        return self.money(self.settled)

    @property
    def value(self) -> int:
        """평가금액."""
        return self.money(self.last)

    @property
    def gain(self) -> int:
        """평가손익."""
        return (self.value - self.bought) * (1 if self.side is Side.BUY else -1)

    @property
    def settled_before(self) -> int:
        """What a future has gained up to the close before: it lies in the deposit."""
        if self.is_option:
            return 0
        paid = self.money(self.position.average_price)
        return (self.bought - paid) * (1 if self.side is Side.BUY else -1)


def settled_of_closed(contract: Contract, before: int, base: int, fills: Iterable[DealFill]) -> int:
    """What the futures that a day's fills close had gained up to the close before, won.

    `before` is what was carried over, with its side, and is closed first; `base` that close. The
    gain lay in the deposit already (일일정산).
    """
    if contract.right is not None or not before:
        return 0
    way = 1 if before > 0 else -1
    held, carried, gained = abs(before), abs(before), Decimal(0)
    for fill in fills:
        if fill.side is (Side.BUY if before > 0 else Side.SELL):
            held += fill.quantity
            continue
        closed = min(fill.quantity, max(held, 0))
        part = min(closed, carried)
        if part:
            today = Decimal(way * (fill.price - base) * part * contract.product.multiplier) / 100
            gained += fill.realized * part / closed - today
            carried -= part
        held -= fill.quantity
    return round(gained)


def account_number(call: Call) -> str:
    """The customer's account for futures, whichever product code was asked with."""
    return f"{call.account_number[:8]}-03"


def known_instrument(call: Call, code: str) -> Instrument:
    """The instrument of a code. Raises CallRefused for an unknown one."""
    found = call.market.others.derivatives.find(code)
    if found is None:
        raise CallRefused(refused("APBK0656", "해당종목정보가 없습니다.", rt_cd="7"))
    return found


def long_price(hundredths: float) -> str:
    """A price with eight decimals."""
    return f"{hundredths / 100:.8f}"


def is_option_code(code: str) -> bool:
    """Whether a code is an option's, of today or of old."""
    return code[:1] in {"B", "C", "2", "3"}
