"""Futures and options of the KRX, by day and by night."""

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from kis_desktop.simulator.black_scholes import Right
from kis_desktop.simulator.deal_terms import Costs, Dealt
from kis_desktop.simulator.dealer import Dealer
from kis_desktop.simulator.dealing import DealEvent
from kis_desktop.simulator.markets.domestic_futureoption.contracts import (
    Contract,
    find_contract,
    last_days,
    near_money,
    options,
)
from kis_desktop.simulator.markets.domestic_futureoption.dealt import (
    DAY,
    NIGHT,
    costs_of,
    dealt_of,
    margin_of,
    plans,
)
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.markets.domestic_futureoption.products import (
    Group,
    Product,
    all_products,
)
from kis_desktop.simulator.markets.domestic_futureoption.standing import Spot, Standing
from kis_desktop.simulator.markets.domestic_futureoption.underlyings import (
    FreeLevels,
    ShareLevels,
    Underlying,
    index_levels,
)
from kis_desktop.simulator.surroundings import Surroundings
from kis_desktop.simulator.views import Side

_KEPT = 256


class KoreanDerivatives:
    """Everything that its endpoints and channels show; made when first asked for."""

    family = "domestic_futureoption"

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self._underlyings: dict[str, Underlying] = {}
        self._instruments: dict[Contract, Instrument] = {}
        self._spots: dict[str, tuple[datetime, Spot]] = {}

    @cached_property
    def products(self) -> dict[str, Product]:
        """By the second and third place of a code."""
        return all_products(self.around.shares.universe.listings)

    def find(self, code: str) -> Instrument | None:
        """The instrument of a code in any style; an expired one stands for the next."""
        contract = find_contract(self.products, code, self.today)
        return None if contract is None else self.instrument(contract)

    def instrument(self, contract: Contract) -> Instrument:
        """One instrument; the last few hundred are kept."""
        known = self._instruments.pop(contract, None)
        if known is None:
            known = Instrument(self.around, contract, self.underlying(contract.product))
            if len(self._instruments) >= _KEPT:
                del self._instruments[next(iter(self._instruments))]
        self._instruments[contract] = known
        return known

    def option_of(self, future: Instrument) -> Instrument | None:
        """The call at the money that ends with a future or next after it."""
        product = self.products.get(future.contract.product.id)
        if product is None or not product.option_volume:
            return None
        today = self.today
        last = last_days(
            product, product.option_cycle, max(today, future.contract.on(today).last), 1
        )[0]
        return self.instrument(near_money(product, last, Right.CALL, round(self.base_of(product))))

    def standing(
        self, instrument: Instrument, *, night: bool = False, at: datetime | None = None
    ) -> Standing:
        """How an instrument stands now, or stood a moment ago."""
        now = at or self.around.now
        spot = self.spot(instrument, self.around.now, night=night)
        contract = instrument.contract
        if contract.right is None:
            return instrument.standing(now, spot, night=night)
        future = self.future_of(contract.product).course(night=night).quote(now).last
        return instrument.standing(now, spot, night=night, future=future)

    def future_of(self, product: Product) -> Instrument:
        """The next future on what a product is on, the smallest sizes left aside."""
        alike = (one for one in self.products.values() if one.underlying == product.underlying)
        return self.futures(next(one for one in alike if one.future_volume), 1)[0]

    def spot(self, instrument: Instrument, now: datetime, *, night: bool = False) -> Spot:
        """The underlying as it is shown; by night, when it isn't, as it would stand."""
        product = instrument.contract.product
        if night and self.around.open_day is None:
            base = self.base_of(product)
            return Spot(instrument.underlying.level(now), base)
        second = now.replace(microsecond=0)
        known = self._spots.get(product.underlying)
        if known is not None and known[0] == second:
            return known[1]
        found = self._shown(product, now)
        self._spots[product.underlying] = (second, found)
        return found

    def board(self, product: Product, last: date, right: Right) -> list[Instrument]:
        """The options of one right and last day, by rising strike."""
        listed = options(product, last, right, round(self.base_of(product)))
        return [self.instrument(one) for one in listed]

    def futures(self, product: Product, count: int) -> list[Instrument]:
        """The next futures of a product."""
        days = last_days(product, product.future_cycle, self.today, count)
        return [self.instrument(Contract(product, last)) for last in days]

    def base_of(self, product: Product, day: date | None = None) -> float:
        """The underlying's close before a day, today unless told; latent."""
        asked = day or self.today
        table = self.underlying(product).table(asked)
        place = table.place(asked)
        before = place - 1 if table.days[place] == asked else place
        return float(table.close[max(before, 0)])

    def underlying(self, product: Product) -> Underlying:
        """What a product is decided by."""
        known = self._underlyings.get(product.underlying)
        if known is None:
            known = self._underlyings[product.underlying] = self._made(product)
        return known

    @property
    def today(self) -> date:
        """The trading day whose contracts are listed."""
        now = self.around.now
        return now.date()

    @cached_property
    def dealer(self) -> Dealer:
        """Orders, positions and money of the accounts."""
        return Dealer(self.around, self, plans(self, self.around.now))

    def advance(self, now: datetime) -> tuple[DealEvent, ...]:
        """Lives through the open orders up to now, and tells what happened to them."""
        known = self.__dict__.get("dealer")
        return known.advance(now) if known is not None else ()

    def find_dealt(self, exchange: str, code: str) -> Dealt | None:
        """The terms of a contract by day (KRX) or by night (NGT)."""
        instrument = self.find(code) if exchange in {DAY, NIGHT} else None
        return None if instrument is None else dealt_of(instrument, exchange)

    def price_limits(self, dealt: Dealt, now: datetime) -> tuple[int, int] | None:
        """The day's price limits."""
        del now
        instrument = self.find(dealt.code)
        assert instrument is not None
        return self.standing(instrument, night=dealt.exchange == NIGHT).limits

    def margin(self, dealt: Dealt, price: int) -> Decimal:
        """위탁증거금 of one future, or of one option that is sold."""
        instrument = self.find(dealt.code)
        assert instrument is not None
        contract = instrument.contract.on(self.today)
        return margin_of(self, self.around.seed, contract, price)

    def costs(self, dealt: Dealt, side: Side, quantity: int, value: Decimal) -> Costs:
        """Fee of a fill, the same for both sides and any number."""
        del side, quantity
        return costs_of(dealt, value)

    def _made(self, product: Product) -> Underlying:
        if product.group is Group.SHARE:
            return ShareLevels(self.around, self.around.shares.listing(product.underlying))
        if product.group is Group.COMMODITY:
            return FreeLevels(self.around, product.underlying)
        found = index_levels(self.around, product.underlying)
        assert found is not None
        return found

    def _shown(self, product: Product, now: datetime) -> Spot:
        shares = self.around.shares
        if product.group is Group.SHARE:
            glance = shares.glance(product.underlying)
            return Spot(glance.last * 100.0, glance.base * 100.0)
        if product.group is Group.INDEX:
            view = shares.index(product.underlying)
            return Spot(float(view.value), float(view.base))
        level = round(self.underlying(product).level(now))
        return Spot(float(level), float(round(self.base_of(product))))
