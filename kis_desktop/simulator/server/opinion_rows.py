"""What the two requests for opinions share: the reports asked for, and their words."""

from collections.abc import Mapping
from datetime import date
from itertools import islice

from kis_desktop.simulator.facts.opinions import HOUSES, Report, close_before
from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.replies import invalid_input
from kis_desktop.simulator.server.wire_text import parse_day

ROWS = 100
Row = Mapping[str, Value]


def asked_reports(call: Call, symbol: str | None, house: str | None = None) -> list[Report]:
    """The newest reports of the period."""
    start, end = _day(call, "FID_INPUT_DATE_1"), _day(call, "FID_INPUT_DATE_2")
    end = min(end, call.now.date())
    found = call.market.others.companies.reports(start, end, symbol, house)
    return list(islice(found, ROWS))


def _day(call: Call, name: str) -> date:
    """A day, which may have noughts in front: 0020261120. Raises CallRefused."""
    try:
        return parse_day(call.text(name)[-8:])
    except ValueError as error:
        raise CallRefused(invalid_input(name)) from error


def report_row(call: Call, report: Report) -> dict[str, Value]:
    """Opinion, target and how far the last price is from it."""
    companies = call.market.others.companies
    close = close_before(companies.price_on, report)
    target = report.target(close)
    last = call.market.glance(report.listing.symbol).last
    before = report.before
    return {
        "stck_bsop_date": report.day,
        "invt_opnn": report.opinion.words,
        "invt_opnn_cls_code": report.opinion.code,
        "rgbf_invt_opnn": before.words if before else "",
        "rgbf_invt_opnn_cls_code": before.code if before else "",
        "mbcr_name": HOUSES[report.house],
        "hts_goal_prc": target,
        "stck_prdy_clpr": close,
        "stft_esdg": last - target,
        "dprt": (last - target) * 100 / target,
    }
