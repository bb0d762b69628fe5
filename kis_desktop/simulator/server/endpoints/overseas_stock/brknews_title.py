"""해외속보(제목), 해외주식-055: up to a hundred titles about foreign shares, newest first."""

from datetime import time
from itertools import islice

from kis_desktop.simulator.markets.overseas_stock.headlines import Headline, Headlines
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import Row, asked_until
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/brknews_title")
_ROWS = 100
_LOOKED_THROUGH = 500
_CLASSES = {"시황": "01", "종목": "02", "산업": "03"}


def _answer(call: Call) -> Reply:
    market = call.market.others.overseas_stock
    at = asked_until(call, "FID_INPUT_DATE_1", "FID_INPUT_HOUR_1")
    found = Headlines(market).until(at, symbol=call.text("FID_INPUT_ISCD").upper())
    words = call.text("FID_TITL_CNTT")
    if words:
        found = (one for one in islice(found, _LOOKED_THROUGH) if words in one.title)
    return _LAYOUT.done({"output": [_row(one) for one in islice(found, _ROWS)]})


def _row(one: Headline) -> Row:
    row: Row = {
        "cntt_usiq_srno": f"{one.at:%Y%m%d%H%M%S}{one.number:06d}",
        "news_ofer_entp_code": "v",
        "data_dt": one.at,
        "data_tm": time(one.at.hour, one.at.minute, one.at.second),
        "hts_pbnt_titl_cntt": one.title,
        "news_lrdv_code": _CLASSES[one.topic],
        "dorg": "모의뉴스",
    }
    for place, share in enumerate((one.share, one.peer), 1):
        if share is not None:
            row |= {f"iscd{place}": share.symbol, f"kor_isnm{place}": share.name}
    return row


ENDPOINT = served(
    "overseas_stock/brknews_title",
    _answer,
    example={"FID_NEWS_OFER_ENTP_CODE": "0", "FID_COND_SCR_DIV_CODE": "11801"},
)
