"""매도가능수량조회, 국내주식-165: shares of one instrument that can be sold."""

from kis_desktop.simulator.server.call import Call, Endpoint, asked_listing
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.order_texts import refusal
from kis_desktop.simulator.server.replies import Reply, done
from kis_desktop.simulator.server.wire_text import rate, won
from kis_desktop.simulator.views import Position, Refusal, Refused

_OUTPUT = FieldBlock("""
    pdno prdt_name buy_qty=0 sll_qty=0 cblc_qty=0 nsvg_qty=0 ord_psbl_qty=0
    pchs_avg_pric=0.0000 pchs_amt=0 now_pric=0 evlu_amt=0 evlu_pfls_amt=0 evlu_pfls_rt=0.00
""")


def _answer(call: Call) -> Reply:
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return refusal(Refused(Refusal.UNKNOWN_SYMBOL), call.world)
    held = {position.symbol: position for position in call.account.positions()}
    values = {"pdno": listing.symbol, "prdt_name": listing.name}
    position = held.get(listing.symbol)
    if position is not None:
        values |= _held(position)
    output = _OUTPUT.filled(values)
    return done({"output": output}, code="KIOK0420", message="정상적으로 조회되었습니다")


def _held(position: Position) -> dict[str, str]:
    return {
        "buy_qty": won(position.bought_today),
        "sll_qty": won(position.sold_today),
        "cblc_qty": won(position.quantity),
        "nsvg_qty": won(position.quantity),
        "ord_psbl_qty": won(position.sellable),
        "pchs_avg_pric": rate(position.average_price, 4),
        "pchs_amt": won(position.cost),
        "now_pric": won(position.last),
        "evlu_amt": won(position.value),
        "evlu_pfls_amt": won(position.unrealized),
        "evlu_pfls_rt": rate(position.unrealized_rate),
    }


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/trading/inquire-psbl-sell",
    real=("TTTC8408R",),
    paper=(),
    required=("PDNO",),
    answer=_answer,
    example={"PDNO": "005930"},
    of_account=True,
)
