"""The account of Korean futures and options as its endpoints show it. Money is whole won.

Futures are settled every day: a position carried over stands at the close of the day before, and
what it gained until then lies in the deposit already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from kis_desktop.simulator.deal_terms import Dealt
from kis_desktop.simulator.dealing import DealFill, DealOrder, DealPosition
from kis_desktop.simulator.markets.domestic_futureoption.dealt import DAY, NIGHT
from kis_desktop.simulator.markets.domestic_futureoption.instrument import Instrument
from kis_desktop.simulator.markets.domestic_futureoption.margins import (
    brokerage_rate,
    upkeep_rate,
)
from kis_desktop.simulator.markets.domestic_futureoption.market import KoreanDerivatives
from kis_desktop.simulator.markets.domestic_futureoption.products import Group
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.layout import Value, Values
from kis_desktop.simulator.server.order_texts import BRANCH, SIDE_CODES, SIDE_NAMES
from kis_desktop.simulator.server.replies import refused
from kis_desktop.simulator.views import OrderKind, Refused, Side

PRODUCT_TYPE = "301"
_PLEDGED = ("005930", 420)
"""shares that stand in for cash (대용)"""
_PLEDGED_PART = Decimal("0.8")
_DOLLARS = 1_000
_DELIVERED_PART = 0.05
_MOST_PLEDGED = 2
"""no more than one half of the margin"""
_KINDS = {OrderKind.NEW: "", OrderKind.AMEND: " 정정", OrderKind.CANCEL: " 취소"}
_TYPES = {
    "01": "지정가", "02": "시장가", "03": "조건부지정가", "04": "최유리지정가",
    "10": "지정가(IOC)", "11": "지정가(FOK)", "12": "시장가(IOC)", "13": "시장가(FOK)",
    "14": "최유리(IOC)", "15": "최유리(FOK)",
}  # fmt: skip
_PRICED = {"10": "01", "11": "01", "12": "02", "13": "02", "14": "04", "15": "04"}
_SIDES = {Side.BUY: "BUY", Side.SELL: "SLL"}
_BROKER = Decimal("0.62")
"""of a fee, what the broker keeps"""


def account_number(call: Call) -> str:
    """The customer's account for futures, whichever product code was asked with."""
    return f"{call.account_number[:8]}-03"


def known_instrument(call: Call, code: str) -> Instrument:
    """The instrument of a code. Raises CallRefused for an unknown one."""
    found = call.market.others.derivatives.find(code)
    if found is None:
        raise CallRefused(refused("APBK0656", "해당종목정보가 없습니다.", rt_cd="7"))
    return found


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
        """선물매매손익 of the day."""
        return self._realized(options=False)

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
            needed = self._book.needed(one.dealt, order.side, order.remaining, one.limit)
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

    def _realized(self, *, options: bool) -> int:
        gains = (one.realized for one in self.fills if _is_option(one.code) is options)
        return int(sum(gains, Decimal(0)))

    def _option_value(self, side: Side) -> int:
        fills = (one for one in self.fills if _is_option(one.code) and one.side is side)
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
                "trad_pfls_amt": int(one.position.realized_today),
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


def order_row(call: Call, order: DealOrder) -> Values:
    """What the lists of orders by day and by night say alike; numbers are padded with blanks."""
    instrument = call.market.others.derivatives.find(order.code)
    name = "" if instrument is None else instrument.contract.name
    return {
        "ord_gno_brno": BRANCH,
        "cano": call.text("CANO"),
        "csac_name": "홍길동",
        "acnt_prdt_cd": call.text("ACNT_PRDT_CD"),
        "ord_dt": order.trade_date,
        "odno": f"{int(order.number):>10}",
        "orgn_odno": f"{int(order.original_number or 0):>10}" if order.original_number else "",
        "sll_buy_dvsn_cd": SIDE_CODES[order.side],
        "trad_dvsn_name": SIDE_NAMES[order.side] + _KINDS[order.kind],
        "nmpr_type_name": _TYPES.get(order.order_type, ""),
        "pdno": order.code,
        "prdt_name": name,
        "prdt_type_cd": PRODUCT_TYPE,
        "ord_qty": order.quantity,
        "qty": order.remaining,
        "ord_tmd": order.time.time(),
        "avg_idx": long_price(order.average_price),
        "rjct_qty": 0,
        "ingr_trad_rjct_rson_cd": "",
        "ingr_trad_rjct_rson_name": "",
        "ord_stfno": "",
        "sprd_item_yn": False,
        "ord_ip_addr": "",
    }


def type_code(order: DealOrder) -> str:
    """호가유형코드."""
    return _PRICED.get(order.order_type, order.order_type)


def filled_value(call: Call, order: DealOrder) -> int:
    """총체결금액."""
    instrument = call.market.others.derivatives.find(order.code)
    multiplier = 1 if instrument is None else instrument.contract.product.multiplier
    return order.filled_value * multiplier // 100


def asked_orders(call: Call, *, night: bool) -> list[DealOrder]:
    """The orders of a period that a list asks for; by number, the oldest first for DS."""
    start, end = call.day("STRT_ORD_DT"), call.day("END_ORD_DT")
    dealer = call.market.others.derivatives.dealer
    side, state = call.text("SLL_BUY_DVSN_CD"), call.text("CCLD_NCCS_DVSN")
    kind = call.text("FUOP_DVSN_CD")
    code = _asked_code(call)
    exchange = NIGHT if night else DAY
    first = call.text("STRT_ODNO")
    found = [
        one
        for one in dealer.orders(account_number(call), start, end)
        if one.exchange == exchange
        and side in {"", "00", SIDE_CODES[one.side]}
        and (state != "01" or one.filled_quantity)
        and (state != "02" or one.remaining)
        and (not code or one.code == code)
        and (kind not in {"01", "02"} or (kind == "02") == _is_option(one.code))
        and (not first.isdigit() or int(one.number) >= int(first))
    ]
    return found if call.text("SORT_SQN") != "AS" else found[::-1]


def fee_of(fills: Iterable[DealFill]) -> int:
    """수수료 of fills."""
    return int(sum((one.fee for one in fills), Decimal(0)))


def fills_between(call: Call, start: date, end: date) -> tuple[DealFill, ...]:
    """The account's fills by trade date, of day and night."""
    return call.market.others.derivatives.dealer.fills(account_number(call), start, end)


def long_price(hundredths: float) -> str:
    """A price with eight decimals."""
    return f"{hundredths / 100:.8f}"


def is_future_of_goods(code: str) -> bool:
    """Whether a future is on a commodity (상품선물)."""
    return code[1:3] in {"65", "66", "67", "75", "76", "77", "78", "86", "88"}


def is_option_code(code: str) -> bool:
    """Whether a code is an option's."""
    return _is_option(code)


def _is_option(code: str) -> bool:
    return code[:1] in {"B", "C", "2", "3"}


def _asked_code(call: Call) -> str:
    asked = call.text("PDNO")
    if not asked:
        return ""
    found = call.market.others.derivatives.find(asked)
    return asked if found is None else found.contract.code
