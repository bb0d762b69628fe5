"""What a storm is made of: intents of a trader, faults of the wire, ends of the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from hypothesis import strategies as st

Fault = dict[str, Any]

ORDER_FAULTS: tuple[Fault, ...] = (
    {"kind": "timeout_before_acceptance", "code": "EGW00301"},
    {"kind": "timeout_before_acceptance", "code": "EGW00302"},
    {"kind": "timeout_after_acceptance", "code": "EGW00301"},
    {"kind": "timeout_after_acceptance", "code": "EGW00302", "ms": 200},
    {"kind": "drop_before"},
    {"kind": "drop_after_acceptance"},
    {"kind": "silence_before", "ms": 3_000},
    {"kind": "silence_after_acceptance", "ms": 3_000},
    {"kind": "http_error", "code": "EGW00001"},
    {"kind": "http_error", "code": "EGW00201"},
    {"kind": "http_error", "code": "EGW00215"},
    {"kind": "http_error", "code": "EGW00316"},
    {"kind": "refuse_order", "code": "APBK0918"},
    {"kind": "slow_bytes", "bytes": 1, "ms": 0},
    {"kind": "slow_bytes", "bytes": 40, "ms": 120},
    {"kind": "delay", "ms": 300},
    {"kind": "notice_first", "ms": 150},
)
"""strike the next order request"""
LINE_FAULTS: tuple[Fault, ...] = (
    {"kind": "lost_notice", "times": 2},
    {"kind": "duplicate_notice", "times": 3},
    {"kind": "late_notice", "ms": 400, "times": 2},
    {"kind": "reorder_notices", "ms": 300},
    {"kind": "wrong_key"},
    {"kind": "drop_ws"},
    {"kind": "garbage"},
    {"kind": "short_record"},
    {"kind": "long_record"},
    {"kind": "widths", "trade": 46, "book": 62, "notice": 23},
    {"kind": "ledger_limit"},
    {"kind": "changed_while_paging"},
    {"kind": "clock_skew", "seconds": 2},
    {"kind": "clock_skew", "seconds": -2},
    {"kind": "http_error", "code": "EGW00201", "path": "inquire-daily-ccld", "times": 2},
    {"kind": "drop_before", "path": "inquire-daily-ccld"},
)
"""strike whatever comes"""
SLOW_FAULTS: tuple[Fault, ...] = ({"kind": "dead_token"}, {"kind": "expired_token"})
"""the program may ask for a new token once a minute only"""


DOINGS = ("submit",) * 4 + ("amend", "cancel", "elsewhere", "restart", "wait")


@dataclass(frozen=True)
class Step:
    """One thing that happens. `which` picks among the orders that there are; `die_at` is the
    append to the journal, counted from this step on, at which the program is killed (0: never).
    """

    do: str  # submit, amend, cancel, elsewhere, restart, wait
    side: str = "buy"
    far: bool = True  # resting far from the market, else it trades at once
    part: bool = False  # amends and cancels of a part
    which: int = 0
    fault: Fault = field(default_factory=dict)
    weather: Fault = field(default_factory=dict)
    die_at: int = 0
    die_after: bool = False


def _fault(choices: tuple[Fault, ...]) -> st.SearchStrategy[Fault]:
    return st.one_of(st.just({}), st.sampled_from(choices))


def every_fault() -> list[list[Step]]:
    """Plans that together meet each fault of an order, each of the line, and death at each of the
    first appends to the journal, before and after it is on the disk.
    """
    faults = [
        Step("submit", far=place % 2 == 0, fault=fault, weather=weather)
        for place, (fault, weather) in enumerate(
            zip(ORDER_FAULTS, cycle(LINE_FAULTS), strict=False)
        )
    ]
    deaths = [
        Step("submit", die_at=at, die_after=after) for at in (1, 2, 3) for after in (False, True)
    ]
    steps = [*faults, *deaths]
    return [[*steps[start : start + 3], Step("wait")] for start in range(0, len(steps), 3)]


def plans(*, patient: bool) -> st.SearchStrategy[list[Step]]:
    """Plans of two to six steps; patient ones with faults that take minutes to get over too."""
    steps = st.builds(
        Step,
        do=st.sampled_from(DOINGS),
        side=st.sampled_from(["buy", "sell"]),
        far=st.booleans(),
        part=st.booleans(),
        which=st.integers(0, 5),
        fault=_fault(ORDER_FAULTS),
        weather=_fault(LINE_FAULTS + SLOW_FAULTS if patient else LINE_FAULTS),
        die_at=st.one_of(st.just(0), st.just(0), st.integers(1, 4)),
        die_after=st.booleans(),
    )
    return st.lists(steps, min_size=2, max_size=6)
