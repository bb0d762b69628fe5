"""이격도 순위, v1_국내주식-095: the last price in percent of its averages over so many days."""

from kis_desktop.simulator.overview import AVERAGES
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.rankings import STATES, Ranked, candidates, quote_fields, top
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/disparity")


def _answer(call: Call) -> Reply:
    length = int(call.choice("FID_HOUR_CLS_CODE", *map(str, AVERAGES)))
    lowest_first = call.choice("FID_RANK_SORT_CLS_CODE", "0", "1") == "1"

    def disparity(one: Ranked, length: int = length) -> float:
        recent = call.market.recent_days(one.listing.symbol)
        return recent.disparity(one.snapshot.last, length)

    def key(one: Ranked) -> float:
        return -disparity(one) if lowest_first else disparity(one)

    rows = [
        {
            **quote_fields(one.snapshot),
            "mksc_shrn_iscd": one.listing.symbol,
            "data_rank": rank,
            "hts_kor_isnm": one.listing.name,
            **{f"d{days}_dsrt": disparity(one, days) for days in AVERAGES},
        }
        for rank, one in top(call, candidates(call, STATES), key)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    "domestic_stock/disparity",
    _answer,
    of_whole_market=True,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "20178",
        "FID_DIV_CLS_CODE": "0",
        "FID_RANK_SORT_CLS_CODE": "0",
        "FID_HOUR_CLS_CODE": "20",
        "FID_INPUT_ISCD": "0000",
        "FID_TRGT_CLS_CODE": "0",
        "FID_TRGT_EXLS_CLS_CODE": "0",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_COND_SCR_DIV_CODE", "FID_HOUR_CLS_CODE"),
)
