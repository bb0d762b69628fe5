"""국내휴장일조회, 국내주식-040: 24 days from a day on; `opnd_yn` says whether the market opens."""

from datetime import date, timedelta

from kis_desktop.catalogue.calendar import is_trading_day
from kis_desktop.simulator.server.call import Call, CallRefused, Endpoint
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.replies import Continuation, Reply, done, invalid_input
from kis_desktop.simulator.server.wire_text import day, padded, parse_day, yes

ROWS = 24
_KEY_WIDTH = 20
_SATURDAY = 5
_YEAR_END = (12, 29)
_ROW = FieldBlock("bass_dt wday_dvsn_cd bzdy_yn=N tr_day_yn=N opnd_yn=N sttl_day_yn=N")


def _answer(call: Call) -> Reply:
    """The next key is the first day of the next page; the calendar ends with next year."""
    start = _asked(call)
    last = date(call.now.year + 1, 12, 31)
    count = max(0, min(ROWS, (last - start).days + 1))
    days = [start + timedelta(days=number) for number in range(count)]
    more = count == ROWS
    after = start + timedelta(days=ROWS)
    keys = {
        "ctx_area_nk": padded(day(after) if more else "", _KEY_WIDTH),
        "ctx_area_fk": padded(day(start), _KEY_WIDTH),
    }
    return done(
        {"output": [_row(one) for one in days]},
        code="KIOK0500" if more else "KIOK0510",
        message="조회가 계속됩니다..다음버튼을 Click 하십시오."
        if more
        else "조회가 완료되었습니다",
        continuation=Continuation.MORE if more else Continuation.LAST,
        before=keys,
    )


def _asked(call: Call) -> date:
    key = call.text("CTX_AREA_NK") if call.continued else ""
    try:
        return parse_day(key or call.text("BASS_DT"))
    except ValueError as error:
        raise CallRefused(invalid_input("BASS_DT")) from error


def _row(one: date) -> dict[str, str]:
    trading = is_trading_day(one)
    return _ROW.filled(
        {
            "bass_dt": day(one),
            "wday_dvsn_cd": f"{one.isoweekday() % 7 + 1:02d}",
            "bzdy_yn": yes(trading or _is_year_end(one)),
            "tr_day_yn": "Y",
            "opnd_yn": yes(trading),
            "sttl_day_yn": yes(trading),
        }
    )


def _is_year_end(one: date) -> bool:
    """A weekday on which banks work and the exchange does not."""
    return one.weekday() < _SATURDAY and (one.month, one.day) >= _YEAR_END


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/chk-holiday",
    real=("CTCA0903R",),
    paper=(),
    required=("BASS_DT",),
    answer=_answer,
    example={"BASS_DT": "20261120"},
)
