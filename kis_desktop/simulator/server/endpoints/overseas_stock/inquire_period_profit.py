"""해외주식 기간손익, v1_해외주식-032: what the sales of a period earned, by day and share.

`WCRC_FRCR_DVSN_CD` 01 writes money in its currency, 02 in won at the rate of the day. Profit is
after the costs of the sale.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kis_desktop.simulator.markets.overseas_stock.account import Earned, earned
from kis_desktop.simulator.markets.overseas_stock.exchanges import exchanges_of
from kis_desktop.simulator.markets.overseas_stock.shares import ForeignShare
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.overseas_rows import WIDTH, fixed, stocks
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share

_LAYOUT = layout("overseas_stock/inquire_period_profit")
_ROWS = 50
_IN_WON = "02"
_ZERO = Decimal(0)


@dataclass(slots=True)
class _DaySales:
    """The sales of one share on one day, in its currency."""

    day: date
    share: ForeignShare
    exchange: str
    rate: Decimal
    """won for one unit"""
    quoted: Decimal
    quantity: int = 0
    cost: Decimal = _ZERO
    proceeds: Decimal = _ZERO
    charges: Decimal = _ZERO

    @property
    def profit(self) -> Decimal:
        return self.proceeds - self.cost - self.charges


def _answer(call: Call) -> Reply:
    market = stocks(call)
    start, end = call.day("INQR_STRT_DT"), call.day("INQR_END_DT")
    fills = market.dealer.fills(call.account_number, start, end)
    sales = [one for one in earned(market, fills) if _asked_for(call, one)]
    days = list(_by_day(call, sales))
    rows = [_LAYOUT.row("output1", _row(call, one)) for one in days]
    names = ("CANO", "ACNT_PRDT_CD", "OVRS_EXCG_CD", "CRCY_CD", "INQR_STRT_DT", "INQR_END_DT")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": _totals(call, days)},
        continuation=page.continuation,
        before=page.context,
    )


def _asked_for(call: Call, one: Earned) -> bool:
    places = exchanges_of(call.text("OVRS_EXCG_CD"))
    country = one.share.exchange.country
    return (
        (not places or country in {place.country for place in places})
        and call.text("NATN_CD") in {"", "000", country.number}
        and call.text("CRCY_CD") in {"", "%", "%%%", country.currency}
        and call.text("PDNO").upper() in {"", "%", one.share.symbol}
    )


def _by_day(call: Call, sales: Iterable[Earned]) -> Iterable[_DaySales]:
    rates = stocks(call).currencies
    found: dict[tuple[date, str, str], _DaySales] = {}
    for one in sales:
        fill = one.fill
        key = fill.trade_date, fill.exchange, fill.code
        if key not in found:
            currency = one.share.currency
            quoted = rates.quoted_on(currency, fill.trade_date, call.now)
            won = quoted / rates.won_rate(currency).unit
            found[key] = _DaySales(fill.trade_date, one.share, fill.exchange, won, quoted)
        kept = found[key]
        kept.quantity += fill.quantity
        kept.cost += one.cost
        kept.proceeds += one.proceeds
        kept.charges += one.charges
    return found.values()


def _rate(call: Call, one: _DaySales) -> Decimal:
    return one.rate if call.text("WCRC_FRCR_DVSN_CD") == _IN_WON else Decimal(1)


def _row(call: Call, one: _DaySales) -> Values:
    rate = _rate(call, one)
    return {
        "trad_day": one.day,
        "ovrs_pdno": one.share.symbol,
        "ovrs_item_name": one.share.name,
        "slcl_qty": one.quantity,
        "pchs_avg_pric": fixed(one.cost / one.quantity * rate, 8),
        "frcr_pchs_amt1": fixed(one.cost * rate, 6),
        "avg_sll_unpr": fixed(one.proceeds / one.quantity * rate, 8),
        "frcr_sll_amt_smtl1": fixed(one.proceeds * rate, 6),
        "stck_sll_tlex": fixed(one.charges * rate, 8),
        "ovrs_rlzt_pfls_amt": fixed(one.profit * rate, 5),
        "pftrt": fixed(share(float(one.profit), float(one.cost)), 8),
        "exrt": fixed(one.quoted, 10),
        "ovrs_excg_cd": one.exchange,
        "frst_bltn_exrt": fixed(one.quoted, 8),
    }


def _totals(call: Call, days: list[_DaySales]) -> Values:
    def total(name: str) -> Decimal:
        return sum((getattr(one, name) * _rate(call, one) for one in days), _ZERO)

    sold, bought, charges = total("proceeds"), total("cost"), total("charges")
    currency = call.text("CRCY_CD")
    rates = stocks(call).currencies
    known = currency if currency in {"HKD", "CNY", "JPY", "VND"} else "USD"
    return {
        "stck_sll_amt_smtl": fixed(sold, 6),
        "stck_buy_amt_smtl": fixed(bought, 6),
        "smtl_fee1": fixed(charges, 6),
        "excc_dfrm_amt": fixed(sold - charges, 5),
        "ovrs_rlzt_pfls_tot_amt": fixed(sold - bought - charges, 5),
        "tot_pftrt": fixed(share(float(sold - bought - charges), float(bought)), 8),
        "bass_dt": call.now.date(),
        "exrt": fixed(rates.quoted(known, call.now), 10),
    }


ENDPOINT = served(
    "overseas_stock/inquire_period_profit",
    _answer,
    required=("INQR_STRT_DT", "INQR_END_DT"),
    example={
        "OVRS_EXCG_CD": "NASD",
        "CRCY_CD": "USD",
        "INQR_STRT_DT": "20240601",
        "INQR_END_DT": "20240630",
        "WCRC_FRCR_DVSN_CD": "01",
    },
)
