"""선물옵션 기준일체결내역, v1_국내선물-016: the fills of a day between two times."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_account import FuturesAccount
from kis_desktop.simulator.server.futureoption_holding import known_instrument, long_price
from kis_desktop.simulator.server.futureoption_lists import fee_of, fills_between
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.views import Side

_LAYOUT = layout("domestic_futureoption/inquire_ccnl_bstime")
_PAGE, _WIDTH = 100, 200
_NAMES = {Side.BUY: "매수", Side.SELL: "매도"}


def _answer(call: Call) -> Reply:
    day = call.day("ORD_DT")
    start, end = call.text("FUOP_TR_STRT_TMD") or "000000", call.text("FUOP_TR_END_TMD") or "240000"
    account = FuturesAccount(call)
    fills = [one for one in fills_between(call, day, day) if start <= f"{one.time:%H%M%S}" <= end]
    rows = []
    for fill in fills:
        contract = known_instrument(call, fill.code).contract
        opened = "신규" if not fill.realized else "청산"
        row: Values = {
            "pdno": fill.code,
            "prdt_name": contract.name,
            "odno": fill.order_number,
            "tr_type_name": f"{_NAMES[fill.side]}{opened}",
            "last_sttldt": contract.last,
            "ccld_idx": long_price(fill.price),
            "ccld_qty": fill.quantity,
            "trad_amt": account.value_of(fill),
            "fee": int(fill.fee),
            "ccld_btwn": fill.time.time(),
        }
        rows.append(_LAYOUT.row("output1", row))
    fees = fee_of(fills)
    totals = {
        "tot_ccld_qty_smtl": sum(one.quantity for one in fills),
        "tot_ccld_amt_smtl": sum(account.value_of(one) for one in fills),
        "fee_adjt": -(fees % 10),
        "fee_smtl": fees,
    }
    page = page_of(call, rows, _PAGE, (call.text("CANO"), call.text("ACNT_PRDT_CD")), width=_WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": totals},
        continuation=page.continuation,
        before=page.context,
    )


ENDPOINT = served(
    "domestic_futureoption/inquire_ccnl_bstime",
    _answer,
    example={
        "ORD_DT": "20261112",
        "FUOP_TR_STRT_TMD": "000000",
        "FUOP_TR_END_TMD": "240000",
    },
    other={"ORD_DT": "20260910"},
    required=("ORD_DT",),
)
