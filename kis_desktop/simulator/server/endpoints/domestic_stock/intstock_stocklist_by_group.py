"""관심종목 그룹별 종목조회, 국내주식-203: the shares of one of the trader's groups.

기준일 순매수 수량 and 체결단가 are what the trader wrote beside a share: bought some weeks ago.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.watch_groups import note_of, watch_groups
from kis_desktop.simulator.universe import Listing

_LAYOUT = layout("domestic_stock/intstock_stocklist_by_group")


def _answer(call: Call) -> Reply:
    """A group that does not exist has no rows; 1 is read as 001."""
    asked = call.text("INTER_GRP_CODE").rjust(3, "0")
    group = next((one for one in watch_groups(call.market) if one.code == asked), None)
    if group is None:
        return _LAYOUT.done({})
    head: dict[str, Value] = {"data_rank": f"{group.rank:010}", "inter_grp_name": group.name}
    rows = [_row(call, number, one) for number, one in enumerate(group.listings, start=1)]
    return _LAYOUT.done({"output1": head, "output2": rows})


def _row(call: Call, number: int, listing: Listing) -> dict[str, Value]:
    note = note_of(call.market, listing)
    return {
        "fid_mrkt_cls_code": "J",
        "data_rank": f"{number:010}",
        "exch_code": "KRX",
        "jong_code": listing.symbol,
        "color_code": "-1",
        "hts_kor_isnm": listing.name,
        "fxdt_ntby_qty": note.quantity,
        "cntg_unpr": f"{note.price}.000000",
        "cntg_cls_code": "0",
    }


ENDPOINT = served(
    "domestic_stock/intstock_stocklist_by_group",
    _answer,
    example={
        "TYPE": "1",
        "USER_ID": "simulator",
        "INTER_GRP_CODE": "001",
        "FID_ETC_CLS_CODE": "4",
    },
    other={"INTER_GRP_CODE": "002"},
    required=("USER_ID", "INTER_GRP_CODE"),
)
