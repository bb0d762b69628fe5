"""국내옵션전광판_옵션월물리스트, 국내선물-020: the months for which options are listed."""

from kis_desktop.simulator.markets.domestic_futureoption.contracts import last_days
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_boards import board_product, month_code, month_text
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/display_board_option_list")
_MONTHS = 11


def _answer(call: Call) -> Reply:
    product = board_product(call, futures=False)
    today = call.market.others.derivatives.today
    days = last_days(product, product.option_cycle, today, _MONTHS)
    return _LAYOUT.done(
        {
            "output": [
                {"mtrt_yymm_code": month_code(product, day), "mtrt_yymm": month_text(product, day)}
                for day in days
            ]
        }
    )


ENDPOINT = served(
    "domestic_futureoption/display_board_option_list",
    _answer,
    example={"FID_COND_SCR_DIV_CODE": "509"},
    other={"FID_COND_MRKT_CLS_CODE": "WKI"},
    required=(),
)
