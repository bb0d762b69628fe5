"""Records of an index (H0UPCNT0, H0UPANC0) that the simulator writes, reasoned out by hand."""

from __future__ import annotations

from datetime import date, datetime

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.server.channels.streamed import record_text
from kis_desktop.simulator.server.index_rows import issue_fields, points
from kis_desktop.simulator.server.index_stream import level_fields, traded_fields
from kis_desktop.simulator.views import IndexView, Phase

AT = datetime(2026, 11, 20, 10, 12, 33, tzinfo=KST)


def shown(value: int, base: int, opened: int | None) -> IndexView:
    return IndexView(
        code="0001",
        name="KOSPI",
        trade_date=date(2026, 11, 20),
        time=AT,
        phase=Phase.CONTINUOUS,
        value=value,
        base=base,
        change=value - base,
        change_rate=(value - base) * 100 / base,
        open=opened,
        high=None if opened is None else 401_000,
        low=None if opened is None else 398_000,
        volume=29_526_901,
        turnover=2_962_725_999_999,
        risen=109,
        unchanged=16,
        fallen=84,
        at_limit_up=1,
        at_limit_down=2,
    )


def test_a_record_of_the_session() -> None:
    view = shown(399_600, 400_000, 400_400)
    values = {
        **level_fields(view, view.value, AT),
        **traded_fields(view.volume, view.turnover, 29_515_100, 2_961_519_000_000),
        **issue_fields(view),
        "tick_vrss": points(-28),
    }
    assert record_text("domestic_stock/index_ccnl", values) == (
        "0001^101233^3996.00^5^-4.00^29526^2962725^11^1206^-0.10^4004.00^4010.00^3980.00"
        "^-8.00^5^-14.00^5^16.00^2^0.10^0.25^-0.50^1^109^16^84^2^0^0^-0.28"
    )


def test_before_the_open_an_indication_stands_for_open_high_and_low() -> None:
    view = shown(400_000, 400_000, None)
    values = level_fields(view, 400_800, AT) | traded_fields(2_640_000, 270_059_000_000, 0, 0)
    assert record_text("domestic_stock/index_exp_ccnl", values) == (
        "0001^101233^4008.00^2^8.00^2640^270059^2640^270059^0.20^4008.00^4008.00^4008.00"
        "^0.00^3^0.00^3^0.00^3^0.20^0.20^0.20^0^0^0^0^0^0^0^0"
    )
