"""해외주식 예약주문조회, v1_해외주식-013: the reservations received in a span of Korean days.

The codes of the state are our own choice: 01 waiting, 02 sent, 03 cancelled, 04 not taken.
"""

from kis_desktop.simulator.markets.overseas_stock.exchanges import exchanges_of, find_exchange
from kis_desktop.simulator.markets.overseas_stock.reservations import Reservation
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.order_texts import BRANCH, SIDE_CODES, SIDE_NAMES
from kis_desktop.simulator.server.overseas_rows import WIDTH, fixed, stocks
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/order_resv_list")
_ROWS = 20
_AMERICAN = "TTTT3039R"


def _answer(call: Call) -> Reply:
    start, end = call.day("INQR_STRT_DT"), call.day("INQR_END_DT")
    asked = call.text("OVRS_EXCG_CD") or call.text("PRDT_TYPE_CD")
    codes = {one.order_code for one in exchanges_of(asked)}
    rows = [
        _LAYOUT.row("output", _row(call, one))
        for one in stocks(call).reservations.of(call.account_number, start, end)
        if _country(one) == (call.tr_id == _AMERICAN) and (not codes or one.dealt.exchange in codes)
    ]
    names = ("CANO", "ACNT_PRDT_CD", "INQR_STRT_DT", "INQR_END_DT", "OVRS_EXCG_CD")
    page = page_of(call, rows, _ROWS, [call.text(name) for name in names], width=WIDTH)
    return _LAYOUT.answered(
        {"output": page.rows}, continuation=page.continuation, before=page.context
    )


def _country(one: Reservation) -> bool:
    """Whether it is American."""
    place = find_exchange(one.dealt.exchange)
    return place is not None and place.country.code == "US"


def _row(call: Call, one: Reservation) -> Values:
    market, dealt = stocks(call), one.dealt
    share = market.find(dealt.exchange, dealt.code)
    assert share is not None
    order = one.order
    if order is not None:
        order = market.dealer.find_order(one.account, order.number) or order
    code, name = _state(one)
    filled = share.money(order.filled_value) if order is not None else share.money(0)
    quantity = order.filled_quantity if order is not None else 0
    return {
        "cncl_yn": one.cancelled,
        "rsvn_ord_rcit_dt": one.received.date(),
        "ovrs_rsvn_odno": one.number,
        "ord_dt": order.trade_date if order is not None else one.opening.date(),
        "ord_gno_brno": BRANCH,
        "odno": order.number if order is not None else "",
        "sll_buy_dvsn_cd": SIDE_CODES[one.side],
        "sll_buy_dvsn_cd_name": SIDE_NAMES[one.side],
        "ovrs_rsvn_ord_stat_cd": code,
        "ovrs_rsvn_ord_stat_cd_name": name,
        "pdno": dealt.code,
        "prdt_type_cd": share.exchange.product,
        "prdt_name": share.name,
        "ord_rcit_tmd": one.received,
        "ord_fwdg_tmd": one.opening if order is not None else "",
        "tr_dvsn_name": "지정가" if one.price else "MOO",
        "ovrs_excg_cd": dealt.exchange,
        "tr_mket_name": share.exchange.name,
        "ft_ord_qty": one.quantity,
        "ft_ord_unpr3": fixed(share.money(one.price), 8),
        "ft_ccld_qty": quantity,
        "nprc_rson_text": one.refusal,
        "splt_buy_attr_name": "",
        "ft_ccld_unpr3": fixed(filled / quantity if quantity else filled, 8),
    }


def _state(one: Reservation) -> tuple[str, str]:
    if one.cancelled:
        return "03", "취소"
    if one.refusal:
        return "04", "미처리"
    return ("02", "처리완료") if one.order is not None else ("01", "접수")


ENDPOINT = served(
    "overseas_stock/order_resv_list",
    _answer,
    required=("INQR_STRT_DT", "INQR_END_DT"),
    example={
        "INQR_STRT_DT": "20220809",
        "INQR_END_DT": "20220830",
        "INQR_DVSN_CD": "00",
        "OVRS_EXCG_CD": "NASD",
    },
)
