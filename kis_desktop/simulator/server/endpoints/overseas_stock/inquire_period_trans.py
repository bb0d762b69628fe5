"""해외주식 일별거래내역, v1_해외주식-063: the trades of a period as they were settled.

The broker's fee counts as domestic, exchange and tax fees as foreign (국내, 해외 수수료).
"""

from collections.abc import Iterable
from decimal import Decimal

from kis_desktop.simulator.dealing import DealFill
from kis_desktop.simulator.markets.overseas_stock.dealing import settlement_day
from kis_desktop.simulator.markets.overseas_stock.exchanges import exchanges_of
from kis_desktop.simulator.markets.overseas_stock.identity import isin_of
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import SIDE_CODES, SIDE_NAMES
from kis_desktop.simulator.server.overseas_rows import fixed, side_matches, stocks, whole
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Side

_LAYOUT = layout("overseas_stock/inquire_period_trans")
_ROWS = 50
_ZERO = Decimal(0)


def _answer(call: Call) -> Reply:
    start, end = call.day("ERLM_STRT_DT"), call.day("ERLM_END_DT")
    codes = {one.order_code for one in exchanges_of(call.text("OVRS_EXCG_CD"))}
    fills = [
        one
        for one in stocks(call).dealer.fills(call.account_number, start, end)
        if (not codes or one.exchange in codes)
        and call.text("PDNO").upper() in {"", "%", one.code}
        and side_matches(call.text("SLL_BUY_DVSN_CD"), one.side)
    ]
    rows = [_LAYOUT.row("output1", _row(call, one)) for one in fills]
    names = ("CANO", "ACNT_PRDT_CD", "ERLM_STRT_DT", "ERLM_END_DT", "OVRS_EXCG_CD")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names])
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": _totals(call, fills)},
        continuation=page.continuation,
        before=page.context,
    )


def _row(call: Call, fill: DealFill) -> Values:
    market = stocks(call)
    one = market.find(fill.exchange, fill.code)
    assert one is not None
    value, charges = one.money(fill.value), fill.fee + fill.tax
    settled = value + charges if fill.side is Side.BUY else value - charges
    quoted = market.currencies.quoted_on(one.currency, fill.trade_date, call.now)
    won = quoted / market.currencies.won_rate(one.currency).unit
    return {
        "trad_dt": fill.trade_date,
        "sttl_dt": settlement_day(fill.trade_date, fill.exchange),
        "sll_buy_dvsn_cd": SIDE_CODES[fill.side],
        "sll_buy_dvsn_name": SIDE_NAMES[fill.side],
        "pdno": fill.code,
        "ovrs_item_name": one.name,
        "ccld_qty": fill.quantity,
        "amt_unit_ccld_qty": fixed(fill.quantity, 8),
        "ft_ccld_unpr2": fixed(one.money(fill.price), 8),
        "ovrs_stck_ccld_unpr": fixed(one.money(fill.price), 8),
        "tr_frcr_amt2": fixed(value, 6),
        "tr_amt": whole(value * won),
        "frcr_excc_amt_1": fixed(settled, 6),
        "wcrc_excc_amt": whole(settled * won),
        "dmst_frcr_fee1": fixed(fill.fee, 5),
        "frcr_fee1": fixed(fill.tax, 6),
        "dmst_wcrc_fee": whole(fill.fee * won),
        "ovrs_wcrc_fee": whole(fill.tax * won),
        "crcy_cd": one.currency,
        "std_pdno": isin_of(one),
        "erlm_exrt": fixed(quoted, 8),
        "loan_dvsn_cd": "10",
        "loan_dvsn_name": "현금",
    }


def _totals(call: Call, fills: Iterable[DealFill]) -> Values:
    market = stocks(call)
    bought = sold = domestic = foreign = _ZERO
    for fill in fills:
        one = market.find(fill.exchange, fill.code)
        assert one is not None
        value = one.money(fill.value)
        if fill.side is Side.BUY:
            bought += value
        else:
            sold += value
        domestic += fill.fee
        foreign += fill.tax
    return {
        "frcr_buy_amt_smtl": fixed(bought, 6),
        "frcr_sll_amt_smtl": fixed(sold, 6),
        "dmst_fee_smtl": fixed(domestic, 5),
        "ovrs_fee_smtl": fixed(foreign, 5),
    }


ENDPOINT = served(
    "overseas_stock/inquire_period_trans",
    _answer,
    required=("ERLM_STRT_DT", "ERLM_END_DT"),
    example={
        "ERLM_STRT_DT": "20240601",
        "ERLM_END_DT": "20240630",
        "OVRS_EXCG_CD": "NASD",
        "SLL_BUY_DVSN_CD": "00",
    },
)
