"""ELW 비교대상종목조회, 국내주식-183: the warrants on the underlying of a code.

The code may be the underlying's or a warrant's.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.documented import chosen
from kis_desktop.simulator.server.elw_choice import listed_views
from kis_desktop.simulator.server.elw_rows import asked, terms_values
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_ID = "elw/compare_stocks"
_LAYOUT = layout(_ID)


def _answer(call: Call) -> Reply:
    views = listed_views(call)
    code = call.text("FID_INPUT_ISCD").upper()
    if all(one.warrant.underlying != code for one in views):
        code = asked(call).warrant.underlying
    return _LAYOUT.done(
        {
            "output": [
                chosen(_ID, "output", terms_values(one))
                for one in views
                if one.warrant.underlying == code
            ]
        }
    )


ENDPOINT = served(
    _ID, _answer, example={"FID_COND_SCR_DIV_CODE": "11517", "FID_INPUT_ISCD": "005930"}
)
