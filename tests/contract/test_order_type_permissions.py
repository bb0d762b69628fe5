"""Which order types each venue takes in each session: the client's table and the simulator's.

The codes are written by hand from the broker's field description of ORD_DVSN and its notice of
2026-09-09 about the KRX's after-market.
"""

from __future__ import annotations

import pytest

from kis_desktop.catalogue.market_rules import load_market_rules
from kis_desktop.domain.session import Phase
from kis_desktop.simulator import views
from kis_desktop.simulator.order_rules import check_order_type
from kis_desktop.simulator.views import Refused

FAMILIES = ("0", (0, 1, 2, 3, 4, 5, 6)), ("1", (1, 2, 3, 4, 5, 6)), ("2", (1, 2, 3, 4))
ALL = [
    *(tens + str(ones) for tens, digits in FAMILIES for ones in digits),
    *(f"4{ones}" for ones in range(1, 8)),
]
QUOTED = "00 03 04 11 12 15 16"
TAKEN = {
    ("KRX", "pre_hours"): "00 01 02 05",
    ("KRX", "opening_auction"): "00 01 02",
    ("KRX", "continuous"): "00 01 02 03 04 11 12 13 14 15 16 21 22 23 24",
    ("KRX", "closing_auction"): "00 01",
    ("KRX", "closing_price_orders"): "06",
    ("KRX", "closing_price"): "06",
    ("KRX", "after_market"): "41 42 43 44 45 46 47",
    ("NXT", "pre_market"): QUOTED,
    ("NXT", "continuous"): QUOTED + " 13 14 21 22 23 24",
    ("NXT", "after_auction"): "00",
    ("NXT", "after_market"): QUOTED,
    ("SOR", "opening_auction"): "00 01",
    ("SOR", "continuous"): "00 01 03 04 11 12 13 14 15 16",
    ("SOR", "closing_auction"): "00 01",
}


def simulator_takes(code: str, venue: str, phase: str) -> bool:
    evening = venue == "KRX" and phase == "after_market"
    try:
        check_order_type(code, venue, views.Phase(phase), evening=evening)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(("venue", "phase"), list(TAKEN))
def test_the_client_offers_what_the_venue_takes(venue: str, phase: str) -> None:
    offered = {
        rule.code
        for rule in load_market_rules("krx").order_types
        if Phase(phase) in rule.where.get(venue, ())
    }
    assert offered == set(TAKEN[venue, phase].split())


@pytest.mark.parametrize(("venue", "phase"), list(TAKEN))
def test_the_simulator_takes_what_the_venue_takes(venue: str, phase: str) -> None:
    taken = {code for code in ALL if simulator_takes(code, venue, phase)}
    assert taken == set(TAKEN[venue, phase].split())


def test_no_other_session_takes_any() -> None:
    for rule in load_market_rules("krx").order_types:
        for venue, phases in rule.where.items():
            assert all((venue, phase.value) in TAKEN for phase in phases)
    for venue in ("KRX", "NXT", "SOR"):
        for phase in ("closed", "paused", "ended"):
            assert not any(simulator_takes(code, venue, phase) for code in ALL)
