"""Records of an index that both of its channels share."""

from datetime import datetime

from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.index_rows import Fields, millions, points, thousands
from kis_desktop.simulator.server.wire_text import share, sign
from kis_desktop.simulator.views import IndexView, Refused


def knows_index(market: Market, key: str) -> bool:
    """Whether there is an index of this code."""
    try:
        market.index(key)
    except Refused:
        return False
    return True


def is_new_second(since: datetime | None, now: datetime) -> bool:
    """Whether a second has begun since the last look; True right after the registration."""
    return since is None or since.replace(microsecond=0) < now.replace(microsecond=0)


def is_open_house(market: Market) -> bool:
    """Whether the clock is `open`: every session is, all day."""
    return market.others.around.open_day is not None


def level_fields(shown: IndexView, value: int, at: datetime) -> Fields:
    """Level, change, and where it stands against open, high and low; the level before there are."""
    values: Fields = {
        "bstp_cls_code": shown.code,
        "bsop_hour": at,
        "prpr_nmix": points(value),
        "prdy_vrss_sign": sign(value - shown.base),
        "bstp_nmix_prdy_vrss": points(value - shown.base),
        "prdy_ctrt": share(value - shown.base, shown.base),
    }
    for name, own, level in (
        ("oprc", "oprc_nmix", shown.open),
        ("hgpr", "nmix_hgpr", shown.high),
        ("lwpr", "nmix_lwpr", shown.low),
    ):
        reached = value if level is None else level
        values |= {
            own: points(reached),
            f"{name}_vrss_nmix_prpr": points(value - reached),
            f"{name}_vrss_nmix_sign": sign(value - reached),
            f"prdy_clpr_vrss_{name}_rate": share(reached - shown.base, shown.base),
        }
    return values


def traded_fields(volume: int, turnover: int, volume_before: int, turnover_before: int) -> Fields:
    """The day so far, and what of it is new."""
    return {
        "acml_vol": thousands(volume),
        "acml_tr_pbmn": millions(turnover),
        "pcas_vol": max(thousands(volume) - thousands(volume_before), 0),
        "pcas_tr_pbmn": max(millions(turnover) - millions(turnover_before), 0),
    }
