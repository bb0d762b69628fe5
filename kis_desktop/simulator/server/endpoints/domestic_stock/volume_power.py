"""체결강도 상위, v1_국내주식-101: what was bought actively in percent of what was sold actively."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import SHARES, candidates, quote_fields, top
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/volume_power")


def _answer(call: Call) -> Reply:
    rows = [
        {
            **quote_fields(one.snapshot),
            "stck_shrn_iscd": one.listing.symbol,
            "data_rank": rank,
            "hts_kor_isnm": one.listing.name,
            "tday_rltv": one.snapshot.strength,
            "seln_cnqn_smtn": one.snapshot.sell_volume,
            "shnu_cnqn_smtn": one.snapshot.buy_volume,
        }
        for rank, one in top(call, candidates(call, SHARES), lambda one: one.snapshot.strength)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/volume_power",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20168",
        "FID_INPUT_ISCD": "0000",
        "FID_DIV_CLS_CODE": "0",
        "FID_TRGT_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE"),
)
