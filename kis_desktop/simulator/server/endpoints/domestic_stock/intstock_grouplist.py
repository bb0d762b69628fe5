"""관심종목 그룹조회, 국내주식-204: the trader's groups, when saved, how large."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.watch_groups import watch_groups

_LAYOUT = layout("domestic_stock/intstock_grouplist")


def _answer(call: Call) -> Reply:
    rows: list[dict[str, Value]] = [
        {
            "date": group.saved.date(),
            "trnm_hour": group.saved,
            "data_rank": f"{group.rank:010}",
            "inter_grp_code": group.code,
            "inter_grp_name": group.name,
            "ask_cnt": f"{len(group.listings):010}",
        }
        for group in watch_groups(call.market)
    ]
    return _LAYOUT.done({"output2": rows})


ENDPOINT = served(
    "domestic_stock/intstock_grouplist",
    _answer,
    example={"TYPE": "1", "FID_ETC_CLS_CODE": "00", "USER_ID": "simulator"},
    required=("USER_ID",),
)
