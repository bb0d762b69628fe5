"""선물옵션기간약정수수료일별, v1_국내선물-017: values and fees of a period by day and contract."""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_days import DayTrades, trades_by_day
from kis_desktop.simulator.server.futureoption_holding import is_option_code
from kis_desktop.simulator.server.futureoption_lists import fills_between, is_future_of_goods
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/inquire_daily_amount_fee")
_PAGE, _WIDTH = 100, 200


def _answer(call: Call) -> Reply:
    start, end = call.day("INQR_STRT_DAY"), call.day("INQR_END_DAY")
    days = trades_by_day(call, fills_between(call, start, end))
    rows = [
        _LAYOUT.row(
            "output1",
            {
                "ord_dt": one.day,
                "pdno": one.instrument.contract.code,
                "item_name": one.instrument.contract.name,
                "sll_agrm_amt": one.sold,
                "sll_fee": one.sold_fee,
                "buy_agrm_amt": one.bought,
                "buy_fee": one.bought_fee,
                "tot_fee_smtl": one.sold_fee + one.bought_fee,
                "trad_pfls": one.gain,
            },
        )
        for one in days
    ]
    page = page_of(call, rows, _PAGE, (call.text("CANO"), call.text("ACNT_PRDT_CD")), width=_WIDTH)
    return _LAYOUT.answered(
        {"output1": page.rows, "output2": _totals(days)},
        continuation=page.continuation,
        before=page.context,
    )


def _totals(days: list[DayTrades]) -> dict[str, int]:
    """Of all, of futures (on goods apart) and of options; counts are days with such trades."""
    options = [one for one in days if is_option_code(one.instrument.contract.code)]
    futures = [one for one in days if not is_option_code(one.instrument.contract.code)]
    goods = [one for one in futures if is_future_of_goods(one.instrument.contract.code)]
    future_value, option_value = _value(futures), _value(options)
    future_fee, option_fee = _fee(futures), _fee(options)
    return {
        "futr_agrm": future_value - _value(goods),
        "futr_agrm_amt": future_value - _value(goods),
        "futr_agrm_amt_smtl": future_value,
        "futr_sll_fee_smtl": sum(one.sold_fee for one in futures),
        "futr_buy_fee_smtl": sum(one.bought_fee for one in futures),
        "futr_fee_smtl": future_fee,
        "opt_agrm": option_value,
        "opt_agrm_amt": option_value,
        "opt_agrm_amt_smtl": option_value,
        "opt_sll_fee_smtl": sum(one.sold_fee for one in options),
        "opt_buy_fee_smtl": sum(one.bought_fee for one in options),
        "opt_fee_smtl": option_fee,
        "prdt_futr_agrm": _value(goods),
        "prdt_fuop": _value(goods),
        "prdt_futr_evlu_amt": _value(goods),
        "futr_fee": future_fee,
        "opt_fee": option_fee,
        "fee": future_fee + option_fee,
        "sll_agrm_amt": sum(one.sold for one in days),
        "buy_agrm_amt": sum(one.bought for one in days),
        "agrm_amt_smtl": future_value + option_value,
        "sll_fee": sum(one.sold_fee for one in days),
        "buy_fee": sum(one.bought_fee for one in days),
        "fee_smtl": future_fee + option_fee,
        "trad_pfls_smtl": sum(one.gain for one in days),
    }


def _value(days: list[DayTrades]) -> int:
    return sum(one.sold + one.bought for one in days)


def _fee(days: list[DayTrades]) -> int:
    return sum(one.sold_fee + one.bought_fee for one in days)


ENDPOINT = served(
    "domestic_futureoption/inquire_daily_amount_fee",
    _answer,
    example={"INQR_STRT_DAY": "20261001", "INQR_END_DAY": "20261118"},
    required=("INQR_STRT_DAY", "INQR_END_DAY"),
)
