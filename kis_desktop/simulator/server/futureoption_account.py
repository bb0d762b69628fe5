"""The account of Korean futures and options as its endpoints show it. Money is whole won.

Futures are settled every day: a position carried over stands at the close of the day before, and
what it gained until then lies in the deposit already.
"""

from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from kis_desktop.simulator.deal_terms import Dealt
from kis_desktop.simulator.dealing import DealFill, DealPosition
from kis_desktop.simulator.markets.domestic_futureoption.dealt import DAY
from kis_desktop.simulator.markets.domestic_futureoption.margins import (
    brokerage_rate,
    upkeep_rate,
)
from kis_desktop.simulator.markets.domestic_futureoption.market import KoreanDerivatives
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_holding import (
    PRODUCT_TYPE,
    Holding,
    account_number,
    is_option_code,
    long_price,
    settled_of_closed,
)
from kis_desktop.simulator.server.layout import Value, Values
from kis_desktop.simulator.views import Refused, Side

_PLEDGED = ("005930", 420)
"""shares that stand in for cash (대용)"""
_PLEDGED_PART = Decimal("0.8")
_DOLLARS = 1_000
_DELIVERED_PART = 0.05
_MOST_PLEDGED = 2
"""no more than one half of the margin"""
_SIDES = {Side.BUY: "BUY", Side.SELL: "SLL"}
_BROKER = Decimal("0.62")
"""of a fee, what the broker keeps"""


class FuturesAccount:
    """Positions, money and margins of one customer now."""

    def __init__(self, call: Call, *, night: bool = False) -> None:
        self.call = call
        self.night = night
        self.number = account_number(call)
        self._market: KoreanDerivatives = call.market.others.derivatives
        self._dealer = self._market.dealer
        self._book = self._dealer.book(self.number)

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """What is held, and what was traded away today."""
        return tuple(self._holding(one) for one in self._book.positions(self.call.now))

    @cached_property
    def fills(self) -> tuple[DealFill, ...]:
        """Of the day, and of the night that begins in its evening."""
        day = self.call.now.date()
        return self._dealer.fills(self.number, day, day + timedelta(days=1))

    @cached_property
    def fees(self) -> int:
        """Of the day."""
        return int(sum((fill.fee for fill in self.fills), Decimal(0)))

    @cached_property
    def traded(self) -> int:
        """Value of the day's fills."""
        return sum(self.value_of(fill) for fill in self.fills)

    @cached_property
    def future_gain_today(self) -> int:
        """선물매매손익 of the day: against the close before for what was carried over."""
        return self._realized(options=False) - sum(self._closed.values())

    @cached_property
    def option_gain_today(self) -> int:
        """옵션매매손익 of the day."""
        return self._realized(options=True)

    @cached_property
    def option_money(self) -> int:
        """옵션차금: paid in for options sold less paid out for options bought, today."""
        return self.option_sold - self.option_bought

    @cached_property
    def option_sold(self) -> int:
        """옵션매도대금 of the day."""
        return self._option_value(Side.SELL)

    @cached_property
    def option_bought(self) -> int:
        """옵션매수대금 of the day."""
        return self._option_value(Side.BUY)

    @cached_property
    def renewed(self) -> int:
        """갱신차금: what the day has brought on open futures."""
        return sum(one.gain for one in self.holdings if not one.is_option)

    @cached_property
    def option_gain(self) -> int:
        """옵션평가손익."""
        return sum(one.gain for one in self.holdings if one.is_option)

    @cached_property
    def option_value(self) -> int:
        """What closing all options would bring."""
        return sum(
            one.value * (1 if one.side is Side.BUY else -1)
            for one in self.holdings
            if one.is_option
        )

    @cached_property
    def deposit(self) -> int:
        """예수금현금 of the morning."""
        cash = int(self._book.cash.get("KRW", Decimal(0)))
        moved = self.future_gain_today + self.option_money - self.fees
        return cash - moved + sum(one.settled_before for one in self.holdings)

    @cached_property
    def deposit_next(self) -> int:
        """익일예수금: with all of the day."""
        moved = self.future_gain_today + self.renewed + self.option_money
        return self.deposit + moved - self.fees

    @cached_property
    def pledged(self) -> int:
        """예수금대용: shares at four fifths of the close before."""
        if not self._book.cash:
            return 0
        symbol, count = _PLEDGED
        try:
            base = self.call.market.glance(symbol).base
        except Refused:
            return 0
        return int(base * count * _PLEDGED_PART)

    @cached_property
    def foreign(self) -> int:
        """외화예수금 in won."""
        dollar = self._market.products["75"]
        level = self._market.underlying(dollar).level(self.call.now)
        return round(_DOLLARS * level / 100) if self._book.cash else 0

    @cached_property
    def margin(self) -> int:
        """위탁증거금 of positions and open orders."""
        return int(self._book.margin("KRW", self.call.now) + self._book.bound("KRW"))

    @cached_property
    def margin_orders(self) -> int:
        """What open orders bind."""
        return int(self._book.bound("KRW"))

    @cached_property
    def margin_delivered(self) -> int:
        """인수도증거금: a part of the value of futures that end in delivery."""
        delivered = (one for one in self.holdings if not one.is_option and one.is_delivered)
        return round(sum(one.value for one in delivered) * _DELIVERED_PART)

    @cached_property
    def margin_of_orders(self) -> tuple[int, int, int]:
        """What open orders bind: for options bought, for options sold, for futures."""
        found = [Decimal(0)] * 3
        for one in self._book.open.values():
            order = one.order
            needed = self._book.bound_by(one)
            place = 2 if not one.dealt.paid else int(order.side is Side.SELL)
            found[place] += needed
        bought, sold, futures = (int(one) for one in found)
        return bought, sold, futures

    @cached_property
    def upkeep(self) -> int:
        """유지증거금 of positions."""
        total = 0.0
        day = self.call.now.date()
        seed = self._market.around.seed
        for one in self.holdings:
            if one.is_option and one.side is Side.BUY:
                continue
            product = one.instrument.contract.product
            part = upkeep_rate(seed, product, day) / brokerage_rate(seed, product, day)
            total += float(self._market.margin(self._dealt(one), one.last)) * one.count * part
        return round(total)

    @property
    def upkeep_cash(self) -> int:
        """What cash covers of the upkeep margin."""
        return self.upkeep - min(self.pledged, self.upkeep // _MOST_PLEDGED)

    @cached_property
    def margin_pledged(self) -> int:
        """What shares cover of the margin."""
        return min(self.pledged, self.margin // _MOST_PLEDGED)

    @property
    def margin_cash(self) -> int:
        """What cash covers of it."""
        return self.margin - self.margin_pledged

    @cached_property
    def free(self) -> int:
        """주문가능현금."""
        return max(int(self._book.free("KRW", self.call.now)), 0)

    @property
    def missing(self) -> int:
        """추가증거금: what the margin lacks."""
        return max(self.upkeep - self.deposit_next, 0)

    @property
    def free_pledged(self) -> int:
        """주문가능대용."""
        return self.pledged - self.margin_pledged

    @property
    def assets(self) -> int:
        """추정예탁자산: all in all."""
        return self.deposit_next + self.option_value + self.pledged + self.foreign

    @property
    def kept_up(self) -> float:
        """유지비율: the deposit in percent of the upkeep margin."""
        return self.deposit_next * 100 / self.upkeep if self.upkeep else 0.0

    @property
    def brokers_fee(self) -> int:
        """위탁수수료: what the broker keeps of the day's fees."""
        return int(self.fees * _BROKER)

    def value_of(self, fill: DealFill) -> int:
        """약정금액 of a fill."""
        instrument = self._market.find(fill.code)
        assert instrument is not None
        return fill.value * instrument.contract.product.multiplier // 100

    def closable(self, holding: Holding) -> int:
        """청산가능수량: less open orders the other way."""
        other = Side.SELL if holding.side is Side.BUY else Side.BUY
        bound = sum(
            one.remaining
            for one in self._dealer.open_orders(self.number)
            if one.code == holding.position.code and one.side is other
        )
        return max(holding.count - bound, 0)

    @cached_property
    def _closed(self) -> dict[str, int]:
        """By code, what was closed today had gained up to the close before."""
        found = {}
        for one in self.holdings:
            fills = [fill for fill in self.fills if fill.code == one.position.code]
            last = max((fill.trade_date for fill in fills), default=None)
            found[one.position.code] = settled_of_closed(
                one.instrument.contract,
                one.before,
                one.base,
                (fill for fill in fills if fill.trade_date == last),
            )
        return found

    def _realized(self, *, options: bool) -> int:
        gains = (one.realized for one in self.fills if is_option_code(one.code) is options)
        return int(sum(gains, Decimal(0)))

    def _option_value(self, side: Side) -> int:
        fills = (one for one in self.fills if is_option_code(one.code) and one.side is side)
        return sum(self.value_of(fill) for fill in fills)

    def _holding(self, position: DealPosition) -> Holding:
        instrument = self._market.find(position.code)
        assert instrument is not None
        quote = instrument.course(night=self.night).quote(self.call.now)
        return Holding(position, instrument, quote.last, quote.base)

    def _dealt(self, one: Holding) -> Dealt:
        found = self._market.find_dealt(DAY, one.position.code)
        assert found is not None
        return found

    def holding_rows(self, count: str = "cblc_qty") -> list[Values]:
        """One row for each position; `count` is what its size is called."""
        return [
            {
                "cano": self.call.text("CANO"),
                "acnt_prdt_cd": self.call.text("ACNT_PRDT_CD"),
                "pdno": one.instrument.contract.isin,
                "prdt_type_cd": PRODUCT_TYPE,
                "shtn_pdno": one.position.code,
                "prdt_name": one.instrument.contract.name,
                "sll_buy_dvsn_name": _SIDES[one.side] if one.count else "",
                count: one.count,
                "excc_unpr": long_price(one.settled),
                "ccld_avg_unpr1": long_price(one.position.average_price),
                "idx_clpr": long_price(one.last),
                "pchs_amt": one.bought,
                "evlu_amt": one.value,
                "evlu_pfls_amt": one.gain,
                "trad_pfls_amt": int(one.position.realized_today) - self._closed[one.position.code],
                "lqd_psbl_qty": self.closable(one),
            }
            for one in self.holdings
        ]

    def total_fields(self) -> dict[str, Value]:
        """What the balances by day and by night sum up alike."""
        return {
            "dnca_cash": self.deposit,
            "frcr_dncl_amt": self.foreign,
            "dnca_sbst": self.pledged,
            "tot_dncl_amt": self.deposit + self.foreign + self.pledged,
            "cash_mgna": self.margin_cash,
            "sbst_mgna": self.margin_pledged,
            "mgna_tota": self.margin,
            "opt_dfpa": self.option_money,
            "thdt_dfpa": self.future_gain_today,
            "rnwl_dfpa": self.renewed,
            "fee": self.fees,
            "nxdy_dnca": self.deposit_next,
            "nxdy_dncl_amt": self.deposit_next + self.foreign,
            "prsm_dpast": self.assets,
            "pprt_ord_psbl_cash": self.free + self.margin_pledged,
            "add_mgna_cash": self.missing,
            "add_mgna_tota": self.missing,
            "futr_trad_pfls_amt": self.future_gain_today,
            "opt_trad_pfls_amt": self.option_gain_today,
            "futr_evlu_pfls_amt": self.renewed,
            "opt_evlu_pfls_amt": self.option_gain,
            "trad_pfls_amt_smtl": self.future_gain_today + self.option_gain_today,
            "evlu_pfls_amt_smtl": self.renewed + self.option_gain,
            "wdrw_psbl_tot_amt": self.withdrawable,
            "ord_psbl_cash": self.free,
            "ord_psbl_sbst": self.free_pledged,
            "ord_psbl_tota": self.free + self.free_pledged,
        }

    def worth_fields(self) -> dict[str, Value]:
        """매입금액합계, 평가금액합계."""
        return {
            "pchs_amt_smtl": sum(one.bought for one in self.holdings),
            "evlu_amt_smtl": sum(one.value for one in self.holdings),
        }

    @property
    def withdrawable(self) -> int:
        """인출가능총금액."""
        return min(self.free, max(self.deposit_next - self.margin, 0)) + self.free_pledged
