"""One row of an order for foreign shares."""

from kis_desktop.simulator.dealing import DealOrder
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Values
from kis_desktop.simulator.server.order_texts import BRANCH, SIDE_CODES, SIDE_NAMES
from kis_desktop.simulator.server.overseas_rows import (
    ALGORITHMS,
    KIND_CODES,
    KIND_NAMES,
    fixed,
    named,
    state_name,
)


def order_row(call: Call, order: DealOrder) -> Values:
    """What every list of orders says: day there, prices with eight decimals."""
    share = named(call, order)
    kind = KIND_NAMES[order.kind]
    filled = share.money(order.filled_value)
    average = filled / order.filled_quantity if order.filled_quantity else filled
    return {
        "ord_dt": order.trade_date,
        "ord_gno_brno": BRANCH,
        "odno": order.number,
        "orgn_odno": order.original_number or "",
        "pdno": order.code,
        "prdt_name": share.name,
        "sll_buy_dvsn_cd": SIDE_CODES[order.side],
        "sll_buy_dvsn_cd_name": SIDE_NAMES[order.side] + kind,
        "rjct_rson": "",
        "rjct_rson_name": "",
        "tr_mket_name": share.exchange.name,
        "ft_ord_qty": order.quantity,
        "ft_ccld_qty": order.filled_quantity,
        "nccs_qty": order.remaining,
        "ft_ord_unpr3": fixed(share.money(order.price), 8),
        "ft_ccld_unpr3": fixed(average, 8),
        "ft_ccld_amt3": fixed(filled, 5),
        "ovrs_excg_cd": order.exchange,
        "tr_crcy_cd": share.currency,
        "prcs_stat_name": state_name(order),
        "loan_type_cd": "10",
        "loan_dt": "",
        "usa_amk_exts_rqst_yn": False if share.exchange.country.code == "US" else None,
        "splt_buy_attr_name": ALGORITHMS.get(order.order_type, ""),
    }


def kind_code(order: DealOrder) -> str:
    """정정취소구분코드."""
    return KIND_CODES[order.kind]


def kind_name(order: DealOrder) -> str:
    """정정취소구분명, empty for a new order."""
    return KIND_NAMES[order.kind]
