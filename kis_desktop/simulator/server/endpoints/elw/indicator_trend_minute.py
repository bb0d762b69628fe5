"""ELW 투자지표추이(분별), 국내주식-174: minutes with what their closes meant."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_trends import minutes
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/indicator_trend_minute"
_LAYOUT = layout(_ID)


def _answer(call: Call) -> Reply:
    rows = [
        chosen(
            _ID,
            "output",
            moment.values
            | {
                "stck_bsop_date": one.time.date(),
                "stck_cntg_hour": one.time,
                "elw_oprc": one.open,
                "elw_hgpr": one.high,
                "elw_lwpr": one.low,
                "cntg_vol": one.volume,
                "acml_vol": one.cumulative_volume,
            },
        )
        for one, moment in minutes(call)
    ]
    return _LAYOUT.done({"output": rows})


ENDPOINT = served(
    _ID,
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "W",
        "FID_INPUT_ISCD": "58D001",
        "FID_HOUR_CLS_CODE": "60",
        "FID_PW_DATA_INCU_YN": "N",
    },
    other={"FID_INPUT_ISCD": "57C005"},
)
